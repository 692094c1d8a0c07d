#include "features/cards/pins_store.hpp"

namespace meguri::features::pins_store {

std::vector<store::Migration> migrations() {
    return {{2026112412, "card PINs", R"(
CREATE TABLE card_policy (
    one {integer} PRIMARY KEY,
    pin {integer} NOT NULL,
    above {integer} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL
){strict};
CREATE TABLE card_pin (
    card {integer} PRIMARY KEY,
    hash {text} NOT NULL,
    wrong {integer} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL
){strict};)"}};
}

Try<Policy> policy(store::Database& db) {
    const auto rows = db.run("SELECT pin, above FROM card_policy WHERE one = 1", {});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return Policy{};
    const store::Row& row = rows->one();
    return Policy{static_cast<Ask>(row.integer(0)), {row.integer(1)}};
}

Try<> set_policy(store::Database& db, const Policy& policy, PersonId by, Instant now) {
    return db.execute(
        "INSERT INTO card_policy (one, pin, above, set_by, set_ms) VALUES (1, $1, $2, $3, $4) "
        "ON CONFLICT (one) DO UPDATE SET pin = excluded.pin, above = excluded.above, "
        "set_by = excluded.set_by, set_ms = excluded.set_ms",
        {static_cast<std::int64_t>(policy.ask), policy.above.value, by.value, now.ms}
    );
}

Try<std::optional<Pin>> find(store::Database& db, CardId card) {
    const auto rows = db.run("SELECT hash, wrong FROM card_pin WHERE card = $1", {card.value});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return Pin{rows->one().text(0), rows->one().integer(1)};
}

Try<> put(store::Database& db, CardId card, const std::string& hash, PersonId by, Instant now) {
    return db.execute(
        "INSERT INTO card_pin (card, hash, wrong, set_by, set_ms) VALUES ($1, $2, 0, $3, $4) "
        "ON CONFLICT (card) DO UPDATE SET hash = excluded.hash, wrong = 0, "
        "set_by = excluded.set_by, set_ms = excluded.set_ms",
        {card.value, hash, by.value, now.ms}
    );
}

Try<bool> replace(
    store::Database& db, CardId card, const std::optional<Pin>& before, const std::string& hash,
    PersonId by, Instant now
) {
    const auto rows =
        before ? db.run(
                     "UPDATE card_pin SET hash = $2, wrong = 0, set_by = $3, set_ms = $4 "
                     "WHERE card = $1 AND hash = $5 RETURNING card",
                     {card.value, hash, by.value, now.ms, before->hash}
                 )
               : db.run(
                     "INSERT INTO card_pin (card, hash, wrong, set_by, set_ms) "
                     "VALUES ($1, $2, 0, $3, $4) ON CONFLICT (card) DO NOTHING RETURNING card",
                     {card.value, hash, by.value, now.ms}
                 );
    return rows ? Try<bool>(!rows->empty()) : std::unexpected(rows.error());
}

Try<std::optional<std::int64_t>> count_try(store::Database& db, CardId card) {
    const auto rows = db.run(
        "UPDATE card_pin SET wrong = wrong + 1 WHERE card = $1 AND wrong < $2 RETURNING wrong",
        {card.value, most_wrong_pins}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return most_wrong_pins - rows->one().integer(0);
}

Try<> forget_tries(store::Database& db, CardId card) {
    return db.execute("UPDATE card_pin SET wrong = 0 WHERE card = $1", {card.value});
}

} // namespace meguri::features::pins_store

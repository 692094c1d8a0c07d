#include "features/card_top_ups/card_top_ups_store.hpp"

namespace meguri::features::card_top_ups_store {

namespace {

constexpr std::string_view columns =
    "hold, reference, person, wallet, program, yen, created_ms, expires_ms, session, url, "
    "asked_for, leaving, payment, captured, ended, was_charged_back, state, posted, attempts, "
    "next_ms";

CardTopUp of_row(const store::Row& row) {
    CardTopUp it;
    it.hold = {row.integer(0)};
    it.reference = row.text(1);
    it.person = {row.integer(2)}, it.wallet = {row.integer(3)}, it.program = {row.integer(4)};
    it.yen = row.integer(5);
    it.created = {row.integer(6)}, it.expires = {row.integer(7)};
    it.session = row.text(8), it.url = row.text(9);
    it.asked_for = row.integer(10) != 0, it.leaving = row.integer(11) != 0;
    it.payment = row.text(12);
    it.captured = row.integer(13);
    it.ended = row.integer(14) != 0, it.was_charged_back = row.integer(15) != 0;
    it.state = static_cast<CardTopUp::State>(row.integer(16));
    it.posted = {row.integer(17)};
    it.attempts = row.integer(18);
    if (!row.is_null(19)) it.next = {row.integer(19)};
    return it;
}

Try<std::optional<CardTopUp>>
find_by(store::Database& db, std::string_view column, store::Value value) {
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM card_top_up WHERE ").append(column).append(" = $1");
    const auto rows = db.run(sql, {std::move(value)});
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(of_row(rows->rows.front()));
}

} // namespace

std::vector<store::Migration> migrations() {
    return {{2026112241, "card_top_ups", R"(
CREATE TABLE card_top_up (
    hold {integer} NOT NULL PRIMARY KEY,
    reference {text} NOT NULL UNIQUE,
    person {integer} NOT NULL,
    wallet {integer} NOT NULL,
    program {integer} NOT NULL,
    yen {integer} NOT NULL,
    created_ms {integer} NOT NULL,
    expires_ms {integer} NOT NULL,
    session {text} NOT NULL,
    url {text} NOT NULL,
    asked_for {integer} NOT NULL,
    leaving {integer} NOT NULL,
    payment {text} NOT NULL,
    captured {integer} NOT NULL,
    ended {integer} NOT NULL,
    was_charged_back {integer} NOT NULL,
    state {integer} NOT NULL,
    posted {integer} NOT NULL,
    attempts {integer} NOT NULL,
    next_ms {integer}
){strict};
CREATE INDEX card_top_up_due ON card_top_up (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX card_top_up_payment ON card_top_up (payment) WHERE payment <> '';)"}};
}

Try<> insert(store::Database& db, const CardTopUp& it) {
    return db.execute(
        "INSERT INTO card_top_up VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 1, 0, '', 0, 0, "
        "0, $9, 0, 0, $10) ON CONFLICT (hold) DO NOTHING",
        {it.hold.value, it.reference, it.person.value, it.wallet.value, it.program.value, it.yen,
         it.created.ms, it.expires.ms, static_cast<std::int64_t>(it.state), it.next.ms}
    );
}

Try<std::optional<CardTopUp>> find(store::Database& db, HoldId hold) {
    return find_by(db, "hold", hold.value);
}

Try<std::optional<CardTopUp>> find_reference(store::Database& db, std::string_view reference) {
    return find_by(db, "reference", std::string(reference));
}

Try<std::optional<CardTopUp>> find_payment(store::Database& db, std::string_view payment) {
    if (payment.empty()) return std::optional<CardTopUp>();
    return find_by(db, "payment", std::string(payment));
}

Try<> wake_unfinished(store::Database& db, Instant now) {
    return db.execute(
        "UPDATE card_top_up SET next_ms = $1 WHERE (next_ms IS NULL OR next_ms > $1) AND (state = "
        "1 OR (state = 2 AND was_charged_back = 1) OR (state = 3 AND captured > 0 AND "
        "was_charged_back = 0))",
        {now.ms}
    );
}

Try<std::vector<HoldId>> due(store::Database& db, Instant now, std::int64_t most) {
    const auto rows = db.run(
        "SELECT hold FROM card_top_up WHERE next_ms <= $1 ORDER BY next_ms LIMIT $2", {now.ms, most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<HoldId> holds;
    for (const store::Row& row : rows->rows)
        holds.push_back({row.integer(0)});
    return holds;
}

Try<> note_asked_for(store::Database& db, HoldId hold, bool asked_for) {
    return db.execute(
        "UPDATE card_top_up SET asked_for = $2 WHERE hold = $1",
        {hold.value, std::int64_t{asked_for}}
    );
}

Try<> note_page(store::Database& db, HoldId hold, std::string_view session, std::string_view url) {
    return db.execute(
        "UPDATE card_top_up SET session = $2, url = $3 WHERE hold = $1 AND session = ''",
        {hold.value, std::string(session), std::string(url)}
    );
}

Try<> note_leaving(store::Database& db, HoldId hold) {
    return db.execute("UPDATE card_top_up SET leaving = 1 WHERE hold = $1", {hold.value});
}

Try<> note_captured(store::Database& db, HoldId hold, std::string_view payment, std::int64_t yen) {
    return db.execute(
        "UPDATE card_top_up SET payment = $2, captured = $3 WHERE hold = $1 AND captured = 0",
        {hold.value, std::string(payment), yen}
    );
}

Try<> note_ended(store::Database& db, HoldId hold) {
    return db.execute("UPDATE card_top_up SET ended = 1 WHERE hold = $1", {hold.value});
}

Try<> note_charged_back(store::Database& db, HoldId hold) {
    return db.execute("UPDATE card_top_up SET was_charged_back = 1 WHERE hold = $1", {hold.value});
}

Try<> move_on(
    store::Database& db, HoldId hold, CardTopUp::State from, CardTopUp::State to, Seq posted
) {
    const std::int64_t was = static_cast<std::int64_t>(from), is = static_cast<std::int64_t>(to);
    if (!posted)
        return db.execute(
            "UPDATE card_top_up SET state = $3, attempts = 0 WHERE hold = $1 AND state = $2",
            {hold.value, was, is}
        );
    return db.execute(
        "UPDATE card_top_up SET state = $3, posted = $4, attempts = 0 WHERE hold = $1 AND state = "
        "$2",
        {hold.value, was, is, posted.value}
    );
}

Try<> schedule(store::Database& db, HoldId hold, Instant next, std::int64_t attempts) {
    const store::Value at = next.ms == 0 ? store::Value(store::Null{}) : store::Value(next.ms);
    return db.execute(
        "UPDATE card_top_up SET next_ms = $2, attempts = $3 WHERE hold = $1",
        {hold.value, at, attempts}
    );
}

} // namespace meguri::features::card_top_ups_store

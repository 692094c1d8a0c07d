#include "features/cards/cards_store.hpp"

#include <fmt/format.h>

namespace meguri::features::cards_store {

std::vector<store::Migration> migrations() {
    return {
        {2026112240, "cards", R"(
CREATE TABLE card_batch (
    first {integer} PRIMARY KEY,
    id {text} NOT NULL UNIQUE,
    kind {integer} NOT NULL,
    cards {integer} NOT NULL,
    made_by {integer} NOT NULL,
    made_ms {integer} NOT NULL
){strict};
CREATE TABLE card (
    card {integer} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    digest {blob} NOT NULL UNIQUE
){strict};
CREATE TABLE card_link (
    wallet {integer} PRIMARY KEY,
    person {integer} NOT NULL,
    linked_ms {integer} NOT NULL
){strict};
CREATE INDEX card_link_person ON card_link (person);)"},
        {2026112246, "card_link_card", R"(
ALTER TABLE card_link ADD COLUMN card {integer} NOT NULL DEFAULT 0;)"},
        {2026112440, "card_batch_parts", R"(
ALTER TABLE card_batch ADD COLUMN kept {integer} NOT NULL DEFAULT 0;
UPDATE card_batch SET kept = cards;
ALTER TABLE card_batch ADD COLUMN sealed_key {blob};
ALTER TABLE card_batch ADD COLUMN first_program {integer} NOT NULL DEFAULT 0;
ALTER TABLE card_batch ADD COLUMN first_amount {integer} NOT NULL DEFAULT 0;
CREATE TABLE card_batch_part (
    first {integer} PRIMARY KEY,
    batch {integer} NOT NULL,
    position {integer} NOT NULL,
    cards {integer} NOT NULL
){strict};
INSERT INTO card_batch_part (first, batch, position, cards)
    SELECT first, first, 0, cards FROM card_batch;
CREATE TABLE card_activation (
    card {integer} PRIMARY KEY,
    wrong {integer} NOT NULL
){strict};)"},
        {2026112470, "approval of what cards begin with",
         "ALTER TABLE card_batch ADD COLUMN approved_by {integer} NOT NULL DEFAULT 0;"},
        {2026112471, "activation tries with a card's code",
         "ALTER TABLE card_activation ADD COLUMN with_code {integer} NOT NULL DEFAULT 0;"}
    };
}

using service::printed_cards::batch_columns;
using service::printed_cards::batch_of;

Try<Batch> insert(store::Database& db, const Batch& b) {
    const auto done = db.run(
        "INSERT INTO card_batch (first, id, kind, cards, kept, made_by, made_ms, sealed_key, "
        "first_program, first_amount) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9) "
        "ON CONFLICT (first) DO NOTHING",
        {b.first.value, b.id, static_cast<std::int64_t>(b.kind), b.count, b.by.value, b.made.ms,
         store::Blob{b.sealed_key}, b.first_program.value, b.first_amount.value}
    );
    if (!done) return std::unexpected(done.error());
    const auto kept = db.run(
        fmt::format("SELECT {} FROM card_batch b WHERE b.first = $1", batch_columns),
        {b.first.value}
    );
    return kept ? Try<Batch>(batch_of(kept->one())) : std::unexpected(kept.error());
}

Try<> approve(store::Database& db, CardId batch, PersonId by) {
    return db.execute(
        "UPDATE card_batch SET approved_by = $2 WHERE first = $1 AND approved_by = 0",
        {batch.value, by.value}
    );
}

Try<> insert(store::Database& db, const Part& p) {
    return db.execute(
        "INSERT INTO card_batch_part (first, batch, position, cards) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (first) DO NOTHING",
        {p.first.value, p.batch.value, p.position, p.cards}
    );
}

Try<> set_kept(store::Database& db, CardId batch, std::int64_t kept) {
    return db.execute(
        "UPDATE card_batch SET kept = $1 WHERE first = $2 AND kept < $1", {kept, batch.value}
    );
}

Try<> insert(store::Database& db, const CardRow& card, const Hash& digest) {
    return db.execute(
        "INSERT INTO card (card, number, digest) VALUES ($1, $2, $3) ON CONFLICT (card) DO NOTHING",
        {card.card.value, card.number, store::Blob{Bytes(view(digest))}}
    );
}

namespace {
Try<std::vector<Batch>> all_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    std::vector<Batch> all;
    for (const store::Row& row : rows->rows)
        all.push_back(batch_of(row));
    return all;
}
} // namespace

Try<std::vector<Batch>> batches(store::Database& db, std::int64_t most) {
    return all_of(db.run(
        fmt::format("SELECT {} FROM card_batch b ORDER BY b.first DESC LIMIT $1", batch_columns),
        {most}
    ));
}

Try<std::vector<Batch>> unfinished(store::Database& db) {
    return all_of(db.run(fmt::format(
        "SELECT {} FROM card_batch b WHERE b.kept < b.cards ORDER BY b.first", batch_columns
    )));
}

Try<bool> count_activation_try(store::Database& db, CardId card, TriedWith with) {
    const std::string_view column = with == TriedWith::code ? "with_code" : "wrong";
    const auto rows = db.run(
        fmt::format(
            "INSERT INTO card_activation (card, wrong, with_code) VALUES ($1, $2, $3) "
            "ON CONFLICT (card) DO UPDATE SET {0} = card_activation.{0} + 1 "
            "WHERE card_activation.{0} < $4 RETURNING {0}",
            column
        ),
        {card.value, std::int64_t{with == TriedWith::number}, std::int64_t{with == TriedWith::code},
         most_wrong_activations}
    );
    return rows ? Try<bool>(!rows->empty()) : std::unexpected(rows.error());
}

Try<> forget_activation_tries(store::Database& db, CardId card) {
    return db.execute("DELETE FROM card_activation WHERE card = $1", {card.value});
}

Try<PersonId>
link(store::Database& db, WalletId wallet, CardId card, PersonId person, Instant now) {
    const auto done = db.run(
        "INSERT INTO card_link (wallet, person, linked_ms, card) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (wallet) DO UPDATE SET person = excluded.person, "
        "linked_ms = excluded.linked_ms, card = excluded.card "
        "WHERE card_link.card <> excluded.card",
        {wallet.value, person.value, now.ms, card.value}
    );
    if (!done) return std::unexpected(done.error());
    const auto kept = db.run("SELECT person FROM card_link WHERE wallet = $1", {wallet.value});
    return kept ? Try<PersonId>(PersonId{kept->one().integer(0)}) : std::unexpected(kept.error());
}

Try<std::vector<Link>> linked_to(store::Database& db, PersonId person) {
    const auto rows = db.run(
        "SELECT wallet, card FROM card_link WHERE person = $1 ORDER BY linked_ms DESC",
        {person.value}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Link> all;
    for (const store::Row& row : rows->rows)
        all.push_back({{row.integer(0)}, {row.integer(1)}});
    return all;
}

Try<bool> is_linked(store::Database& db, WalletId wallet, CardId card, PersonId person) {
    const auto rows = db.run(
        "SELECT 1 FROM card_link WHERE wallet = $1 AND card = $2 AND person = $3",
        {wallet.value, card.value, person.value}
    );
    return rows ? Try<bool>(!rows->empty()) : std::unexpected(rows.error());
}

Try<> unlink(store::Database& db, CardId card, PersonId person) {
    return db.execute(
        "DELETE FROM card_link WHERE card = $1 AND person = $2", {card.value, person.value}
    );
}

} // namespace meguri::features::cards_store

#include "features/cards/cards_store.hpp"

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
ALTER TABLE card_link ADD COLUMN card {integer} NOT NULL DEFAULT 0;)"}
    };
}

namespace {

Batch batch_of(const store::Row& r) {
    return {{r.integer(0)}, r.text(1),      static_cast<ledger::CardKind>(r.integer(2)),
            r.integer(3),   {r.integer(4)}, {r.integer(5)}};
}

} // namespace

Try<Batch> insert(store::Database& db, const Batch& b) {
    const auto done = db.run(
        "INSERT INTO card_batch (first, id, kind, cards, made_by, made_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (first) DO NOTHING",
        {b.first.value, b.id, static_cast<std::int64_t>(b.kind), b.count, b.by.value, b.made.ms}
    );
    if (!done) return std::unexpected(done.error());
    const auto kept = db.run(
        "SELECT first, id, kind, cards, made_by, made_ms FROM card_batch WHERE first = $1",
        {b.first.value}
    );
    return kept ? Try<Batch>(batch_of(kept->one())) : std::unexpected(kept.error());
}

Try<> insert(store::Database& db, const CardRow& card, const Hash& digest) {
    return db.execute(
        "INSERT INTO card (card, number, digest) VALUES ($1, $2, $3) ON CONFLICT (card) DO NOTHING",
        {card.card.value, card.number, store::Blob{Bytes(view(digest))}}
    );
}

Try<std::vector<Batch>> batches(store::Database& db, std::int64_t most) {
    const auto rows = db.run(
        "SELECT first, id, kind, cards, made_by, made_ms FROM card_batch ORDER BY first DESC "
        "LIMIT $1",
        {most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Batch> all;
    for (const store::Row& row : rows->rows)
        all.push_back(batch_of(row));
    return all;
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

} // namespace meguri::features::cards_store

#include "ledger/giving.hpp"
#include "service/printed_cards.hpp"
#include "vault/sealed.hpp"

#include <fmt/format.h>

namespace meguri::service::printed_cards {

namespace {

Try<std::optional<CardRow>> card_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return CardRow{{rows->one().integer(0)}, rows->one().text(1)};
}

} // namespace

Try<std::optional<CardRow>> find(store::Database& db, const Hash& digest) {
    return card_of(db.run(
        "SELECT card, number FROM card WHERE digest = $1", {store::Blob{Bytes(view(digest))}}
    ));
}

Try<std::optional<CardRow>> find(store::Database& db, const std::string& number) {
    return card_of(db.run("SELECT card, number FROM card WHERE number = $1", {number}));
}

Try<std::optional<CardRow>> find(store::Database& db, CardId card) {
    return card_of(db.run("SELECT card, number FROM card WHERE card = $1", {card.value}));
}

Try<std::vector<CardId>> find_all(store::Database& db, const std::vector<std::string>& numbers) {
    std::vector<CardId> cards;
    cards.reserve(numbers.size());
    for (const std::string& number : numbers) {
        const auto row = find(db, number);
        if (!row) return std::unexpected(row.error());
        cards.push_back(*row ? (*row)->card : CardId{});
    }
    return cards;
}

namespace {
std::string bound_to(CardId first) { return fmt::format("card_batch {}", first.value); }
} // namespace

Bytes BatchKeys::seal(CardId first, const ByteArray<16>& command_key, Random& random) const {
    return vault::seal(key_, view(command_key), bound_to(first), random);
}

std::optional<ByteArray<16>> BatchKeys::open(CardId first, const Bytes& sealed) const {
    const auto plain = vault::open(key_, sealed, bound_to(first));
    return plain ? to_array<16>(*plain) : std::nullopt;
}

Batch batch_of(const store::Row& r) {
    return {
        {r.integer(0)},
        r.text(1),
        static_cast<ledger::CardKind>(r.integer(2)),
        r.integer(3),
        r.integer(4),
        {r.integer(5)},
        {r.integer(6)},
        r.is_null(7) ? Bytes() : r.blob(7),
        {r.integer(8)},
        {r.integer(9)},
        {r.integer(10)}
    };
}

Try<std::optional<Batch>> find_batch(store::Database& db, const std::string& id) {
    const auto rows =
        db.run(fmt::format("SELECT {} FROM card_batch b WHERE b.id = $1", batch_columns), {id});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return batch_of(rows->one());
}

Try<std::optional<Made>> made_in(store::Database& db, CardId card) {
    const auto rows = db.run(
        fmt::format(
            "SELECT {}, p.position, p.first FROM card_batch_part p "
            "JOIN card_batch b ON b.first = p.batch WHERE p.first <= $1 AND p.first + p.cards > $1 "
            "ORDER BY p.first DESC LIMIT 1",
            batch_columns
        ),
        {card.value}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& r = rows->one();
    const std::int64_t position = r.integer(batch_width), first = r.integer(batch_width + 1);
    return Made{batch_of(r), position + card.value - first};
}

Opened open(const ledger::State& state, CardId id) {
    const ledger::Card* card = state.cards.find(id);
    if (!card) return {{}, Refusal::card_unknown};
    return {card->wallet, ledger::refuse_card_status(card->status)};
}

} // namespace meguri::service::printed_cards

#include "ledger/giving.hpp"
#include "service/printed_cards.hpp"

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

Opened open(const ledger::State& state, CardId id) {
    const ledger::Card* card = state.cards.find(id);
    if (!card) return {{}, Refusal::card_unknown};
    return {card->wallet, ledger::refuse_card_status(card->status)};
}

} // namespace meguri::service::printed_cards

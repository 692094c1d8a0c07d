// From what is printed on a card to the ledger's number of it: the code that was scanned, of which
// only a keyed hash is kept, or the sixteen digits for people. Whoever gives to cards or is paid by
// them finds them here; what a card opens, and whether it does now, only the ledger knows.
#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "ledger/state.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace meguri::service::printed_cards {

struct CardRow {
    CardId card;
    std::string number; // sixteen digits
};

Try<std::optional<CardRow>> find(store::Database& db, const Hash& digest);
Try<std::optional<CardRow>> find(store::Database& db, const std::string& number);
Try<std::optional<CardRow>> find(store::Database& db, CardId card);
// In the same order; a number that no card has gives none.
Try<std::vector<CardId>> find_all(store::Database& db, const std::vector<std::string>& numbers);

// The wallet behind a card, and why it cannot be used now: card_unknown, card_not_active,
// card_blocked, card_replaced, wallet_moved.
struct Opened {
    WalletId wallet; // none of a card that was never handed out
    Refusal refusal = Refusal::none;
};
Opened open(const ledger::State& state, CardId card);

} // namespace meguri::service::printed_cards

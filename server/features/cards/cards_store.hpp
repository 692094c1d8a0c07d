// Which cards there are, and whose app a card's wallet is linked to. Codes are not kept, only keyed
// hashes; how what is printed leads to a card is in service/printed_cards.hpp.
#pragma once

#include "base/hash.hpp"
#include "base/time.hpp"
#include "ledger/command.hpp"
#include "service/printed_cards.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::features::cards_store {

struct Batch {
    CardId first;   // its cards are numbered one after the other
    std::string id; // public
    ledger::CardKind kind = ledger::CardKind::rechargeable;
    std::int64_t count = 0;
    PersonId by;
    Instant made;
};
using service::printed_cards::CardRow;
using service::printed_cards::find;

std::vector<store::Migration> migrations();

// The batch as it is kept: the one before when the command was sent again.
Try<Batch> insert(store::Database& db, const Batch& batch);
// Again does no harm.
Try<> insert(store::Database& db, const CardRow& card, const Hash& digest);
Try<std::vector<Batch>> batches(store::Database& db, std::int64_t most); // newest first

// A card is linked to the app that scanned it first. The link is that card's, not its wallet's: who
// once had a card in the hand has nothing to say about the one that replaced it, and whoever holds
// the new one links it anew. Whose it is now.
Try<PersonId> link(store::Database& db, WalletId wallet, CardId card, PersonId person, Instant now);
struct Link {
    WalletId wallet;
    CardId card; // counts only while it is the one that opens the wallet
};
Try<std::vector<Link>> linked_to(store::Database& db, PersonId person); // newest first
Try<bool> is_linked(store::Database& db, WalletId wallet, CardId card, PersonId person);

} // namespace meguri::features::cards_store

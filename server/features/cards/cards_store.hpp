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

using service::printed_cards::Batch;
using service::printed_cards::CardRow;
using service::printed_cards::find;

std::vector<store::Migration> migrations();

// The batch as it is kept: the one before when the command was sent again.
Try<Batch> insert(store::Database& db, const Batch& batch);
// Again does no harm.
Try<> insert(store::Database& db, const CardRow& card, const Hash& digest);
Try<> approve(store::Database& db, CardId batch, PersonId by); // what its cards begin with; once
Try<std::vector<Batch>> batches(store::Database& db, std::int64_t most); // newest first
Try<std::vector<Batch>> unfinished(store::Database& db);                 // oldest first

// A batch is made in parts, each numbered one after the other: its cards `position` and following
// are `first` and following. Again does no harm.
struct Part {
    CardId batch, first;
    std::int64_t position = 0, cards = 0;
};
Try<> insert(store::Database& db, const Part& part);
// The cards before `kept` are made.
Try<> set_kept(store::Database& db, CardId batch, std::int64_t kept);

// Eight digits must not be found by trying. A try is counted before it is judged, and apart for who
// only knows the printed number: that must not lock out whoever has the card.
enum class TriedWith : std::uint8_t { number, code };
inline constexpr std::int64_t most_wrong_activations = 10; // with each
// One more try. False when there were too many: then nothing may be judged.
Try<bool> count_activation_try(store::Database& db, CardId card, TriedWith with);
Try<> forget_activation_tries(store::Database& db, CardId card); // it was right, or of no use now

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
Try<> unlink(store::Database& db, CardId card, PersonId person); // nothing when it was not linked

} // namespace meguri::features::cards_store

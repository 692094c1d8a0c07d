// From what is printed on a card to the ledger's number of it: the code that was scanned, of which
// only a keyed hash is kept, or the sixteen digits for people. Whoever gives to cards or is paid by
// them finds them here; what a card opens, and whether it does now, only the ledger knows.
#pragma once

#include "base/city_keys.hpp"
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

// What a batch of cards follows from: the key of the command that made it. Without it no code can
// be printed again, so it is kept, sealed under a key of the city's that is not in the database.
class BatchKeys {
  public:
    explicit BatchKeys(const CityKeys& keys) : key_(keys.key(KeyUse::card_batch)) {}
    Bytes seal(CardId first, const ByteArray<16>& command_key, Random& random) const;
    std::optional<ByteArray<16>> open(CardId first, const Bytes& sealed) const;

  private:
    SecretKey key_;
};

struct Batch {
    CardId first;   // of its first part
    std::string id; // public
    ledger::CardKind kind = ledger::CardKind::rechargeable;
    std::int64_t count = 0;
    std::int64_t kept = 0; // so many of them are made; all of them: it is ready
    PersonId by;
    Instant made;
    Bytes sealed_key; // empty: of a time when it was not kept; cannot be printed again
    // What a card begins with when it is handed out; none: nothing.
    ProgramId first_program{};
    ledger::Amount first_amount{};
    PersonId approved_by{}; // four eyes: nobody alone puts money on many cards. none: not yet
    bool waits() const { return first_program && !approved_by; }
    bool ready() const { return kept >= count; }
};
Try<std::optional<Batch>> find_batch(store::Database& db, const std::string& id);

// The batch a card is of, and which one of it, from 0.
struct Made {
    Batch batch;
    std::int64_t index = 0;
};
Try<std::optional<Made>> made_in(store::Database& db, CardId card);

// Of every query that gives batches, in the order of `batch_of`.
inline constexpr std::string_view batch_columns =
    "b.first, b.id, b.kind, b.cards, b.kept, b.made_by, b.made_ms, b.sealed_key, "
    "b.first_program, b.first_amount, b.approved_by";
inline constexpr std::size_t batch_width = 11; // so many they are
Batch batch_of(const store::Row& row);

// The wallet behind a card, and why it cannot be used now: card_unknown, card_not_active,
// card_blocked, card_replaced, wallet_moved.
struct Opened {
    WalletId wallet; // none of a card that was never handed out
    Refusal refusal = Refusal::none;
};
Opened open(const ledger::State& state, CardId card);

} // namespace meguri::service::printed_cards

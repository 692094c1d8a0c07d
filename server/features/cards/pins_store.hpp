// What the city decided about PINs of cards, and the PINs themselves: only a slow hash of each,
// mixed with a key of the city's that is not in the database (four digits alone are soon tried).
// A try is counted before it is judged, so that many at once are no way around the count.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "ledger/account.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::features::pins_store {

inline constexpr std::int64_t most_wrong_pins = 5;

enum class Ask : std::uint8_t { off = 0, always = 1, above = 2 };
struct Policy {
    Ask ask = Ask::off;
    ledger::Amount above{}; // asked for more yen than this; points are asked for under `always`
    bool asks_for(std::int64_t yen) const {
        return ask == Ask::always || (ask == Ask::above && yen > above.value);
    }
};
struct Pin {
    std::string hash;
    std::int64_t wrong = 0; // one after the other
    bool locked() const { return wrong >= most_wrong_pins; }
};

std::vector<store::Migration> migrations();

Try<Policy> policy(store::Database& db);
Try<> set_policy(store::Database& db, const Policy& policy, PersonId by, Instant now);
Try<std::optional<Pin>> find(store::Database& db, CardId card);
// Chosen, or chosen anew: nothing was wrong so far.
Try<> put(store::Database& db, CardId card, const std::string& hash, PersonId by, Instant now);
// The holder's: only where it still is as `before` says (none: the first). False: somebody else was
// faster.
Try<bool> replace(
    store::Database& db, CardId card, const std::optional<Pin>& before, const std::string& hash,
    PersonId by, Instant now
);
// One more try: how many are left behind it. Nothing when there were too many: then nothing may be
// judged.
Try<std::optional<std::int64_t>> count_try(store::Database& db, CardId card);
Try<> forget_tries(store::Database& db, CardId card); // it was right

} // namespace meguri::features::pins_store

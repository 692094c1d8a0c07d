// Value is good until 24:00 JST of its last day, and not a millisecond longer: a payment takes
// nothing from a lot whose day is over, and expiry takes nothing from one whose day is not.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

Broken invariants::no_dead_value_spent::after(const State&, const Entry& entry) {
    if (entry.kind == EntryKind::cancel) return std::nullopt; // takes rewards and premium back
    const bool expires = entry.kind == EntryKind::expiry;
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind != AccountKind::lot || leg.amount.value >= 0) continue;
        const Date last_day = leg.account.expires_on;
        const bool over = last_day && last_day < entry.business_date;
        if (!expires && over)
            return fmt::format("entry {} spends value that had expired", entry.seq.value);
        if (expires && !over)
            return fmt::format("entry {} expires value that is still good", entry.seq.value);
    }
    return std::nullopt;
}

// A dead lot may stand in a wallet until the night's run: nothing to check in the state alone.
Broken invariants::no_dead_value_spent::over(const State&) { return std::nullopt; }

} // namespace meguri::ledger

// Double entry: what leaves one account arrives on another of the same program. Without this, value
// appears out of nothing (a payment that credits the shop and forgets the wallet) or vanishes, and
// units of two programs mix.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

Broken invariants::legs_balance::after(const State&, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        __int128 sum = 0;
        for (const Leg& other : entry.legs) {
            if (other.account.program == leg.account.program) sum += other.amount.value;
        }
        if (sum != 0) {
            return fmt::format(
                "the legs of entry {} in program {} do not sum to zero", entry.seq.value,
                leg.account.program.value
            );
        }
        const bool note = leg.account.kind == AccountKind::wallet_note ||
                          leg.account.kind == AccountKind::place_note;
        if (note != !leg.account.program || (note && leg.amount.value != 0)) {
            return fmt::format(
                "entry {} moves value on a note, or has an account without program", entry.seq.value
            );
        }
    }
    return std::nullopt;
}

// The state keeps no legs; what they add up to is checked by program_sums.
Broken invariants::legs_balance::over(const State&) { return std::nullopt; }

} // namespace meguri::ledger

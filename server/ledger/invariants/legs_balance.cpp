// Double entry: what leaves one account arrives on another of the same program, or of the yen book.
// Without this, value appears out of nothing (a payment that credits the shop and forgets the
// wallet) or vanishes, and units of two programs mix.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

Broken invariants::legs_balance::after(const State&, const Entry& entry) {
    for (std::size_t i = 0; i < entry.legs.size(); ++i) {
        const Leg& leg = entry.legs[i];
        // Slices have hundreds of legs of one program: summed up once, at the first of a run.
        const bool summed = i > 0 && entry.legs[i - 1].account.program == leg.account.program;
        __int128 sum = 0;
        for (const Leg& other : entry.legs) {
            if (summed) break;
            if (other.account.program == leg.account.program) sum += other.amount.value;
        }
        if (sum != 0) {
            return fmt::format(
                "the legs of entry {} in program {} do not sum to zero", entry.seq.value,
                leg.account.program.value
            );
        }
        const bool note = is_note(leg.account.kind);
        const bool of_no_program = note || in_yen_book(leg.account.kind);
        if (of_no_program != !leg.account.program || (note && leg.amount.value != 0)) {
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

// "Refused" on the screen means that nothing happened. A refused command is kept for its key's
// sake, but it moves no value, makes no fact true and counts towards no limit.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

Broken invariants::refusal_moves_nothing::after(const State&, const Entry& entry) {
    if (entry.refusal == Refusal::none) return std::nullopt;
    bool moves = !entry.facts.empty() || !entry.counts.empty();
    for (const Leg& leg : entry.legs) {
        moves = moves || !is_note(leg.account.kind);
    }
    if (moves) return fmt::format("entry {} was refused and still has effects", entry.seq.value);
    return std::nullopt;
}

Broken invariants::refusal_moves_nothing::over(const State&) { return std::nullopt; }

} // namespace meguri::ledger

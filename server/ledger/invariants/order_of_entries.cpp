// The journal is one line without gaps, and its clock never runs backwards: histories, replay and
// "same day" rest on it. That an entry follows the one before by exactly one number, and not
// earlier, is held by `apply` itself, which still sees the state before; here: the state stands at
// this entry, on the day in Japan, and no chain points ahead.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

Broken invariants::order_of_entries::after(const State& state, const Entry& entry) {
    if (state.last != entry.seq || state.last_at != entry.at) {
        return fmt::format(
            "the state stands at entry {}, not at {}", state.last.value, entry.seq.value
        );
    }
    if (entry.business_date != jst_date(entry.at)) {
        return fmt::format(
            "entry {} carries another business date than its moment", entry.seq.value
        );
    }
    for (const Leg& leg : entry.legs) {
        if (leg.prev >= entry.seq)
            return fmt::format("a chain of entry {} points ahead", entry.seq.value);
    }
    return std::nullopt;
}

namespace {
template <class C, class CellId> Broken beyond(const Cells<C, CellId>& cells, Seq last) {
    for (std::int64_t i = 1; i <= cells.size(); ++i) {
        const C* cell = cells.find(CellId{i});
        if (cell && (cell->chain > last || cell->changed > last)) {
            return fmt::format("a cell knows of an entry after {}", last.value);
        }
    }
    return std::nullopt;
}
} // namespace

Broken invariants::order_of_entries::over(const State& state) {
    Broken found;
    for_each_kind(state, [&](CellKind, const auto& cells) {
        if (!found) found = beyond(cells, state.last);
    });
    return found;
}

} // namespace meguri::ledger

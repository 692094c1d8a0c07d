// Sums of a day are yen; a day's points are told program by program and never added to them
// (PNT-a).
#pragma once

#include "service/directory.hpp"

namespace meguri::service {

// `Sums`: views::PlaceDay, views::DaySum. Takes what was paid in points, and taken back of it, out
// of `paid` and `cancelled`.
template <class Sums> void leave_out_points(const Directory& directory, Sums& sums) {
    for (const auto& each : sums.by_program) {
        const ProgramTexts* program = directory.program(each.program);
        if (!program || program->unit != "point") continue;
        sums.paid -= each.paid;
        sums.cancelled -= each.cancelled;
    }
}

} // namespace meguri::service

// One row of the checkpoint against what the journal adds up to.
#pragma once

#include "audit/books.hpp"
#include "audit/report.hpp"

namespace meguri::audit {

// Kinds of rows.
namespace cell {
inline constexpr std::int64_t program_cell = 1, wallet_cell = 2, place_cell = 3, proposal_cell = 4,
                              organization_cell = 5, card_cell = 6, handout_cell = 7, job_cell = 8,
                              hold_cell = 9, city_cell = 10, sources_cell = 11;
} // namespace cell

std::string name(const CellRow& cell);
// Reports every field that differs.
void compare(const CellRow& cell, const Books& books, Report& report);

} // namespace meguri::audit

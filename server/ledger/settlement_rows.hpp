// The rows of a run of settlement, frozen by one number: an onion as that of a job (job_rows.hpp).
#pragma once

#include "ledger/state.hpp"

namespace meguri::ledger {

// Digest of `rows` followed by whatever `rest` stands for; zeros stand for nothing.
Hash rows_digest(
    const std::vector<SettlementRow>& rows, std::int64_t first_index, const Hash& rest
);

// What the place took of the program up to the end of `until` and no run has settled.
Amount unsettled(const Receivable& receivable, Date until);

// Yen that `units` of the program come to: as many as they are, or by its rate (PNT-a), rounded as
// the rate says away from or towards zero; 0 where points are not settled in yen.
Amount in_yen(const ProgramTerms& terms, Amount units);

// The rows of a run without its fees: for each organization and program with anything to settle up
// to `until`, by organization, then program.
std::vector<SettlementRow> rows_to_settle(const State& state, Date until);

} // namespace meguri::ledger

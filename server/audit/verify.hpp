// Recomputes everything from the journal and names every difference: hashes, the chain of groups,
// chains of holders, balances, limits, four eyes, keys, cancels, the checkpoint that the server
// starts from, and the log of looks at personal data.
//
// Independent on purpose: nothing of ledger/ or engine/ is included, the bytes are decoded and the
// sums made by code of its own, from docs/journal.md. A mistake that were made in both places would
// have to be made twice.
//
// Reads one consistent picture, beside the running city or from a copy, and never writes. Memory
// grows with the number of accounts, cancels, and 8 bytes for each keyed entry, not with the length
// of the journal.
#pragma once

#include "audit/report.hpp"
#include "base/result.hpp"

namespace meguri::audit {

// A Fault means that the journal could not be read at all; whatever is wrong inside it is a
// difference in the report.
Try<Report> verify(const std::string& url);

} // namespace meguri::audit

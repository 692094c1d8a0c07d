// Recomputes everything from the journal and names every difference: hashes, the chain of groups,
// chains of holders, balances, limits, four eyes, keys, cancels, the checkpoint that the server
// starts from, the log of looks at personal data, and the heads that were published.
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

#include <string>

namespace meguri::audit {

// What is known from elsewhere; empty: nothing.
struct Known {
    std::string public_key; // of the heads, 32 bytes, from the city's own key
    std::string heads;      // published ones, as somebody kept them
};

// A Fault means that the journal could not be read at all; whatever is wrong inside it is a
// difference in the report.
Try<Report> verify(const std::string& url, const Known& known = {});

} // namespace meguri::audit

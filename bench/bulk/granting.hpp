// A grant to everybody as the city's operators make it, over HTTP: one proposes it, the other
// approves the frozen list, and the server's own job runner gives it. Every call waits; the process
// ends with a word on why when something is refused.
#pragma once

#include "bulk/bulk_city.hpp"

#include <string>

namespace meguri::bench {

struct ProposedJob {
    std::string id, digest;
};
// A draft, and its list frozen: until the answer to the proposal.
ProposedJob propose_grant(const BulkCity& city, std::uint16_t port);
// Approved, and given to the last row.
void approve_grant(const BulkCity& city, std::uint16_t port, const ProposedJob& job);

} // namespace meguri::bench

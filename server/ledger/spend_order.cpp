#include "ledger/spend_order.hpp"

#include <tuple>

namespace meguri::ledger {

namespace {
// Value without an expiry is never in a hurry.
std::int32_t deadline(const Lot& lot) { return lot.expires_on ? lot.expires_on.days : INT32_MAX; }
} // namespace

// Where a program can be spent is the same for all programs so far (all places), so restrictedness
// is still one rank.
bool spent_before(const Lot& a, const Lot& b) {
    return std::tuple(deadline(a), !a.rights.granted(), a.since, a.program) <
           std::tuple(deadline(b), !b.rights.granted(), b.since, b.program);
}

} // namespace meguri::ledger

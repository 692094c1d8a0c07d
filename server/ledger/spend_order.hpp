// Which value a payment uses first (PAY-i): soonest expiry; then value limited to fewer places;
// then granted before paid; then oldest. Stated once, here, and shown to residents as it is.
#pragma once

#include "ledger/state.hpp"

namespace meguri::ledger {

bool spent_before(const Lot& a, const Lot& b);

} // namespace meguri::ledger

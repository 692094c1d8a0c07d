// The council's question as the contract shows it (ADM-e): issued = all the others together, and
// what is left over. One place, so that the dashboard and the reports use the same words.
#pragma once

#include "http/json_out.hpp"
#include "ledger/account.hpp"

#include <array>

namespace meguri::service {

// Units of one program on each account that carries value of a program; index: AccountKind.
using AccountTotals = std::array<std::int64_t, ledger::account_kinds>;

// `issued`, its parts in the order of the page, and `difference`, which must be 0.
void write_equation(http::JsonOut& out, const AccountTotals& totals);

} // namespace meguri::service

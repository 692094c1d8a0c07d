// Which value is used first (PAY-i), and which cannot be used here and now: for payments, dues,
// transfers and whatever else takes value out of a wallet.
//
// The order, stated once and shown to residents as it is: soonest expiry; then limited to fewer
// places; then granted before paid; then oldest. A city may put "limited to fewer places" first.
#pragma once

#include "ledger/decide.hpp"

#include <functional>

namespace meguri::ledger {

std::vector<Lot> in_order_of_spending(const State& state, const Wallet& wallet);

// What the value is to be used for.
struct Use {
    enum class Kind { payment, dues, program };
    Kind kind = Kind::payment;
    ProgramId program{};      // payment: none for yen, else a program of points; program: it alone
    PlaceId place{};          // payment
    std::int32_t dues = 0;    // dues: which kind
    bool to_resident = false; // program: it goes to somebody else
};

struct Plan {
    Explanation explanation; // used and unused lots, with the reason of each
    Amount missing;          // 0: it is enough
};
Plan plan_spending(
    const State& state, WalletId id, const Wallet& wallet, Amount amount, const Use& use, Now now
);

// Limits on spending count per program what entry.wallet pays with, be it at a place or for public
// dues: who spends is the same person.
void count_spending(Entry& entry, const State& state, const std::vector<LotUsed>& used, Date today);

} // namespace meguri::ledger

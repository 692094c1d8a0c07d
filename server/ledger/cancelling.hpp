// The two halves of decide_cancel: how value goes back, and how it is taken back out of a wallet.
#pragma once

#include "ledger/giving.hpp"

namespace meguri::ledger {

Amount balance_of(const Wallet& wallet, const Account& lot); // 0 where it has no such lot
Amount cancelled_of(const Wallet& wallet, Seq payment);      // so far
// `amount` more of a payment of which `before` has been taken back already. The entry says whose
// wallet and place it is.
Outcome cancel_payment(
    const State& state, const Entry& payment, Amount before, Amount amount, Entry entry, Now now
);
Outcome
cancel_top_up(const State& state, const Entry& top_up, CancelReason reason, Entry entry, Now now);

} // namespace meguri::ledger

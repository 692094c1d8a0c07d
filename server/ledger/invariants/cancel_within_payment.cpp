// A payment is taken back once, and by no more than it was: a second cancel, or one that returns
// more than the shop gives up, would make money out of a refund.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
int times_cancelled(const Wallet& wallet, Seq payment) {
    int n = 0;
    for (const Cancelled& c : wallet.cancelled)
        n += c.payment == payment;
    return n;
}
} // namespace

Broken invariants::cancel_within_payment::after(const State& state, const Entry& entry) {
    if (entry.kind != EntryKind::cancel || entry.refusal != Refusal::none) return std::nullopt;
    Amount given_up, returned;
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind == AccountKind::receivable) given_up -= leg.amount;
        if (leg.account.kind == AccountKind::lot || leg.account.kind == AccountKind::expired)
            returned += leg.amount;
    }
    if (given_up != entry.amount || returned != entry.amount || entry.names >= entry.seq) {
        return fmt::format(
            "entry {} does not return what payment {} was", entry.seq.value, entry.names.value
        );
    }
    const Wallet* wallet = state.wallets.find(entry.wallet);
    if (!wallet || times_cancelled(*wallet, entry.names) != 1) {
        return fmt::format("payment {} is not cancelled exactly once", entry.names.value);
    }
    return std::nullopt;
}

Broken invariants::cancel_within_payment::over(const State& state) {
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (const Cancelled& c : wallet->cancelled) {
            const bool sound = c.amount.value > 0 && c.payment <= state.last &&
                               times_cancelled(*wallet, c.payment) == 1;
            if (!sound)
                return fmt::format("payment {} is not cancelled exactly once", c.payment.value);
        }
    }
    return std::nullopt;
}

} // namespace meguri::ledger

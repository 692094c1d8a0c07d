// What is taken back is what returns, and no more than was paid: a cancel that returns more than
// the shop gives up, or that is counted twice, would make money out of a refund. (That the parts do
// not sum to more than the payment is the auditor's to prove: the payment itself is not in the
// state.)
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
Amount cancelled_so_far(const Wallet& wallet, Seq payment) {
    Amount sum;
    for (const Cancelled& c : wallet.cancelled)
        sum += c.payment == payment ? c.amount : Amount{};
    return sum;
}

// Of a payment: in each program the payer, `expired` and `recovered` get together what the place
// gives up. Rewards that are taken back go the other way, between lots and `issue`.
bool returns_what_is_given_up(const Entry& entry) {
    Amount given_up, arrived;
    for (const Leg& leg : entry.legs) {
        const AccountKind kind = leg.account.kind;
        if (kind == AccountKind::receivable) given_up -= leg.amount;
        const bool arrives = kind == AccountKind::lot || kind == AccountKind::expired ||
                             kind == AccountKind::recovered;
        if (arrives && leg.amount.value > 0) arrived += leg.amount;
    }
    return given_up == entry.amount && arrived == entry.amount && given_up.value > 0;
}

// Of a top-up: no more is taken out of circulation than was put in, and cash is handed back for
// nothing else.
bool takes_out_of_circulation(const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        const AccountKind kind = leg.account.kind;
        if (kind == AccountKind::lot ? leg.amount.value > 0 : leg.amount.value < 0) return false;
    }
    return entry.amount.value >= 0;
}
} // namespace

Broken invariants::cancel_within_payment::after(const State& state, const Entry& entry) {
    if (entry.kind != EntryKind::cancel || entry.refusal != Refusal::none) return std::nullopt;
    bool of_payment = false;
    for (const Leg& leg : entry.legs)
        of_payment = of_payment || leg.account.kind == AccountKind::receivable;
    const bool sound =
        of_payment ? returns_what_is_given_up(entry) : takes_out_of_circulation(entry);
    if (!sound || entry.names >= entry.seq) {
        return fmt::format(
            "entry {} does not return what payment {} was", entry.seq.value, entry.names.value
        );
    }
    const auto* fact =
        entry.facts.empty() ? nullptr : std::get_if<PaymentCancelled>(&entry.facts.front());
    const Wallet* wallet = fact ? state.wallets.find(fact->wallet) : nullptr;
    const bool stated = wallet && fact->payment == entry.names &&
                        (!of_payment || fact->amount == entry.amount) &&
                        cancelled_so_far(*wallet, entry.names) >= fact->amount;
    int times = 0;
    bool known = true;
    for (const Cancelled& c : stated ? wallet->cancelled : std::vector<Cancelled>{}) {
        times += c.by == entry.seq;
        known = known && (c.payment != entry.names || (c.payment < c.by && c.by <= entry.seq));
    }
    if (times != 1 || !known)
        return fmt::format("payment {} is not cancelled once", entry.names.value);
    return std::nullopt;
}

Broken invariants::cancel_within_payment::over(const State& state) {
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (std::size_t n = 0; n < wallet->cancelled.size(); ++n) {
            const Cancelled& c = wallet->cancelled[n];
            bool sound = c.amount.value > 0 && c.payment < c.by && c.by <= state.last;
            for (std::size_t m = 0; m < n; ++m)
                sound = sound && wallet->cancelled[m].by != c.by;
            if (!sound)
                return fmt::format("payment {} is not cancelled once an entry", c.payment.value);
        }
    }
    return std::nullopt;
}

} // namespace meguri::ledger

#include "ledger/cancelling.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

const std::vector<Count>& counts_of(const State& state, const Entry& top_up) {
    for (const Fact& fact : top_up.facts) {
        const auto* closed = std::get_if<HoldClosed>(&fact);
        if (const Hold* hold = closed ? state.holds.find(closed->hold) : nullptr)
            return hold->counts;
    }
    return top_up.counts;
}

} // namespace

Outcome
cancel_top_up(const State& state, const Entry& top_up, CancelReason reason, Entry entry, Now now) {
    const Wallet& wallet = *state.wallets.find(entry.wallet);
    // A held top-up was counted when it was held: its hold still knows.
    const std::vector<Count>& counted = counts_of(state, top_up);
    const ProgramId bought = top_up.legs.front().account.program;
    Amount there, spent_premium; // bought value that is left; premium that is not
    Account base{};
    std::vector<Leg> premium;
    for (const Leg& leg : top_up.legs) {
        if (leg.account.kind != AccountKind::lot) continue;
        Account lot = leg.account;
        lot.holder = entry.wallet.value;
        const bool over = is_over(lot.expires_on, now.business_date);
        const Amount left = over ? Amount{} : std::min(leg.amount, balance_of(wallet, lot));
        if (lot.program == bought) {
            base = lot, there = left;
            continue;
        }
        // Premium that has expired is gone by itself and stands in `expired`, or will after the
        // night's run: nobody pays for it a second time. What was spent of it before its last day
        // is not known any more then, so that the same holds before the run and after it.
        if (!over) spent_premium += leg.amount - left;
        if (left.value > 0) premium.push_back({lot, left, {}});
    }
    // What is handed back in cash; the rest of what is there pays for the premium that was spent.
    const Amount refund = std::max(there - spent_premium, Amount{});
    if (refund.value == 0 && reason != CancelReason::charged_back) {
        entry.explanation.missing = top_up.amount - there + spent_premium;
        return refuse(Refusal::insufficient_balance, std::move(entry.explanation));
    }
    entry.amount = refund;
    if (there.value > 0) entry.legs.push_back({base, -there, {}});
    if (refund.value > 0) entry.legs.push_back({Account::issue(bought), refund, {}});
    if (there > refund) entry.legs.push_back({Account::recovered(bought), there - refund, {}});
    count_back(entry, counted, Counted::topped_up, bought, refund, refund == top_up.amount);
    for (const Leg& leg : premium) {
        const ProgramId id = leg.account.program;
        entry.legs.push_back({leg.account, -leg.amount, {}});
        entry.legs.push_back({Account::issue(id), leg.amount, {}});
        count_back(entry, counted, Counted::received, id, leg.amount, false);
    }
    if (there.value == 0 && premium.empty())
        entry.legs.push_back({Account::wallet_note(entry.wallet), {}, {}});
    if (top_up.place) entry.legs.push_back({Account::place_note(top_up.place), {}, {}});
    entry.explanation.missing = top_up.amount - there;
    entry.facts = {PaymentCancelled{top_up.wallet, top_up.seq, top_up.amount}};
    return entry;
}

} // namespace meguri::ledger

// A resident pays at a place (PAY-a, PAY-i): any amount from 1 unit, from the lots that are usable
// today, in the order of spending; all of it or nothing.
#include "ledger/decide.hpp"
#include "ledger/spend_order.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

std::optional<Unused> why_unusable(const State& state, const Lot& lot, Date today) {
    if (lot.expires_on && lot.expires_on < today) return Unused::expired;
    const Program* program = state.programs.find(lot.program);
    MEGURI_ENSURE(program);
    if (program->terms.unit != Unit::money) return Unused::not_money;
    return std::nullopt;
}

struct Plan {
    Explanation explanation;
    Amount missing;
};

Plan plan_spending(const State& state, const Wallet& wallet, Amount amount, Date today) {
    std::vector<Lot> lots = wallet.lots;
    std::sort(lots.begin(), lots.end(), spent_before);
    Plan plan{{}, amount};
    for (const Lot& lot : lots) {
        const auto leave = [&](Amount rest, Unused why) {
            plan.explanation.unused.push_back({lot.program, lot.expires_on, lot.rights, rest, why});
        };
        if (const auto why = why_unusable(state, lot, today)) {
            leave(lot.balance, *why);
            continue;
        }
        const Amount use = std::min(lot.balance, plan.missing);
        if (use.value > 0) {
            plan.explanation.used.push_back({lot.program, lot.expires_on, lot.rights, use});
            plan.missing -= use;
        }
        if (use < lot.balance) leave(lot.balance - use, Unused::not_needed);
    }
    return plan;
}

void add_receivable_leg(std::vector<Leg>& legs, PlaceId place, ProgramId program, Amount amount) {
    const Account account = Account::receivable(place, program);
    for (Leg& leg : legs) {
        if (leg.account == account) {
            leg.amount += amount;
            return;
        }
    }
    legs.push_back({account, amount, {}});
}

} // namespace

Outcome decide_payment(const State& state, const Payment& payment, Now now) {
    if (payment.amount < Amount{1} || payment.amount > amount_max)
        return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(payment.wallet);
    if (!wallet) return refuse(Refusal::wallet_unknown);
    if (wallet->status == WalletStatus::blocked) return refuse(Refusal::wallet_blocked);
    const Place* place = state.places.find(payment.place);
    if (!place) return refuse(Refusal::place_unknown);
    if (place->status == PlaceStatus::closed) return refuse(Refusal::place_closed);
    if (!place->capabilities.has(Capabilities::takes_money))
        return refuse(Refusal::place_not_capable);

    Plan plan = plan_spending(state, *wallet, payment.amount, now.business_date);
    if (plan.missing.value > 0) {
        plan.explanation.missing = plan.missing;
        return refuse(Refusal::insufficient_balance, std::move(plan.explanation));
    }
    Entry entry{
        .kind = EntryKind::payment,
        .wallet = payment.wallet,
        .place = payment.place,
        .amount = payment.amount
    };
    for (const LotUsed& use : plan.explanation.used) {
        entry.legs.push_back(
            {Account::lot(payment.wallet, use.program, use.expires_on, use.rights), -use.amount, {}}
        );
    }
    for (const LotUsed& use : plan.explanation.used)
        add_receivable_leg(entry.legs, payment.place, use.program, use.amount);
    entry.explanation = std::move(plan.explanation);
    return entry;
}

} // namespace meguri::ledger

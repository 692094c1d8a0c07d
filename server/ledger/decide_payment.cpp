// A resident pays at a place (PAY-a, PAY-i): any amount from 1 unit, from the lots that can be used
// here and now, in the order of spending; all of it or nothing. Programs that reward payments add
// their premium in the same entry (PRM-f), so that a cancel finds it there.
#include "ledger/giving.hpp"
#include "ledger/spending.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

// The payer may be somebody whom the owner gave a mandate.
Refusal refuse_mandate(
    const Wallet& wallet, const Payment& payment, PersonId payer, Date today, Explanation& why
) {
    if (payment.mandate == 0) return Refusal::none;
    const auto& all = wallet.mandates;
    const auto m = std::find_if(all.begin(), all.end(), [&](const Mandate& each) {
        return each.number == payment.mandate;
    });
    const bool given =
        m != all.end() && m->terms.to == payer && m->gives(MandateRights::pay, today);
    if (!given) return Refusal::mandate_unknown;
    const GiveMandate& terms = m->terms;
    if (terms.payment_maximum.value > 0 && payment.amount > terms.payment_maximum) {
        why.limits.push_back({Limit::mandate, {}, terms.payment_maximum});
        return Refusal::mandate_exceeded;
    }
    if (terms.month_maximum.value == 0) return Refusal::none;
    const Amount rest = left_of(
        terms.month_maximum,
        counted(wallet.tallies, Counter::mandate, payment.mandate, Period::month, today)
    );
    const bool fits = payment.amount <= rest;
    why.limits.push_back({Limit::mandate, {}, fits ? rest - payment.amount : rest});
    return fits ? Refusal::none : Refusal::mandate_exceeded;
}

Amount rewarded_amount(const Reward& reward, const std::vector<LotUsed>& used) {
    Amount sum;
    for (const LotUsed& use : used)
        sum += reward.for_bought_only && use.rights.granted() ? Amount{} : use.amount;
    return sum;
}

void add_rewards(
    Entry& entry, const State& state, const Wallet& wallet, const std::vector<LotUsed>& used,
    Date today
) {
    const PlaceTraits traits = state.places.find(entry.place)->traits;
    for (std::int64_t i = 1; i <= state.programs.size(); ++i) {
        const Program* program = state.programs.find({i});
        if (!program || program->terms.reward.tiers.empty()) continue;
        const Reward& reward = program->terms.reward;
        if (!reward.where.allows(entry.place, traits)) continue;
        Amount extra = on_top_of(rewarded_amount(reward, used), reward.tiers);
        if (reward.payment_maximum.value > 0) extra = std::min(extra, reward.payment_maximum);
        extra = std::min(extra, room_to_give(state, {i}, entry.wallet, wallet, today));
        if (extra.value > 0)
            give(entry, Account::issue({i}), {i}, *program, entry.wallet, extra, today);
    }
}

} // namespace

Outcome decide_payment(const State& state, const Payment& payment, PersonId payer, Now now) {
    if (out_of_range(payment.amount)) return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(payment.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    if (const Refusal no = refuse_card(state, payment.wallet, *wallet, payment.card);
        no != Refusal::none)
        return refuse(no);
    Explanation mandate;
    const Refusal mandated = refuse_mandate(*wallet, payment, payer, now.business_date, mandate);
    if (mandated == Refusal::mandate_unknown) return refuse(mandated);
    const Place* place = state.places.find(payment.place);
    const auto capability = payment.points ? Capabilities::takes_points : Capabilities::takes_money;
    if (const Refusal no = refuse_place(place, capability); no != Refusal::none) return refuse(no);
    if (payment.points) {
        const Program* points = state.programs.find(payment.points);
        if (!points || points->terms.unit != Unit::point) return refuse(Refusal::program_unknown);
    }
    if (mandated != Refusal::none) return refuse(mandated, std::move(mandate));

    const Use use{.kind = Use::Kind::payment, .program = payment.points, .place = payment.place};
    Plan plan = plan_spending(state, payment.wallet, *wallet, payment.amount, use, now);
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
    const std::vector<LotUsed>& used = plan.explanation.used;
    for (const LotUsed& u : used) {
        entry.legs.push_back(
            {Account::lot(payment.wallet, u.program, u.expires_on, u.rights), -u.amount, {}}
        );
    }
    for (const LotUsed& u : used)
        add_leg(entry.legs, Account::receivable(payment.place, u.program), u.amount);
    count_spending(entry, state, used, now.business_date);
    if (payment.mandate != 0) {
        entry.counts.push_back(
            {Counter::mandate, payment.wallet, payment.mandate, payment.amount, Period::month,
             period_start(Period::month, now.business_date)}
        );
    }
    if (!payment.points) add_rewards(entry, state, *wallet, used, now.business_date);
    plan.explanation.limits = std::move(mandate.limits);
    entry.explanation = std::move(plan.explanation);
    return entry;
}

} // namespace meguri::ledger

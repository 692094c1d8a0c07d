// Cash becomes value (CHG-a…c, h) at a place that tops up. Exact to the unit: the budget and the
// person's maximum are checked against the state that every earlier command has already changed.
#include "ledger/decide.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

Amount topped_up(const Wallet& wallet, ProgramId program) {
    for (const Tally& t : wallet.tallies) {
        if (t.counter == Counter::topped_up && t.program == program) return t.total;
    }
    return {};
}

// A later version may have set a limit below what is taken up already: then nothing is left, not
// less than nothing.
Amount left_of(Amount limit, Amount taken) { return std::max(limit - taken, Amount{}); }

Refusal refuse_amount(const TopUpTerms& terms, Amount amount) {
    if (amount < terms.minimum) return Refusal::below_minimum;
    if (amount.value % terms.step.value != 0) return Refusal::not_in_step;
    if (amount > terms.maximum) return Refusal::above_maximum;
    return Refusal::none;
}

} // namespace

Refusal refuse_program(const Program* program, Date today) {
    if (!program) return Refusal::program_unknown;
    if (program->stopped) return Refusal::program_stopped;
    const ProgramTerms& t = program->terms;
    const bool early = t.issue_from && today < t.issue_from,
               late = t.issue_to && today > t.issue_to;
    // A fixed expiry that has passed: value would be dead when issued.
    const bool dead = t.expiry.kind == Expiry::Kind::fixed && t.expiry.date < today;
    return early || late || dead ? Refusal::program_not_in_period : Refusal::none;
}

Outcome decide_top_up(const State& state, const TopUp& top_up, Now now) {
    if (top_up.amount < Amount{1} || top_up.amount > amount_max)
        return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(top_up.wallet);
    if (!wallet) return refuse(Refusal::wallet_unknown);
    if (wallet->status == WalletStatus::blocked) return refuse(Refusal::wallet_blocked);
    const Place* place = state.places.find(top_up.place);
    if (!place) return refuse(Refusal::place_unknown);
    if (place->status == PlaceStatus::closed) return refuse(Refusal::place_closed);
    if (!place->capabilities.has(Capabilities::tops_up)) return refuse(Refusal::place_not_capable);
    const Program* program = state.programs.find(top_up.program);
    if (const Refusal no = refuse_program(program, now.business_date); no != Refusal::none)
        return refuse(no);
    const ProgramTerms& terms = program->terms;
    if (const Refusal no = refuse_amount(terms.top_up, top_up.amount); no != Refusal::none)
        return refuse(no);

    Explanation why;
    if (terms.top_up.person_maximum.value > 0) {
        const Amount left =
            left_of(terms.top_up.person_maximum, topped_up(*wallet, top_up.program));
        why.limits.push_back({Limit::person_maximum, top_up.program, left});
        if (top_up.amount > left) return refuse(Refusal::person_cap_reached, std::move(why));
    }
    if (terms.budget.value > 0) {
        const Amount left = left_of(terms.budget, program->issued());
        why.limits.push_back({Limit::program_budget, top_up.program, left});
        if (top_up.amount > left) return refuse(Refusal::program_cap_reached, std::move(why));
    }
    for (LimitLeft& limit : why.limits)
        limit.left -= top_up.amount;

    const Date expires_on = terms.expiry.of(now.business_date);
    Entry entry{
        .kind = EntryKind::top_up,
        .wallet = top_up.wallet,
        .place = top_up.place,
        .amount = top_up.amount
    };
    entry.legs = {
        {Account::issue(top_up.program), -top_up.amount, {}},
        {Account::lot(top_up.wallet, top_up.program, expires_on, terms.rights_at_issue()),
         top_up.amount,
         {}},
        {Account::place_note(top_up.place), {}, {}},
    };
    entry.counts = {{Counter::topped_up, top_up.wallet, top_up.program, top_up.amount}};
    entry.explanation = std::move(why);
    return entry;
}

} // namespace meguri::ledger

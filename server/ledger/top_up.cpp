#include "ledger/top_up.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

// Only money is sold, and only as bought (terms_contradiction.cpp). Terms of an older release may
// say otherwise; they stand as they were approved and sell nothing any more.
bool for_sale(const ProgramTerms& terms) {
    return terms.top_up.offered() && terms.unit == Unit::money && terms.origin == Origin::paid;
}

Refusal refuse_amount(const TopUpTerms& terms, Amount amount) {
    if (amount < terms.minimum) return Refusal::below_minimum;
    if (amount.value % terms.step.value != 0) return Refusal::not_in_step;
    if (amount > terms.maximum) return Refusal::above_maximum;
    return Refusal::none;
}

// The largest amount below `asked`, in step, whose premium fits into `room`; 0 when there is none.
Amount largest_that_fits(const ProgramTerms& terms, Amount asked, Amount room) {
    const std::int64_t step = terms.top_up.step.value;
    // Within one tier the premium only grows, so each tier's own highest amount is found at once.
    for (std::size_t i = terms.bonus.tiers.size() + 1; i-- > 0;) {
        const Amount from = i > 0 ? terms.bonus.tiers[i - 1].from : Amount{};
        const Amount below =
            i < terms.bonus.tiers.size() ? terms.bonus.tiers[i].from - Amount{1} : asked;
        std::int64_t low = (std::max(from, terms.top_up.minimum).value + step - 1) / step,
                     high = std::min(below, asked).value / step;
        if (high < low || on_top_of({low * step}, terms.bonus.tiers) > room) continue;
        while (low < high) {
            const std::int64_t middle = low + (high - low + 1) / 2;
            if (on_top_of({middle * step}, terms.bonus.tiers) <= room)
                low = middle;
            else
                high = middle - 1;
        }
        return {low * step};
    }
    return {};
}

// Fits the premium to what is left of it; 0 of it left closes the sale, whatever the terms say.
Refusal fit_premium(
    const State& state, WalletId id, const Wallet& wallet, const ProgramTerms& terms, bool may_cut,
    TopUpPlan& plan, Date today
) {
    const Bonus& bonus = terms.bonus;
    if (!bonus.into) return Refusal::none;
    plan.premium = on_top_of(plan.amount, bonus.tiers);
    const Amount room = room_to_give(state, bonus.into, id, wallet, today);
    if (plan.premium <= room && (room.value > 0 || plan.premium.value > 0)) return Refusal::none;
    plan.explanation.limits.push_back({Limit::program_budget, bonus.into, room});
    if (room.value == 0 || bonus.at_limit == AtLimit::refuse) return Refusal::premium_used_up;
    if (bonus.at_limit == AtLimit::cut_premium) {
        plan.premium = room;
        return Refusal::none;
    }
    const Amount cut = may_cut ? largest_that_fits(terms, plan.amount, room) : Amount{};
    if (cut.value == 0) return Refusal::premium_used_up;
    plan.amount = cut;
    plan.premium = on_top_of(cut, bonus.tiers);
    return Refusal::none;
}

} // namespace

std::expected<TopUpPlan, Refused> plan_top_up(
    const State& state, WalletId id, const Wallet& wallet, ProgramId program_id, Amount asked,
    bool may_cut, Now now
) {
    const Date today = now.business_date;
    const Program* program = state.programs.find(program_id);
    if (const Refusal no = refuse_program(program, today); no != Refusal::none) return refuse(no);
    const ProgramTerms& terms = program->terms;
    // A band's own fixed day may be over while the program goes on.
    if (is_over(terms.last_day(today, asked), today)) return refuse(Refusal::program_not_in_period);
    if (!for_sale(terms)) return refuse(Refusal::not_for_sale);
    if (const Refusal no = refuse_eligible(*program, wallet); no != Refusal::none)
        return refuse(no);
    if (const Refusal no = refuse_amount(terms.top_up, asked); no != Refusal::none)
        return refuse(no);

    TopUpPlan plan{asked, {}, {}};
    const Limits limits(state, program_id, *program, id, wallet, today);
    if (const Refusal no = limits.refuse(Counted::topped_up, asked, plan.explanation);
        no != Refusal::none)
        return refuse(no, std::move(plan.explanation));
    if (const Refusal no = limits.refuse_budget(asked, plan.explanation); no != Refusal::none)
        return refuse(no, std::move(plan.explanation));
    if (const Refusal no = fit_premium(state, id, wallet, terms, may_cut, plan, today);
        no != Refusal::none)
        return refuse(no, std::move(plan.explanation));
    return plan;
}

void enter_top_up(
    Entry& entry, const State& state, WalletId id, ProgramId program_id, const TopUpPlan& plan,
    bool holding, Now now
) {
    const Program& program = *state.programs.find(program_id);
    const ProgramTerms& terms = program.terms;
    const Account into = holding
                             ? Account::reserved(program_id)
                             : Account::lot(
                                   id, program_id, terms.last_day(now.business_date, plan.amount),
                                   terms.rights_at_issue()
                               );
    entry.legs.push_back({Account::issue(program_id), -plan.amount, {}});
    entry.legs.push_back({into, plan.amount, {}});
    count_act(entry, Counted::topped_up, plan.amount, program_id, program, id, now.business_date);
    if (plan.premium.value == 0) return;
    const ProgramId bonus = terms.bonus.into;
    const Program& giver = *state.programs.find(bonus);
    if (!holding) {
        give(entry, Account::issue(bonus), bonus, giver, id, plan.premium, now.business_date);
        return;
    }
    entry.legs.push_back({Account::issue(bonus), -plan.premium, {}});
    entry.legs.push_back({Account::reserved(bonus), plan.premium, {}});
    count_act(entry, Counted::received, plan.premium, bonus, giver, id, now.business_date);
}

Refusal closed_for_top_ups(const State& state, ProgramId id, Now now) {
    const Date today = now.business_date;
    const Program* program = state.programs.find(id);
    if (const Refusal no = refuse_program(program, today); no != Refusal::none) return no;
    const ProgramTerms& terms = program->terms;
    if (!for_sale(terms)) return Refusal::not_for_sale;
    const Wallet nobody;
    const Limits limits(state, id, *program, {}, nobody, today);
    if (limits.budget_room() < terms.top_up.minimum) return Refusal::program_cap_reached;
    if (!terms.bonus.into) return Refusal::none;
    const Program* bonus = state.programs.find(terms.bonus.into);
    const bool gives = refuse_program(bonus, today) == Refusal::none;
    const Limits premium(state, terms.bonus.into, *bonus, {}, nobody, today);
    const Amount room = std::min(premium.budget_room(), premium.room(Counted::received));
    return gives && room.value > 0 ? Refusal::none : Refusal::premium_used_up;
}

} // namespace meguri::ledger

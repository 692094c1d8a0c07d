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

// The largest amount up to `most` that may be bought: in step, of a band that still lives, and with
// a premium that fits into `room`; 0 when there is none.
Amount largest_that_fits(const ProgramTerms& terms, Amount most, Amount room, Date today) {
    std::vector<std::int64_t> begins{0};
    for (const Tier& tier : terms.bonus.tiers)
        begins.push_back(tier.from.value);
    for (const ExpiryBand& band : terms.bands)
        begins.push_back(band.from.value);
    std::sort(begins.begin(), begins.end());
    const std::int64_t step = terms.top_up.step.value;
    std::int64_t top = std::min(most, terms.top_up.maximum).value;
    const auto fits = [&](std::int64_t steps) {
        return on_top_of({steps * step}, terms.bonus.tiers) <= room;
    };
    // Within one tier the premium only grows, so the highest amount between two beginnings is found
    // at once.
    for (std::size_t i = begins.size(); i-- > 0; top = std::min(top, begins[i] - 1)) {
        const std::int64_t from = std::max(begins[i], terms.top_up.minimum.value);
        std::int64_t low = (from + step - 1) / step, high = top / step;
        if (high < low || is_over(terms.last_day(today, {low * step}), today) || !fits(low))
            continue;
        while (low < high) {
            const std::int64_t middle = low + (high - low + 1) / 2;
            if (fits(middle))
                low = middle;
            else
                high = middle - 1;
        }
        return {low * step};
    }
    return {};
}

// The most that one top-up may be when so much premium is left. 0 of it left closes the sale,
// whatever the terms say; while there is some, a premium that is cut always fits.
Amount most_to_buy(const ProgramTerms& terms, Amount most, Amount premium_left, Date today) {
    if (!terms.bonus.into) return largest_that_fits(terms, most, no_limit, today);
    if (premium_left.value == 0) return {};
    const bool cut = terms.bonus.at_limit == AtLimit::cut_premium;
    return largest_that_fits(terms, most, cut ? no_limit : premium_left, today);
}

// What is left of the premium for everybody together, as one sees it who has had nothing yet.
Amount premium_for_all(const State& state, ProgramId id, Date today) {
    const Program* bonus = state.programs.find(id);
    if (refuse_program(bonus, today) != Refusal::none) return {};
    const Wallet nobody;
    const Limits limits(state, id, *bonus, {}, nobody, today);
    return std::min(limits.budget_room(), limits.room(Counted::received));
}

// The limit that keeps the premium from this wallet: a rule of its program, or its budget.
LimitLeft what_stops(
    const State& state, ProgramId into, WalletId id, const Wallet& wallet, Amount premium,
    Date today
) {
    const Program& bonus = *state.programs.find(into);
    const Limits limits(state, into, bonus, id, wallet, today);
    Explanation why;
    if (limits.refuse(Counted::received, premium, why) == Refusal::none &&
        limits.refuse_budget(premium, why) == Refusal::none)
        return {Limit::program_budget, into, {}}; // stopped, or not for this person
    return why.limits.back();
}

// Why this premium does not fit. Sales have closed only when nobody can buy any amount any more;
// otherwise it says what is left, and last how much this person could still buy at once.
Refusal refuse_premium(
    const State& state, const ProgramTerms& terms, const LimitLeft& stops, Amount room, Amount most,
    TopUpPlan& plan, ProgramId sold, Date today
) {
    const Amount for_all = premium_for_all(state, terms.bonus.into, today);
    const bool closed = most_to_buy(terms, terms.top_up.maximum, for_all, today).value == 0;
    std::vector<LimitLeft>& limits = plan.explanation.limits;
    limits = {stops}; // nothing is bought, so nothing is left "after it"
    limits.back().left = room;
    if (closed) return Refusal::premium_used_up;
    limits.push_back({Limit::person_maximum, sold, most_to_buy(terms, most, room, today)});
    return Refusal::limit_reached;
}

// What limits and budget let this person buy, whatever the premium.
Amount most_by_limits(
    const Limits& limits, const ProgramTerms& terms, const Wallet& wallet, ProgramId id, Date today
) {
    Amount most = std::min(limits.room(Counted::topped_up), limits.budget_room());
    const Amount person = terms.top_up.person_maximum;
    if (person.value == 0) return most;
    const Amount bought =
        counted(wallet.tallies, Counter::topped_up, id.value, Period::ever, today);
    return std::min(most, left_of(person, bought));
}

// Fits the premium to what is left of it; `most`: what limits and budget let this person buy.
Refusal fit_premium(
    const State& state, WalletId id, const Wallet& wallet, ProgramId sold,
    const ProgramTerms& terms, Amount most, bool may_cut, TopUpPlan& plan, Date today
) {
    const Bonus& bonus = terms.bonus;
    if (!bonus.into) return Refusal::none;
    plan.premium = on_top_of(plan.amount, bonus.tiers);
    const Amount room = room_to_give(state, bonus.into, id, wallet, today);
    if (plan.premium <= room && room.value > 0) return Refusal::none;
    if (room.value > 0 && bonus.at_limit == AtLimit::cut_premium) {
        plan.explanation.limits.push_back({Limit::program_budget, bonus.into, room});
        plan.premium = room;
        return Refusal::none;
    }
    const bool cuts = may_cut && bonus.at_limit == AtLimit::cut_top_up;
    const Amount cut = cuts ? most_to_buy(terms, plan.amount, room, today) : Amount{};
    if (cut.value == 0) {
        const LimitLeft stops = what_stops(state, bonus.into, id, wallet, plan.premium, today);
        return refuse_premium(state, terms, stops, room, most, plan, sold, today);
    }
    plan.explanation.limits.push_back({Limit::program_budget, bonus.into, room});
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
    const Amount most = most_by_limits(limits, terms, wallet, program_id, today);
    if (const Refusal no =
            fit_premium(state, id, wallet, program_id, terms, most, may_cut, plan, today);
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
    const auto nothing = [&](Amount most, Amount premium_left) {
        return most_to_buy(terms, most, premium_left, today).value == 0;
    };
    if (nothing(no_limit, no_limit)) return Refusal::program_not_in_period; // its bands are over
    const Amount budget = limits.budget_room();
    if (nothing(budget, no_limit)) return Refusal::program_cap_reached;
    const Amount most = std::min(budget, limits.room(Counted::topped_up));
    if (nothing(most, no_limit)) return Refusal::limit_reached;
    if (!terms.bonus.into) return Refusal::none;
    const Amount premium = premium_for_all(state, terms.bonus.into, today);
    return nothing(most, premium) ? Refusal::premium_used_up : Refusal::none;
}

Amount most_by_premium(
    const State& state, WalletId id, const Wallet& wallet, const ProgramTerms& terms, Now now
) {
    if (!terms.bonus.into) return no_limit;
    const Date today = now.business_date;
    const Amount room = room_to_give(state, terms.bonus.into, id, wallet, today);
    const Amount most = most_to_buy(terms, no_limit, room, today);
    return most < most_to_buy(terms, no_limit, no_limit, today) ? most : no_limit;
}

} // namespace meguri::ledger

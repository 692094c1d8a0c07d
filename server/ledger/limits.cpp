#include "ledger/limits.hpp"

#include <algorithm>

namespace meguri::ledger {

Amount left_of(Amount limit, Amount taken) { return std::max(limit - taken, Amount{}); }

Amount Limits::taken(const LimitRule& rule) const {
    const auto& tallies = rule.who == Who::person ? holder_.tallies : program_.tallies;
    return counted(tallies, counter_of(rule.what, rule.measure), id_.value, rule.period, today_);
}

Amount Limits::left(const LimitRule& rule) const { return left_of({rule.cap}, taken(rule)); }

Amount Limits::room(Counted what) const {
    Amount most = no_limit;
    for (const LimitRule& rule : program_.terms.limits) {
        if (rule.what != what) continue;
        const Amount rest = left(rule);
        if (rule.measure == Measure::amount)
            most = std::min(most, rest);
        else if (rest.value == 0)
            most = {};
    }
    return most;
}

Refusal Limits::refuse(Counted what, Amount amount, Explanation& why) const {
    const Amount person = program_.terms.top_up.person_maximum;
    if (what == Counted::topped_up && person.value > 0) {
        const Amount rest = left_of(
            person, counted(holder_.tallies, Counter::topped_up, id_.value, Period::ever, today_)
        );
        const bool fits = amount <= rest;
        why.limits.push_back({Limit::person_maximum, id_, fits ? rest - amount : rest});
        if (!fits) return Refusal::person_cap_reached;
    }
    for (const LimitRule& rule : program_.terms.limits) {
        if (rule.what != what) continue;
        const Amount by = rule.measure == Measure::times ? Amount{1} : amount, rest = left(rule);
        const Limit limit = rule.who == Who::person ? Limit::rule : Limit::everybody_rule;
        why.limits.push_back(
            {limit, id_, by <= rest ? rest - by : rest, counter_of(what, rule.measure), rule.period}
        );
        if (by > rest) return Refusal::limit_reached;
    }
    return Refusal::none;
}

Amount Limits::budget_room() const {
    const Amount budget = program_.terms.budget;
    return budget.value > 0 ? left_of(budget, program_.issued()) : no_limit;
}

Refusal Limits::refuse_budget(Amount amount, Explanation& why) const {
    if (program_.terms.budget.value == 0) return Refusal::none;
    const Amount rest = budget_room();
    const bool fits = amount <= rest;
    why.limits.push_back({Limit::program_budget, id_, fits ? rest - amount : rest});
    return fits ? Refusal::none : Refusal::program_cap_reached;
}

void Limits::count(Entry& entry, Counted what, Amount amount) const {
    // What was bought is always counted, so that a later version may set a person's maximum.
    if (what == Counted::topped_up)
        entry.counts.push_back({Counter::topped_up, wallet_, id_.value, amount});
    for (const LimitRule& rule : program_.terms.limits) {
        if (rule.what != what) continue;
        const Counter counter = counter_of(what, rule.measure);
        const Amount by = rule.measure == Measure::times ? Amount{1} : amount;
        const WalletId whose = rule.who == Who::person ? wallet_ : WalletId{};
        const bool counted_above =
            counter == Counter::topped_up && whose && rule.period == Period::ever;
        if (counted_above) continue;
        entry.counts.push_back(
            {counter, whose, id_.value, by, rule.period, period_start(rule.period, today_)}
        );
    }
}

void count_back(
    Entry& entry, const std::vector<Count>& counted, Counted what, ProgramId program, Amount amount,
    bool whole
) {
    for (const Count& c : counted) {
        const bool units = c.counter == counter_of(what, Measure::amount),
                   times = c.counter == counter_of(what, Measure::times);
        if (c.of != program.value || !(units || times)) continue;
        const Amount by = units ? -amount : Amount{whole ? -1 : 0};
        if (by.value == 0) continue;
        const WalletId whose = c.wallet ? entry.wallet : WalletId{};
        entry.counts.push_back({c.counter, whose, c.of, by, c.period, c.since});
    }
}

} // namespace meguri::ledger

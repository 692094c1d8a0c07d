#include "ledger/limits.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {
Limit limit_of(Who who) {
    switch (who) {
    case Who::person: return Limit::rule;
    case Who::household: return Limit::household_rule;
    case Who::everybody: break;
    }
    return Limit::everybody_rule;
}
} // namespace

Amount left_of(Amount limit, Amount taken) { return std::max(limit - taken, Amount{}); }

Amount Limits::taken_by_household(const LimitRule& rule) const {
    const Counter counter = counter_of(rule.what, rule.measure);
    Amount sum = counted(holder_.tallies, counter, id_.value, rule.period, today_);
    for (const WalletId member : members_of(state_, holder_.household)) {
        if (member == wallet_) continue;
        const std::vector<Tally>& tallies = state_.wallets.find(member)->tallies;
        sum += counted(tallies, counter, id_.value, rule.period, today_);
    }
    return sum;
}

Amount Limits::taken_just_now(const LimitRule& rule) const {
    const std::span<const WalletId> members = members_of(state_, holder_.household);
    const auto at_home = [&](WalletId wallet) {
        return std::find(members.begin(), members.end(), wallet) != members.end();
    };
    Amount sum;
    for (const Count& c : *pending_) {
        const bool same = c.counter == counter_of(rule.what, rule.measure) && c.of == id_.value &&
                          c.period == rule.period;
        if (!same || bool(c.wallet) == (rule.who == Who::everybody)) continue;
        const bool own = c.wallet == wallet_;
        if (rule.who == Who::everybody || own || (rule.who == Who::household && at_home(c.wallet)))
            sum += c.by;
    }
    return sum;
}

Amount Limits::taken(const LimitRule& rule) const {
    const Amount just_now = pending_ ? taken_just_now(rule) : Amount{};
    if (rule.who == Who::household) return taken_by_household(rule) + just_now;
    const auto& tallies = rule.who == Who::person ? holder_.tallies : program_.tallies;
    const Counter counter = counter_of(rule.what, rule.measure);
    return counted(tallies, counter, id_.value, rule.period, today_) + just_now;
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
        why.limits.push_back(
            {limit_of(rule.who), id_, by <= rest ? rest - by : rest, counter_of(what, rule.measure),
             rule.period}
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

void count_act(
    Entry& entry, Counted what, Amount amount, ProgramId id, const Program& program,
    WalletId wallet, Date today
) {
    const std::size_t before = entry.counts.size();
    // A person's and a household's rule may ask for the same count: it is made once.
    const auto add = [&](Counter counter, WalletId whose, Amount by, Period period) {
        for (std::size_t i = before; i < entry.counts.size(); ++i) {
            const Count& c = entry.counts[i];
            if (c.counter == counter && c.wallet == whose && c.period == period) return;
        }
        entry.counts.push_back({counter, whose, id.value, by, period, period_start(period, today)});
    };
    // What was bought is always counted, so that a later version may set a person's maximum.
    if (what == Counted::topped_up) add(Counter::topped_up, wallet, amount, Period::ever);
    for (const LimitRule& rule : program.terms.limits) {
        if (rule.what != what) continue;
        const Amount by = rule.measure == Measure::times ? Amount{1} : amount;
        const WalletId whose = rule.who == Who::everybody ? WalletId{} : wallet;
        add(counter_of(what, rule.measure), whose, by, rule.period);
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

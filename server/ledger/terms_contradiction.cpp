// What terms cannot say, found when they are proposed: each check names the field of the form and
// the reason.
#include "ledger/command_value.hpp"
#include "ledger/terms_reach.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

constexpr std::int32_t longest_days = 36'525;       // a hundred years
constexpr std::int32_t longest_months = 1'200;      // the same
constexpr Amount largest_budget{9'000'000'000'000}; // 9 trillion yen: every sum stays below 2^53
constexpr std::int32_t most_per_10000 = 100'000;    // ten times the amount

using Found = std::optional<Contradiction>;

Found wrong(std::string field, const char* reason) {
    return Contradiction{std::move(field), reason};
}

std::int64_t smallest(const TopUpTerms& t) { return smallest_at_once(t).value; }

// Only money is sold for cash, and only as bought: yen that were taken for value called granted
// would be missing from the sum that the law asks a deposit for.
Found in_top_up(const ProgramTerms& terms) {
    const TopUpTerms& t = terms.top_up;
    const bool points = terms.unit == Unit::point;
    if (!t.offered())
        return points && terms.origin == Origin::paid ? wrong("origin", "unit") : std::nullopt;
    if (points || terms.origin == Origin::granted) return wrong("top_up", "never_usable");
    if (t.minimum.value < 1) return wrong("top_up.minimum", "out_of_range");
    if (t.step.value < 1) return wrong("top_up.step", "out_of_range");
    if (t.maximum > amount_max || t.maximum < t.minimum)
        return wrong("top_up.maximum", "out_of_range");
    if (t.step > t.maximum)
        return wrong("top_up.step", "nothing_fits"); // also keeps the sum from overflowing
    // At least one amount must satisfy minimum, step and maximum together, or nobody could ever top
    // up.
    if (smallest(t) > t.maximum.value) return wrong("top_up.step", "nothing_fits");
    if (t.person_maximum.value < 0 || t.person_maximum > largest_budget)
        return wrong("top_up.person_maximum", "out_of_range");
    if (t.person_maximum.value != 0 && t.person_maximum.value < smallest(t))
        return wrong("top_up.person_maximum", "nothing_fits");
    return std::nullopt;
}

Found in_budget_and_period(const ProgramTerms& t, Date today) {
    if (t.budget.value < 0 || t.budget > largest_budget) return wrong("budget", "out_of_range");
    const std::int64_t least = t.top_up.offered() ? smallest(t.top_up) : 1;
    if (t.budget.value != 0 && t.budget.value < least) return wrong("budget", "nothing_fits");
    if (t.issue_from && t.issue_to && t.issue_to < t.issue_from) return wrong("issue_to", "order");
    if (t.issue_to && t.issue_to < today) return wrong("issue_to", "past");
    return std::nullopt;
}

// Six-month money: whatever day it is issued on, its last day lies within six months of that day.
bool within_six_months(const Expiry& e, Date first_issue) {
    switch (e.kind) {
    case Expiry::Kind::never: return false;
    case Expiry::Kind::days_after: return e.days <= 180;
    case Expiry::Kind::months_after: return e.months <= 6;
    case Expiry::Kind::fixed: return e.date < first_issue.plus_months(6);
    }
    return false;
}

// Whatever is issued, on the first day, the last, or any weekday between, must have a day on which
// it can be spent.
Found never_spent(const ProgramTerms& t, const Expiry& e, Date first_issue) {
    const auto dead = [&](Date issued) -> Found {
        const Date last = e.of(issued);
        if (allows_some_day(t.when, issued, last)) return std::nullopt;
        const bool too_early = last && last < t.when.from;
        return wrong(too_early ? "when.from" : "when.weekdays", "never_usable");
    };
    for (int n = 0; n < 7; ++n) {
        const Date issued = first_issue + n;
        const bool over = (t.issue_to && issued > t.issue_to) ||
                          (t.when.to && issued > t.when.to) ||
                          (e.kind == Expiry::Kind::fixed && issued > e.date);
        if (over) break;
        if (Found f = dead(issued)) return f;
    }
    if (t.issue_to) return dead(t.issue_to);
    // Without an end of its own it is sold up to a fixed last day.
    const bool last = e.kind == Expiry::Kind::fixed && dead(e.date);
    return last ? wrong("issue_to", "missing") : std::nullopt;
}

Found in_one_expiry(const ProgramTerms& t, const Expiry& e, const std::string& field, Date today) {
    if (e.kind == Expiry::Kind::days_after && (e.days < 1 || e.days > longest_days))
        return wrong(field + ".days", "out_of_range");
    if (e.kind == Expiry::Kind::months_after && (e.months < 1 || e.months > longest_months))
        return wrong(field + ".months", "out_of_range");
    const Date first_issue = t.issue_from > today ? t.issue_from : today;
    if (e.kind == Expiry::Kind::fixed && e.date < (t.issue_to ? t.issue_to : first_issue))
        return wrong(field + ".date", "dead_at_issue");
    if (t.issuer == IssuerMode::six_month && !within_six_months(e, first_issue))
        return wrong(field, "six_months");
    return never_spent(t, e, first_issue);
}

Found in_expiry(const ProgramTerms& t, Date today) {
    if (Found f = in_one_expiry(t, t.expiry, "expiry", today)) return f;
    for (std::size_t i = 0; i < t.bands.size(); ++i) {
        const std::string field = "bands." + std::to_string(i);
        if (t.bands[i].from.value < 1 || t.bands[i].from > amount_max)
            return wrong(field + ".from", "out_of_range");
        if (i > 0 && t.bands[i].from <= t.bands[i - 1].from)
            return wrong(field + ".from", "overlaps");
        if (Found f = in_one_expiry(t, t.bands[i].expiry, field + ".expiry", today)) return f;
    }
    if (!t.bands.empty() && !t.top_up.offered()) return wrong("bands", "never_usable");
    return std::nullopt;
}

Found in_where_when(const ProgramTerms& t, Date today) {
    if (const char* field = contradiction(t.where)) return wrong(field, "out_of_range");
    if (const char* field = contradiction(t.when)) return wrong(field, "out_of_range");
    if (const char* field = never_usable(t.where)) return wrong(field, "never_usable");
    if (const char* field = never_usable(t.when)) return wrong(field, "never_usable");
    if (t.when.to && t.when.to < today) return wrong("when.to", "past");
    const Date first_issue = t.issue_from > today ? t.issue_from : today;
    if (t.when.to && t.when.to < first_issue) return wrong("when.to", "never_usable");
    // Sold for longer than it can be spent.
    if (t.when.to && t.issue_to > t.when.to) return wrong("issue_to", "never_usable");
    // … or for ever, unless a fixed last day ends the sales as well.
    const bool ends = t.expiry.kind == Expiry::Kind::fixed && t.expiry.date <= t.when.to;
    if (t.when.to && !t.issue_to && !ends) return wrong("issue_to", "missing");
    if (t.dues > 0xffff) return wrong("dues", "out_of_range");
    if (t.dues != 0 && t.unit == Unit::point) return wrong("dues", "unit");
    return std::nullopt;
}

Found in_limits(const ProgramTerms& t) {
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
        const LimitRule& rule = t.limits[i];
        const std::string field = "limits." + std::to_string(i);
        if (rule.cap < 1 || rule.cap > largest_budget.value)
            return wrong(field + ".cap", "out_of_range");
        const bool sold = rule.what == Counted::topped_up && rule.measure == Measure::amount;
        if (sold && t.top_up.offered() && rule.cap < smallest(t.top_up))
            return wrong(field + ".cap", "nothing_fits");
        for (std::size_t j = 0; j < i; ++j) {
            const LimitRule& other = t.limits[j];
            if (other.what == rule.what && other.measure == rule.measure &&
                other.period == rule.period && other.who == rule.who)
                return wrong(field, "overlaps");
        }
    }
    return t.limits.size() > 20 ? wrong("limits", "out_of_range") : std::nullopt;
}

// Money of a third party that goes from resident to resident must stay below what makes it a means
// of payment of high value (資金決済法3条8項): 100,000 yen at once, which most_at_one_transfer
// holds, and 300,000 yen a month.
bool bounds_month(const LimitRule& rule) {
    return rule.what == Counted::sent && rule.measure == Measure::amount &&
           rule.period != Period::day;
}
Found in_transfers(const ProgramTerms& t) {
    constexpr std::int64_t most_in_a_month = 300'000;
    static_assert(most_at_one_transfer <= Amount{100'000});
    if (t.issuer != IssuerMode::third_party || !t.to_residents || t.unit != Unit::money)
        return std::nullopt;
    Found found = wrong("limits", "missing");
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
        if (!bounds_month(t.limits[i])) continue;
        if (t.limits[i].cap <= most_in_a_month) return std::nullopt;
        found = wrong("limits." + std::to_string(i) + ".cap", "out_of_range");
    }
    return found;
}

Found in_tiers(const std::vector<Tier>& tiers, const std::string& name) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const std::string field = name + ".tiers." + std::to_string(i);
        const Tier& tier = tiers[i];
        if (tier.from.value < 1 || tier.from > amount_max)
            return wrong(field + ".from", "out_of_range");
        if (i > 0 && tier.from <= tiers[i - 1].from) return wrong(field + ".from", "overlaps");
        if (tier.per_10000 < 0 || tier.per_10000 > most_per_10000)
            return wrong(field + ".per_10000", "out_of_range");
        if (tier.fixed.value < 0 || tier.fixed > amount_max)
            return wrong(field + ".fixed", "out_of_range");
    }
    return tiers.size() > 20 ? wrong(name + ".tiers", "out_of_range") : std::nullopt;
}

Found in_bonus_and_reward(const ProgramTerms& t) {
    if (Found f = in_tiers(t.bonus.tiers, "bonus")) return f;
    if (t.bonus.into && t.bonus.tiers.empty()) return wrong("bonus.tiers", "missing");
    if (!t.bonus.into && !t.bonus.tiers.empty()) return wrong("bonus.into", "missing");
    if (t.bonus.into && !t.top_up.offered()) return wrong("bonus", "never_usable");
    if (Found f = in_tiers(t.reward.tiers, "reward")) return f;
    const Reward& r = t.reward;
    if (r.payment_maximum.value < 0 || r.payment_maximum > amount_max)
        return wrong("reward.payment_maximum", "out_of_range");
    if (contradiction(r.where)) return wrong("reward.where", "out_of_range");
    if (never_usable(r.where)) return wrong("reward.where", "never_usable");
    if (!r.tiers.empty() && t.origin != Origin::granted) return wrong("reward", "never_usable");
    return std::nullopt;
}

Found in_rate(const ProgramTerms& t) {
    const SettlementRate& r = t.rate;
    if (r.yen < 0 || r.points < 0 || r.yen > 1'000'000 || r.points > 1'000'000)
        return wrong("rate", "out_of_range");
    if ((r.yen == 0) != (r.points == 0)) return wrong("rate", "missing");
    if (t.unit == Unit::money && r.yen != 0) return wrong("rate", "unit"); // 1 unit is 1 yen
    return std::nullopt;
}

} // namespace

std::optional<Contradiction> contradiction(const ProgramTerms& t, Date today) {
    if (Found f = in_top_up(t)) return f;
    if (Found f = in_budget_and_period(t, today)) return f;
    if (Found f = in_where_when(t, today)) return f;
    if (Found f = in_expiry(t, today)) return f;
    if (Found f = in_limits(t)) return f;
    if (Found f = in_transfers(t)) return f;
    if (Found f = in_bonus_and_reward(t)) return f;
    if (Found f = in_rate(t)) return f;
    return never_reached(t);
}

std::optional<Contradiction> contradiction(const ProgramTerms& next, const ProgramTerms& before) {
    // Yen in people's wallets must never turn into points by a new version, nor points into yen.
    if (next.unit != before.unit) return wrong("unit", "unit");
    if (next.issuer != before.issuer) return wrong("issuer", "unit");
    // What residents hold may be sent on as it was issued, whatever a later version says.
    ProgramTerms sent_on = next;
    sent_on.to_residents = before.to_residents ||
                           std::any_of(before.limits.begin(), before.limits.end(), bounds_month);
    if (Found f = in_transfers(sent_on)) return f;
    if (!next.where.covers(before.where)) return wrong("where", "narrower");
    if (!next.when.covers(before.when)) return wrong("when", "narrower");
    return std::nullopt;
}

} // namespace meguri::ledger

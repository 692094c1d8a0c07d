// Which terms say what can never come about: every amount that can be bought is tried, and the
// city is asked about the premium's program, the places, and the version before.
#include "naive/rows.hpp"

#include <set>

namespace meguri::naive {

using namespace ledger;

namespace {

constexpr std::int64_t dearest = 9'999'999;

// How many begin at or below the amount: 0 below the first.
template <class Part> std::size_t reached(const std::vector<Part>& parts, std::int64_t amount) {
    std::size_t count = 0;
    while (count < parts.size() && parts[count].from.value <= amount)
        ++count;
    return count;
}

// No limit on amounts of this kind, nor the budget, stands below the amount.
bool is_allowed(const ProgramTerms& t, Counted what, std::int64_t amount) {
    for (const LimitRule& rule : t.limits) {
        if (rule.what == what && rule.measure != Measure::times && amount > rule.cap) return false;
    }
    return t.budget.value == 0 || amount <= t.budget.value;
}

std::vector<std::int64_t> all_for_sale(const ProgramTerms& t) {
    std::vector<std::int64_t> all;
    if (!t.top_up.offered()) return all;
    const std::int64_t person = t.top_up.person_maximum.value;
    for (std::int64_t n = t.top_up.step.value; n <= t.top_up.maximum.value;
         n += t.top_up.step.value) {
        if (n >= t.top_up.minimum.value && (person == 0 || n <= person) &&
            is_allowed(t, Counted::topped_up, n))
            all.push_back(n);
    }
    return all;
}

std::string wrong_in_bonus(const ProgramTerms& t, const std::vector<std::int64_t>& sold) {
    std::set<std::size_t> come_to, giving;
    for (const std::int64_t n : sold) {
        come_to.insert(reached(t.bonus.tiers, n));
        if (extra(n, t.bonus.tiers) > 0) giving.insert(reached(t.bonus.tiers, n));
    }
    for (std::size_t i = 1; i <= t.bonus.tiers.size(); ++i) {
        const std::string tier = "bonus.tiers." + std::to_string(i - 1);
        if (!come_to.contains(i)) return tier + ".from";
        if (!giving.contains(i)) return tier + ".per_10000";
    }
    return "";
}

std::string wrong_in_reward(const Reward& reward) {
    bool some_fit = reward.tiers.empty() || reward.payment_maximum.value == 0;
    for (std::size_t i = 0; i < reward.tiers.size(); ++i) {
        const std::int64_t first = reward.tiers[i].from.value,
                           next = i + 1 < reward.tiers.size() ? reward.tiers[i + 1].from.value
                                                              : dearest + 1;
        if (extra(next - 1, reward.tiers) == 0)
            return "reward.tiers." + std::to_string(i) + ".per_10000";
        some_fit = some_fit || extra(first, reward.tiers) <= reward.payment_maximum.value;
    }
    return some_fit ? "" : "reward.payment_maximum";
}

} // namespace

std::string Ledger::wrong_reach(const ProgramTerms& t) {
    std::vector<std::int64_t> sold;
    if (!t.bands.empty() || !t.bonus.tiers.empty()) sold = all_for_sale(t);
    std::set<std::size_t> come_to;
    for (const std::int64_t n : sold)
        come_to.insert(reached(t.bands, n));
    for (std::size_t i = 1; i <= t.bands.size(); ++i) {
        if (!come_to.contains(i)) return "bands." + std::to_string(i - 1) + ".from";
    }
    if (auto field = wrong_in_bonus(t, sold); !field.empty()) return field;
    return wrong_in_reward(t.reward);
}

bool Ledger::gives_at_once(std::int64_t program, std::int64_t amount) const {
    return is_allowed(row(programs_, program).terms, Counted::received, amount);
}

bool Ledger::wrong_premium(const ProgramTerms& t, std::int64_t program) const {
    const std::int64_t into = t.bonus.into.value;
    const bool sound = there(programs_, into) && into != program &&
                       row(programs_, into).terms.unit == Unit::money &&
                       row(programs_, into).terms.origin == Origin::granted;
    if (!sound) return true;
    const ProgramTerms& premium = row(programs_, into).terms;
    const Date opens = t.issue_from > today_ ? t.issue_from : today_;
    const bool over = (premium.issue_to && premium.issue_to < opens) ||
                      (premium.expiry.kind == Expiry::Kind::fixed && premium.expiry.date < opens);
    if (over || (t.issue_to && premium.issue_from && t.issue_to < premium.issue_from)) return true;
    if (t.bonus.at_limit == AtLimit::cut_premium) return false;
    for (const std::int64_t n : all_for_sale(t)) {
        if (gives_at_once(into, extra(n, t.bonus.tiers))) return false;
    }
    return true; // not one amount whose premium would ever fit
}

bool Ledger::somewhere(const Where& w, std::uint32_t can) const {
    for (const PlaceId place : w.places) {
        if (!there(places_, place.value)) continue;
        const PlaceRow& p = row(places_, place.value);
        if ((p.can & can) && (w.types.empty() || is_on(w.types, p.type)) &&
            (w.areas.empty() || is_on(w.areas, p.area)) && !is_on(w.without_types, p.type) &&
            !is_on(w.without_places, place))
            return true;
    }
    return w.places.empty();
}

std::string Ledger::wrong_here(const ProgramTerms& t, std::int64_t program) const {
    if (t.bonus.into && wrong_premium(t, program)) return "bonus.into";
    if (!somewhere(t.where, t.unit == Unit::point ? 4 : 1)) return "where.places";
    if (!somewhere(t.reward.where, 1)) return "reward.where";
    bool bought = t.top_up.offered(), sent = t.to_residents; // now or by the version before
    if (program) {
        const ProgramTerms& before = row(programs_, program).terms;
        bought = bought || before.origin == Origin::paid;
        sent = sent || before.to_residents;
        for (const LimitRule& rule : before.limits)
            sent = sent || rule.what == Counted::sent;
    }
    if (t.origin == Origin::paid && !bought) return "top_up";
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
        const Counted what = t.limits[i].what;
        if ((what == Counted::sent && !sent) || (what == Counted::topped_up && !bought))
            return "limits." + std::to_string(i) + ".what";
    }
    return "";
}

} // namespace meguri::naive

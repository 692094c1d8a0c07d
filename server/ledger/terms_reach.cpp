#include "ledger/terms_reach.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

using Found = std::optional<Contradiction>;

std::int64_t up_to_step(std::int64_t amount, Amount step) {
    return (amount + step.value - 1) / step.value * step.value;
}

Amount capped(Amount most, const ProgramTerms& t, Counted what) {
    if (t.budget.value > 0) most = std::min(most, t.budget);
    for (const LimitRule& rule : t.limits) {
        if (rule.what == what && rule.measure == Measure::amount)
            most = std::min(most, Amount{rule.cap});
    }
    return most;
}

// The largest amount that can be bought of those from `from` to just below `end`; 0: none.
Amount largest_sold_between(const ProgramTerms& t, Amount from, Amount end) {
    const Amount step = t.top_up.step;
    const std::int64_t least = up_to_step(std::max(from, t.top_up.minimum).value, step),
                       most = std::min(largest_at_once(t), end + Amount{-1}).value;
    return {least <= most ? most / step.value * step.value : 0};
}

template <class Part> Amount end_of(const std::vector<Part>& parts, std::size_t i) {
    return i + 1 < parts.size() ? parts[i + 1].from : amount_max + Amount{1};
}

Found in_bands(const ProgramTerms& t) {
    for (std::size_t i = 0; i < t.bands.size(); ++i) {
        if (largest_sold_between(t, t.bands[i].from, end_of(t.bands, i)).value == 0)
            return Contradiction{"bands." + std::to_string(i) + ".from", "never_usable"};
    }
    return std::nullopt;
}

// A tier must give something at least for the largest amount that comes to it.
Found gives_nothing(const std::vector<Tier>& tiers, std::size_t i, Amount largest, const char* of) {
    if (on_top_of(largest, tiers).value > 0) return std::nullopt;
    const bool empty = tiers[i].per_10000 == 0;
    return Contradiction{
        std::string(of) + ".tiers." + std::to_string(i) + ".per_10000",
        empty ? "missing" : "never_usable"
    };
}

Found in_bonus_tiers(const ProgramTerms& t) {
    const std::vector<Tier>& tiers = t.bonus.tiers;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const Amount largest = largest_sold_between(t, tiers[i].from, end_of(tiers, i));
        if (largest.value == 0)
            return Contradiction{"bonus.tiers." + std::to_string(i) + ".from", "never_usable"};
        if (Found f = gives_nothing(tiers, i, largest, "bonus")) return f;
    }
    return std::nullopt;
}

Found in_reward_tiers(const ProgramTerms& t) {
    const std::vector<Tier>& tiers = t.reward.tiers;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        if (Found f = gives_nothing(tiers, i, end_of(tiers, i) + Amount{-1}, "reward")) return f;
    }
    return std::nullopt;
}

// A maximum below the least that any tier gives: no tier would ever give what it says.
Found in_reward_maximum(const ProgramTerms& t) {
    const Amount maximum = t.reward.payment_maximum;
    if (maximum.value == 0 || t.reward.tiers.empty()) return std::nullopt;
    for (const Tier& tier : t.reward.tiers) {
        if (on_top_of(tier.from, t.reward.tiers) <= maximum) return std::nullopt;
    }
    return Contradiction{"reward.payment_maximum", "nothing_fits"};
}

} // namespace

Amount smallest_at_once(const TopUpTerms& t) {
    return {t.offered() ? up_to_step(t.minimum.value, t.step) : 0};
}

Amount largest_at_once(const ProgramTerms& t) {
    if (!t.top_up.offered()) return {};
    Amount most = capped(t.top_up.maximum, t, Counted::topped_up);
    if (t.top_up.person_maximum.value > 0) most = std::min(most, t.top_up.person_maximum);
    return {most.value / t.top_up.step.value * t.top_up.step.value};
}

// Within one tier the premium only grows with the amount, so the first amounts decide.
Amount least_premium(const ProgramTerms& t) {
    const Amount largest = largest_at_once(t);
    Amount least = on_top_of(smallest_at_once(t.top_up), t.bonus.tiers);
    for (const Tier& tier : t.bonus.tiers) {
        const Amount first{up_to_step(std::max(tier.from, t.top_up.minimum).value, t.top_up.step)};
        if (first <= largest) least = std::min(least, on_top_of(first, t.bonus.tiers));
    }
    return least;
}

Amount most_given_at_once(const ProgramTerms& t) {
    return capped(amount_max, t, Counted::received);
}

std::optional<Contradiction> never_reached(const ProgramTerms& t) {
    for (const auto rule : {in_bands, in_bonus_tiers, in_reward_tiers, in_reward_maximum}) {
        if (Found f = rule(t)) return f;
    }
    return std::nullopt;
}

} // namespace meguri::ledger

// Which terms make no sense, and in which field: the form gone through from top to bottom.
#include "naive/rows.hpp"

namespace meguri::naive {

using namespace ledger;

namespace {

constexpr std::int64_t trillion = 1'000'000'000'000, dearest = 9'999'999;

bool is_all_on(const auto& some, const auto& list) {
    for (const auto& each : some) {
        if (!is_on(list, each)) return false;
    }
    return true;
}
template <class Number> bool is_list(const std::vector<Number>& list) { // rising from 1 on
    Number last{};
    for (const Number each : list) {
        if (each <= last) return false;
        last = each;
    }
    return list.size() <= 10'000;
}

// The smallest amount that can be sold at once, or 0.
std::int64_t smallest_sold(const TopUpTerms& t) {
    for (std::int64_t n = t.step.value; n <= t.maximum.value; n += t.step.value) {
        if (n >= t.minimum.value) return n;
    }
    return 0;
}

std::string wrong_in_sale(const TopUpTerms& t) {
    if (t.minimum.value < 1) return "top_up.minimum";
    if (t.step.value < 1) return "top_up.step";
    if (t.maximum.value > dearest || t.maximum < t.minimum) return "top_up.maximum";
    const std::int64_t least = smallest_sold(t), person = t.person_maximum.value;
    if (least == 0) return "top_up.step";
    const bool sound = person == 0 || (person >= least && person <= 9 * trillion);
    return sound ? "" : "top_up.person_maximum";
}

std::string wrong_in_where(const Where& w) {
    if (!is_list(w.types)) return "where.types";
    if (!is_list(w.areas)) return "where.areas";
    if (!is_list(w.places)) return "where.places";
    if (!is_list(w.without_types)) return "where.without_types";
    if (!is_list(w.without_places)) return "where.without_places";
    return "";
}

std::string all_taken_out(const Where& w) {
    if (!w.types.empty() && is_all_on(w.types, w.without_types)) return "where.without_types";
    if (!w.places.empty() && is_all_on(w.places, w.without_places)) return "where.without_places";
    return "";
}

bool falls_on(Date day, std::uint32_t weekdays) { // bit 0 is Monday; 1970-01-05 was one
    return weekdays == 0 || (weekdays >> ((day.days - 4) % 7) & 1u);
}

std::string wrong_in_when(const When& w) {
    if (w.from && w.to && w.from > w.to) return "when.to";
    if (w.weekdays >= 128) return "when.weekdays";
    if (w.from_minute < 0 || w.from_minute > 1439) return "when.from_minute";
    if (w.to_minute < 0 || w.to_minute > 1440) return "when.to_minute";
    if (w.to_minute != 0 && w.to_minute <= w.from_minute) return "when.to_minute";
    return "";
}

// Day by day: is there one from `day` to `last` on which it may be spent?
bool some_day(const When& w, Date day, Date last) {
    for (int days = 0; days < 8 + 40'000; ++days, day = day + 1) {
        if ((last && day > last) || (w.to && day > w.to)) return false;
        if (day >= w.from && falls_on(day, w.weekdays)) return true;
    }
    return true;
}

std::string wrong_in_tiers(const std::vector<Tier>& tiers, const std::string& list) {
    std::int64_t last = 0;
    int number = 0;
    for (const Tier& tier : tiers) {
        const std::string field = list + "." + std::to_string(number++);
        if (tier.from.value <= last || tier.from.value > dearest) return field + ".from";
        if (tier.per_10000 < 0 || tier.per_10000 > 100'000) return field + ".per_10000";
        if (tier.fixed.value < 0 || tier.fixed.value > dearest) return field + ".fixed";
        last = tier.from.value;
    }
    return number > 20 ? list : "";
}

std::string wrong_in_limits(const ProgramTerms& t, std::int64_t least) {
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
        const LimitRule& rule = t.limits[i];
        const std::string field = "limits." + std::to_string(i);
        const bool of_sums_sold =
            rule.what == Counted::topped_up && rule.measure == Measure::amount;
        if (rule.cap < 1 || rule.cap > 9 * trillion) return field + ".cap";
        if (of_sums_sold && t.top_up.offered() && rule.cap < least) return field + ".cap";
        for (std::size_t j = 0; j < i; ++j) {
            LimitRule same = t.limits[j];
            same.cap = rule.cap;
            if (same == rule) return field;
        }
    }
    return t.limits.size() > 20 ? "limits" : "";
}

// 資金決済法3条8項: what a third party's money may move between residents in a month.
std::string wrong_in_sending(const ProgramTerms& t) {
    std::string field = "limits";
    int number = 0;
    for (const LimitRule& rule : t.limits) {
        const std::string cap = "limits." + std::to_string(number++) + ".cap";
        if (rule.what != Counted::sent || rule.measure == Measure::times) continue;
        if (rule.period == Period::day) continue;
        if (rule.cap <= 300'000) return "";
        field = cap;
    }
    return field;
}
bool is_third_partys(const ProgramTerms& t) {
    return t.issuer == IssuerMode::third_party && t.unit == Unit::money;
}

bool is_narrower(const auto& now, const auto& before) {
    return !now.empty() && (before.empty() || !is_all_on(before, now));
}

std::string wrong_in_version(const ProgramTerms& now, const ProgramTerms& before) {
    if (now.unit != before.unit) return "unit";
    if (now.issuer != before.issuer) return "issuer";
    const bool was_bounded = wrong_in_sending(before) != "limits"; // some bound stood there
    if (is_third_partys(now) && (before.to_residents || was_bounded)) {
        if (auto field = wrong_in_sending(now); !field.empty()) return field;
    }
    const Where &w = now.where, &v = before.where;
    if (is_narrower(w.types, v.types) || is_narrower(w.areas, v.areas) ||
        is_narrower(w.places, v.places) || !is_all_on(w.without_types, v.without_types) ||
        !is_all_on(w.without_places, v.without_places))
        return "where";
    const When &m = now.when, &n = before.when;
    if (m.from && (!n.from || m.from > n.from)) return "when";
    if (m.to && (!n.to || m.to < n.to)) return "when";
    for (int day = 0; day < 7; ++day) {
        const Date some{4 + day};
        if (falls_on(some, n.weekdays) && !falls_on(some, m.weekdays)) return "when";
    }
    if (m.from_minute > n.from_minute) return "when";
    const std::int32_t until = m.to_minute ? m.to_minute : 1440;
    return until < (n.to_minute ? n.to_minute : 1440) ? "when" : "";
}

} // namespace

// `expires` is how all value of the program expires, or that of one band.
std::string
Ledger::wrong_expiry(const ProgramTerms& t, const Expiry& expires, const std::string& field) const {
    const Date first = t.issue_from > today_ ? t.issue_from : today_;
    const Date last = t.issue_to ? t.issue_to : first;
    const bool days = expires.kind == Expiry::Kind::days_after,
               months = expires.kind == Expiry::Kind::months_after,
               fixed = expires.kind == Expiry::Kind::fixed;
    if (days && (expires.days < 1 || expires.days > 36'525)) return field + ".days";
    if (months && (expires.months < 1 || expires.months > 1'200)) return field + ".months";
    if (fixed && expires.date < last) return field + ".date";
    if (t.issuer == IssuerMode::six_month) {
        const bool short_enough = (days && expires.days <= 180) ||
                                  (months && expires.months <= 6) ||
                                  (fixed && expires.date < first.plus_months(6));
        if (!short_enough) return field;
    }
    std::vector<Date> issued; // on each day of the first week of sales, and on their last
    for (Date day = first; day <= first + 6; day = day + 1) {
        const bool sold = (!t.issue_to || day <= last) && (!fixed || day <= expires.date);
        if (sold && (!t.when.to || day <= t.when.to)) issued.push_back(day);
    }
    if (t.issue_to) issued.push_back(last);
    for (const Date day : issued) {
        Date gone = fixed ? expires.date : Date::none();
        if (days) gone = day + expires.days;
        if (months) gone = day.plus_months(expires.months) + -1;
        if (!some_day(t.when, day, gone))
            return gone && gone < t.when.from ? "when.from" : "when.weekdays";
    }
    if (fixed && !t.issue_to && !some_day(t.when, expires.date, expires.date)) return "issue_to";
    return "";
}

std::string Ledger::wrong_bonus(const ProgramTerms& t) const {
    if (auto field = wrong_in_tiers(t.bonus.tiers, "bonus.tiers"); !field.empty()) return field;
    if (t.bonus.into && t.bonus.tiers.empty()) return "bonus.tiers";
    if (!t.bonus.into && !t.bonus.tiers.empty()) return "bonus.into";
    if (t.bonus.into && !t.top_up.offered()) return "bonus";
    if (auto field = wrong_in_tiers(t.reward.tiers, "reward.tiers"); !field.empty()) return field;
    const std::int64_t most = t.reward.payment_maximum.value;
    if (most < 0 || most > dearest) return "reward.payment_maximum";
    if (!wrong_in_where(t.reward.where).empty()) return "reward.where";
    if (!all_taken_out(t.reward.where).empty()) return "reward.where";
    if (!t.reward.tiers.empty() && t.origin != Origin::granted) return "reward";
    const auto& rate = t.rate;
    if (rate.yen < 0 || rate.points < 0 || rate.yen > 1'000'000 || rate.points > 1'000'000)
        return "rate";
    const bool half = (rate.yen == 0) != (rate.points == 0);
    return half || (t.unit == Unit::money && rate.yen != 0) ? "rate" : "";
}

// The first field that cannot be, in the order of the form; empty when the terms make sense.
std::string Ledger::wrong_field(const ProgramTerms& t, std::int64_t program) const {
    std::int64_t least = 1;
    if (t.top_up.offered()) {
        if (t.unit != Unit::money || t.origin != Origin::paid) return "top_up"; // sold for cash
        if (auto field = wrong_in_sale(t.top_up); !field.empty()) return field;
        least = smallest_sold(t.top_up);
    } else if (t.unit == Unit::point && t.origin == Origin::paid) {
        return "origin";
    }
    const std::int64_t budget = t.budget.value;
    if (budget != 0 && (budget < least || budget > 9 * trillion)) return "budget";
    if (t.issue_to && (t.issue_from > t.issue_to || today_ > t.issue_to)) return "issue_to";
    if (auto field = wrong_in_where(t.where); !field.empty()) return field;
    if (auto field = wrong_in_when(t.when); !field.empty()) return field;
    if (auto field = all_taken_out(t.where); !field.empty()) return field;
    if (t.when.from && t.when.to && !some_day(t.when, t.when.from, t.when.to))
        return "when.weekdays";
    if (t.when.to && (t.when.to < today_ || t.when.to < t.issue_from)) return "when.to";
    if (t.when.to && t.issue_to && t.when.to < t.issue_to) return "issue_to";
    const bool closes = t.expiry.kind == Expiry::Kind::fixed && !(t.when.to < t.expiry.date);
    if (t.when.to && !t.issue_to && !closes) return "issue_to"; // sold when it is of no use
    if (t.dues > 0xffff || (t.dues != 0 && t.unit == Unit::point)) return "dues";
    if (auto field = wrong_expiry(t, t.expiry, "expiry"); !field.empty()) return field;
    std::int64_t last_band = 0;
    for (std::size_t i = 0; i < t.bands.size(); ++i) {
        const std::string band = "bands." + std::to_string(i);
        const std::int64_t from = t.bands[i].from.value;
        if (from <= last_band || from > dearest) return band + ".from";
        last_band = from;
        if (auto field = wrong_expiry(t, t.bands[i].expiry, band + ".expiry"); !field.empty())
            return field;
    }
    if (!t.bands.empty() && !t.top_up.offered()) return "bands";
    if (auto field = wrong_in_limits(t, least); !field.empty()) return field;
    if (is_third_partys(t) && t.to_residents) {
        if (auto field = wrong_in_sending(t); !field.empty()) return field;
    }
    if (auto field = wrong_bonus(t); !field.empty()) return field;
    if (auto field = wrong_reach(t); !field.empty()) return field;
    if (auto field = wrong_here(t, program); !field.empty()) return field;
    return program ? wrong_in_version(t, row(programs_, program).terms) : "";
}

} // namespace meguri::naive

// Terms of programs, read and applied by code of the auditor's own.
#include "audit/canonical.hpp"

#include <algorithm>
#include <chrono>

namespace meguri::audit {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day civil(std::int64_t yyyymmdd) {
    return {
        std::chrono::year{static_cast<int>(yyyymmdd / 10000)},
        std::chrono::month{static_cast<unsigned>(yyyymmdd / 100 % 100)},
        std::chrono::day{static_cast<unsigned>(yyyymmdd % 100)}
    };
}
std::int64_t number(const year_month_day& day) {
    return static_cast<int>(day.year()) * std::int64_t{10000} +
           static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
}

// The same day so many months later, or the last of a month that is shorter.
year_month_day later(year_month_day day, std::int64_t by) {
    const year_month_day same = day + months{by};
    return same.ok() ? same : year_month_day{same.year() / same.month() / std::chrono::last};
}

bool has(const std::vector<std::int64_t>& list, std::int64_t n) {
    return std::count(list.begin(), list.end(), n) > 0;
}
bool listed(const std::vector<std::int64_t>& list, std::int64_t n) {
    return list.empty() || has(list, n);
}

std::vector<std::int64_t> read_list(Decoder& in) {
    std::vector<std::int64_t> list;
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n)
        list.push_back(in.signed_number());
    return list;
}
Places read_places(Decoder& in) {
    Places p;
    p.types = read_list(in), p.areas = read_list(in), p.places = read_list(in);
    p.without_types = read_list(in), p.without_places = read_list(in);
    return p;
}
std::vector<Tier> read_tiers(Decoder& in) {
    std::vector<Tier> tiers;
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        Tier t{};
        t.from = in.signed_number(), t.per_10000 = in.signed_number(), t.fixed = in.signed_number();
        tiers.push_back(t);
    }
    return tiers;
}
Expiry read_expiry(Decoder& in) {
    Expiry e;
    e.kind = in.number(), e.days = in.signed_number(), e.date = day_of_number(in.signed_number());
    return e;
}

void read_second_form(Decoder& in, Terms& t) {
    t.expiry.months = in.signed_number();
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        const std::int64_t from = in.signed_number();
        Expiry e = read_expiry(in);
        e.months = in.signed_number();
        t.bands.push_back({from, e});
    }
    t.where = read_places(in);
    t.when.from = day_of_number(in.signed_number()), t.when.to = day_of_number(in.signed_number());
    t.when.weekdays = in.number(), t.when.from_minute = in.signed_number(),
    t.when.to_minute = in.signed_number();
    t.dues = in.number(), t.stays_on_card = in.number() == 1, t.to_residents = in.number() == 1;
    t.marks_all = in.number(), t.marks_any = in.number();
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        Rule r{};
        r.what = in.number(), r.measure = in.number(), r.cap = in.signed_number();
        r.period = in.number(), r.who = in.number();
        t.limits.push_back(r);
    }
    t.bonus_into = in.signed_number(), t.bonus = read_tiers(in), t.at_limit = in.number();
    t.reward = read_tiers(in), t.reward_maximum = in.signed_number();
    t.reward_for_bought = in.number() == 1, t.when_spent = in.number();
    t.reward_where = read_places(in);
    t.rate_yen = in.signed_number(), t.rate_points = in.signed_number();
    t.rate_rounding = in.number();
    in.number(); // who bears the cost
    t.issuer = in.number();
}

} // namespace

std::int64_t Expiry::of(std::int64_t business_date) const {
    switch (kind) {
    case 1: return day_of_number(day_number(business_date).value_or(0) + days);
    case 2: return date;
    case 3:
        return number(
            year_month_day{sys_days{later(civil(business_date), months)} - std::chrono::days{1}}
        );
    default: return 0;
    }
}

bool Places::allow(std::int64_t place, std::int64_t type, std::int64_t area) const {
    if (has(without_places, place) || has(without_types, type)) return false;
    return listed(types, type) && listed(areas, area) && listed(places, place);
}

int Places::narrowness() const {
    if (!places.empty()) return 5;
    if (!types.empty() && !areas.empty()) return 4;
    if (!types.empty()) return 3;
    if (!areas.empty()) return 2;
    return without_types.empty() && without_places.empty() ? 0 : 1;
}

bool Times::allow(std::int64_t at_ms) const {
    const std::chrono::sys_time<std::chrono::milliseconds> japan{
        std::chrono::milliseconds{at_ms} + std::chrono::hours{9}
    };
    const auto day = std::chrono::floor<days>(japan);
    const std::int64_t today = japanese_day(at_ms);
    if ((from != 0 && today < from) || (to != 0 && today > to)) return false;
    const unsigned weekday = std::chrono::weekday{day}.iso_encoding() - 1; // 0 Monday
    if (weekdays != 0 && (weekdays >> weekday) % 2 == 0) return false;
    const auto minute = std::chrono::floor<std::chrono::minutes>(japan - day).count();
    return minute >= from_minute && (to_minute == 0 || minute < to_minute);
}

std::int64_t on_top_of(std::int64_t amount, const std::vector<Tier>& tiers) {
    const Tier* reached = nullptr;
    for (const Tier& t : tiers) {
        if (t.from <= amount && (!reached || t.from > reached->from)) reached = &t;
    }
    return reached ? static_cast<std::int64_t>(
                         static_cast<__int128>(amount) * reached->per_10000 / 10'000
                     ) + reached->fixed
                   : 0;
}

std::int64_t Terms::expires_on(std::int64_t business_date, std::int64_t topped_up) const {
    const Expiry* which = &expiry;
    for (const auto& [from, band] : bands) {
        if (from <= topped_up) which = &band;
    }
    return which->of(business_date);
}

std::int64_t Terms::rights() const {
    return (origin == 2 ? 1 : 0) + (to_residents ? 8 : 0) + (stays_on_card ? 16 : 0) +
           static_cast<std::int64_t>(dues % 65536 * 256);
}

std::int64_t period_start(std::uint64_t period, std::int64_t day) {
    switch (period) {
    case 1: return day;
    case 2: return day / 100 * 100 + 1;
    case 3: return (day / 10000 - (day / 100 % 100 < 4 ? 1 : 0)) * 10000 + 401;
    default: return 0;
    }
}

Terms read_terms(Decoder& in) {
    const std::size_t from = in.at();
    Terms t;
    const std::uint64_t begin = in.number();
    const bool second = begin > 8;
    t.unit = second ? begin - 8 : begin, t.origin = in.number();
    for (std::int64_t* n : {&t.minimum, &t.step, &t.maximum, &t.person_maximum, &t.budget})
        *n = in.signed_number();
    t.issue_from = day_of_number(in.signed_number()),
    t.issue_to = day_of_number(in.signed_number());
    t.expiry = read_expiry(in);
    if (second) read_second_form(in, t);
    t.bytes = in.since(from);
    return t;
}

} // namespace meguri::audit

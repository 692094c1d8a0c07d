#include "base/time.hpp"

#include <chrono>

namespace meguri {

namespace {
constexpr unsigned last_day_of_month(int year, unsigned month) {
    constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

std::optional<int> digits(std::string_view s) {
    int n = 0;
    for (char c : s) {
        if (c < '0' || c > '9') return std::nullopt;
        n = n * 10 + (c - '0');
    }
    return n;
}

// Writes `number` into out[at, at + width), zeros in front. Every answer carries moments and days:
// five times as fast as formatting them.
void put_digits(std::string& out, std::size_t at, std::size_t width, unsigned number) {
    for (std::size_t i = width; i-- > 0; number /= 10)
        out[at + i] = static_cast<char>('0' + number % 10);
}
} // namespace

std::optional<Date> Date::parse(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto y = digits(iso.substr(0, 4)), m = digits(iso.substr(5, 2)),
               d = digits(iso.substr(8, 2));
    if (!y || !m || !d || *y < 1970 || *m < 1 || *m > 12 || *d < 1) return std::nullopt;
    const auto month = static_cast<unsigned>(*m), day = static_cast<unsigned>(*d);
    if (day > last_day_of_month(*y, month)) return std::nullopt;
    const Date date = from_civil(*y, month, day);
    return date ? std::optional(date) : std::nullopt;
}

std::string Date::iso() const {
    if (days == 0) return "";
    const Civil c = civil_from_days(days);
    std::string out("0000-00-00");
    put_digits(out, 0, 4, static_cast<unsigned>(c.year));
    put_digits(out, 5, 2, c.month);
    put_digits(out, 8, 2, c.day);
    return out;
}

Date Date::plus_months(int months) const {
    const Civil c = civil_from_days(days);
    const int zero_based = c.year * 12 + static_cast<int>(c.month) - 1 + months;
    const int year = zero_based / 12;
    const unsigned month = static_cast<unsigned>(zero_based % 12) + 1;
    const unsigned last = last_day_of_month(year, month);
    return from_civil(year, month, c.day < last ? c.day : last);
}

int Date::fiscal_year() const {
    const Civil c = civil_from_days(days);
    return c.month >= 4 ? c.year : c.year - 1;
}

std::string jst_iso(Instant at) {
    const Date date = jst_date(at);
    const auto ms = static_cast<unsigned>(at - date.begins());
    std::string out = date.iso() + "T00:00:00.000+09:00";
    put_digits(out, 11, 2, ms / 3600000);
    put_digits(out, 14, 2, ms / 60000 % 60);
    put_digits(out, 17, 2, ms / 1000 % 60);
    put_digits(out, 20, 3, ms % 1000);
    return out;
}

std::optional<Instant> parse_jst(std::string_view iso) {
    constexpr std::string_view form = "0000-00-00T00:00:00.000+09:00";
    if (iso.size() != form.size()) return std::nullopt;
    for (std::size_t i = 10; i < form.size(); ++i) {
        if ((form[i] != '0' || i > 23) && iso[i] != form[i]) return std::nullopt;
    }
    const auto day = Date::parse(iso.substr(0, 10));
    const auto h = digits(iso.substr(11, 2)), m = digits(iso.substr(14, 2)),
               s = digits(iso.substr(17, 2)), ms = digits(iso.substr(20, 3));
    if (!day || !h || !m || !s || !ms || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    return day->begins() + (((*h * 60LL + *m) * 60 + *s) * ms_per_second + *ms);
}

Instant SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

Instant MovableClock::now() const {
    const std::int64_t stands = stands_at_ms_.load();
    return stands != 0 ? Instant{stands} : SystemClock().now() + ahead_ms_.load();
}

void MovableClock::set(ClockSetting setting) {
    ahead_ms_ = setting.ahead_ms;
    stands_at_ms_ = setting.stands_at.ms;
}

ClockSetting MovableClock::setting_for(Instant at, bool stands) {
    return {at - SystemClock().now(), stands ? at : Instant{}};
}

} // namespace meguri

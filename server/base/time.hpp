// Instants in milliseconds UTC and calendar days in Japan. Whoever needs the time is given it; only
// `SystemClock` asks the machine. Japan has had one fixed offset (+9 h, no summer time) since 1951,
// so no time-zone data is needed and TZ or locale settings cannot change a result.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meguri {

inline constexpr std::int64_t ms_per_second = 1000;
inline constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
inline constexpr std::int64_t ms_per_day = 24 * 60 * ms_per_minute;
inline constexpr std::int64_t jst_offset_ms = 9 * 60 * ms_per_minute;

// A point in time: milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t ms = 0;

    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant at, std::int64_t plus_ms) {
        return {at.ms + plus_ms};
    }
    friend constexpr std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }
};

// A calendar day in Japan, as days since 1970-01-01. `none` (0) means "no day", e.g. value that
// never expires.
struct Date {
    std::int32_t days = 0;

    static constexpr Date none() { return {0}; }
    static constexpr Date from_civil(int year, unsigned month, unsigned day);
    static std::optional<Date> parse(std::string_view iso
    ); // "2026-11-22"; nothing when no such day
    static constexpr Date of_number(std::int64_t yyyymmdd
    ); // 20261122, the form used in the database; 0 = none

    constexpr explicit operator bool() const { return days != 0; }
    friend constexpr auto operator<=>(Date, Date) = default;
    friend constexpr Date operator+(Date d, int plus_days) { return {d.days + plus_days}; }

    constexpr std::int64_t number() const; // 20261122; 0 for none
    std::string iso() const;               // "2026-11-22"; "" for none
    // The same day `months` later, or the last day of that month when it is shorter (31 January + 1
    // = 28 February).
    Date plus_months(int months) const;
    // Fiscal year (年度, 1 April to 31 March) that this day lies in.
    int fiscal_year() const;
    constexpr Instant begins() const { return {days * ms_per_day - jst_offset_ms}; } // 00:00 JST
};

struct Civil {
    int year;
    unsigned month, day;
};

// Algorithm of days_from_civil / civil_from_days: Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms".
constexpr std::int32_t days_from_civil(int y, unsigned m, unsigned d) {
    y -= m <= 2;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const unsigned yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<int>(doe) - 719468;
}

constexpr Civil civil_from_days(std::int32_t z) {
    z += 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const unsigned doe = static_cast<unsigned>(z - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned d = doy - (153 * mp + 2) / 5 + 1;
    const unsigned m = mp < 10 ? mp + 3 : mp - 9;
    return {static_cast<int>(yoe) + era * 400 + (m <= 2), m, d};
}

constexpr Date Date::from_civil(int year, unsigned month, unsigned day) {
    return {days_from_civil(year, month, day)};
}

constexpr Date Date::of_number(std::int64_t n) {
    if (n == 0) return none();
    return from_civil(
        static_cast<int>(n / 10000), static_cast<unsigned>(n / 100 % 100),
        static_cast<unsigned>(n % 100)
    );
}

constexpr std::int64_t Date::number() const {
    if (days == 0) return 0;
    const Civil c = civil_from_days(days);
    return c.year * 10000LL + c.month * 100 + c.day;
}

// The day in Japan on which `at` lies; the day ends at 24:00 JST.
constexpr Date jst_date(Instant at) {
    const std::int64_t shifted = at.ms + jst_offset_ms;
    return {static_cast<std::int32_t>(
        shifted >= 0 ? shifted / ms_per_day : (shifted - ms_per_day + 1) / ms_per_day
    )};
}

// "2026-11-22T12:34:56.789+09:00", the only form in which times leave the server.
std::string jst_iso(Instant at);
// Exactly that form read back.
std::optional<Instant> parse_jst(std::string_view iso);

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock.
class SystemClock : public Clock {
  public:
    Instant now() const override;
};

struct ClockSetting {
    std::int64_t ahead_ms = 0;
    Instant stands_at; // 0: it goes
    friend bool operator==(const ClockSetting&, const ClockSetting&) = default;
};
// The machine's clock, moved or stopped as `meguri clock` says: for test environments, where months
// pass in minutes. Any thread.
class MovableClock : public Clock {
  public:
    explicit MovableClock(ClockSetting setting = {}) { set(setting); }
    Instant now() const override;
    ClockSetting setting() const { return {ahead_ms_.load(), {stands_at_ms_.load()}}; }
    void set(ClockSetting setting);
    // The setting by which it says `at` now, and goes on from there unless it `stands`.
    static ClockSetting setting_for(Instant at, bool stands);

  private:
    std::atomic<std::int64_t> ahead_ms_{0}, stands_at_ms_{0};
};

// For tests and simulation: stands still until told.
class ManualClock : public Clock {
  public:
    explicit ManualClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void set(Instant at) { at_ = at; }
    void advance(std::int64_t ms) { at_.ms += ms; }

  private:
    Instant at_;
};

} // namespace meguri

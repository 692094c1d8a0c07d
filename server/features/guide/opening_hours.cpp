#include "features/guide/opening_hours.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/core.h>

namespace meguri::features {

namespace {

constexpr int days_ahead = 7;

int weekday_of(Date day) { return (day.days + 3) % 7; } // 1970-01-01 was a Thursday

bool closed_on(const OpeningHours& hours, Date day) {
    const auto& dates = hours.closed_dates;
    if (std::find(dates.begin(), dates.end(), day) != dates.end()) return true;
    const int nth = (static_cast<int>(civil_from_days(day.days).day) - 1) / 7 + 1;
    return std::any_of(
        hours.closed_weeks.begin(), hours.closed_weeks.end(),
        [&](const OpeningHours::Week& w) { return w.nth == nth && w.weekday == weekday_of(day); }
    );
}

struct Span {
    std::int64_t from, to; // ms
};

// From the day before, whose last stretch may not be over, to a week ahead; rising, joined where
// one begins as the other ends.
std::vector<Span> spans_around(const OpeningHours& hours, Date today) {
    std::vector<Span> spans;
    for (int n = -1; n <= days_ahead; ++n) {
        const Date day = today + n;
        if (closed_on(hours, day)) continue;
        for (const OpeningHours::Stretch& s : hours.stretches) {
            if (s.weekday != weekday_of(day)) continue;
            const std::int64_t begins = day.begins().ms;
            spans.push_back({begins + s.from * ms_per_minute, begins + s.to * ms_per_minute});
        }
    }
    std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.from < b.from; });
    std::vector<Span> joined;
    for (const Span span : spans) {
        if (!joined.empty() && span.from <= joined.back().to)
            joined.back().to = std::max(joined.back().to, span.to);
        else
            joined.push_back(span);
    }
    return joined;
}

// Calls `with` with the numbers of each item of "1 2 3;4 5 6".
template <class With> void each_item(std::string_view text, With with) {
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        std::array<int, 3> numbers{};
        const char* at = text.data();
        for (int& number : numbers) {
            const auto read = std::from_chars(at, text.data() + end, number);
            at = std::min(read.ptr + 1, text.data() + end);
        }
        with(numbers);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

OpenNow open_now(const OpeningHours& hours, Instant at) {
    if (hours.stretches.empty()) return {};
    const Instant week_ends{at.ms + days_ahead * ms_per_day};
    for (const Span span : spans_around(hours, jst_date(at))) {
        if (span.to <= at.ms) continue;
        const bool within = span.from < week_ends.ms;
        if (span.from > at.ms)
            return {OpenNow::State::closed, {}, within ? Instant{span.from} : Instant{}};
        const bool ends = span.to < week_ends.ms;
        return {OpenNow::State::open, ends ? Instant{span.to} : Instant{}, {}};
    }
    return {OpenNow::State::closed, {}, {}};
}

std::string stretches_text(const OpeningHours& hours) {
    std::string text;
    for (const auto& s : hours.stretches)
        text += fmt::format("{} {} {};", s.weekday, s.from, s.to);
    return text;
}

std::string weeks_text(const OpeningHours& hours) {
    std::string text;
    for (const auto& w : hours.closed_weeks)
        text += fmt::format("{} {};", w.nth, w.weekday);
    return text;
}

std::string dates_text(const OpeningHours& hours) {
    std::string text;
    for (const Date day : hours.closed_dates)
        text += fmt::format("{};", day.number());
    return text;
}

OpeningHours
read_hours(std::string_view stretches, std::string_view weeks, std::string_view dates) {
    OpeningHours hours;
    each_item(stretches, [&](const auto& n) { hours.stretches.push_back({n[0], n[1], n[2]}); });
    each_item(weeks, [&](const auto& n) { hours.closed_weeks.push_back({n[0], n[1]}); });
    each_item(dates, [&](const auto& n) { hours.closed_dates.push_back(Date::of_number(n[0])); });
    return hours;
}

} // namespace meguri::features

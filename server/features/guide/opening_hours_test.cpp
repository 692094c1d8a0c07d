#include "features/guide/opening_hours.hpp"

#include <gtest/gtest.h>

namespace meguri::features {

namespace {

// 2026-11-23 is a Monday, the fourth of its month.
constexpr Date monday = Date::from_civil(2026, 11, 23);
Instant at(Date day, int hour, int minute = 0) {
    return {day.begins().ms + (hour * 60 + minute) * ms_per_minute};
}
OpeningHours hours_of(std::vector<OpeningHours::Stretch> stretches) {
    OpeningHours hours;
    hours.stretches = std::move(stretches);
    return hours;
}
using State = OpenNow::State;

} // namespace

TEST(OpeningHours, nothing_is_said_where_nobody_stated_hours_MNU_d) {
    EXPECT_EQ(open_now({}, at(monday, 12)).state, State::unknown);
}

TEST(OpeningHours, a_break_closes_and_opens_again_MNU_d) {
    const auto hours = hours_of({{0, 660, 840}, {0, 1020, 1260}});
    EXPECT_EQ(open_now(hours, at(monday, 10, 59)).opens_at, at(monday, 11));
    EXPECT_EQ(open_now(hours, at(monday, 11)).until, at(monday, 14));
    EXPECT_EQ(open_now(hours, at(monday, 14)).opens_at, at(monday, 17));
    EXPECT_EQ(open_now(hours, at(monday, 20, 59)).state, State::open);
    EXPECT_EQ(open_now(hours, at(monday, 21)).opens_at, at(monday + 7, 11));
    EXPECT_EQ(open_now(hours, at(monday + 1, 12)).opens_at, at(monday + 7, 11));
}

TEST(OpeningHours, a_stretch_goes_on_past_midnight_MNU_d) {
    const auto hours = hours_of({{6, 1080, 1560}}); // Sunday 18:00 to 2:00
    EXPECT_EQ(open_now(hours, at(monday, 1, 59)).until, at(monday, 2));
    EXPECT_EQ(open_now(hours, at(monday, 2)).state, State::closed);
    OpeningHours closed = hours;
    closed.closed_dates = {monday + -1};
    EXPECT_EQ(open_now(closed, at(monday, 1)).state, State::closed);
}

TEST(OpeningHours, closed_days_and_nth_weekdays_MNU_d) {
    OpeningHours hours = hours_of({{0, 540, 1080}, {1, 540, 1080}});
    hours.closed_weeks = {{4, 0}};
    EXPECT_EQ(open_now(hours, at(monday, 12)).opens_at, at(monday + 1, 9));
    EXPECT_EQ(open_now(hours, at(monday + -7, 12)).state, State::open);
    hours.closed_dates = {monday + 1};
    EXPECT_EQ(open_now(hours, at(monday, 8)).opens_at, Instant{});
}

TEST(OpeningHours, day_and_night_have_no_closing_time_MNU_d) {
    OpeningHours hours;
    for (int day = 0; day < 7; ++day)
        hours.stretches.push_back({day, 0, 1440});
    const OpenNow now = open_now(hours, at(monday, 23));
    EXPECT_EQ(now.state, State::open);
    EXPECT_EQ(now.until, Instant{});
}

TEST(OpeningHours, what_is_written_is_read_again_MNU_d) {
    OpeningHours hours = hours_of({{0, 660, 840}, {5, 1020, 1560}});
    hours.closed_weeks = {{2, 1}, {4, 1}};
    hours.closed_dates = {monday, monday + 30};
    EXPECT_EQ(read_hours(stretches_text(hours), weeks_text(hours), dates_text(hours)), hours);
    EXPECT_EQ(read_hours("", "", ""), OpeningHours{});
}

} // namespace meguri::features

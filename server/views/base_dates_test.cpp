#include "views/base_dates.hpp"

#include <gtest/gtest.h>

namespace meguri::views {

TEST(BaseDates, are_the_last_days_of_march_and_september) {
    const auto day = [](int y, unsigned m, unsigned d) { return Date::from_civil(y, m, d); };
    EXPECT_EQ(last_base_date(day(2026, 11, 22)), day(2026, 9, 30));
    EXPECT_EQ(last_base_date(day(2026, 10, 1)), day(2026, 9, 30));
    EXPECT_EQ(last_base_date(day(2026, 9, 30)), day(2026, 3, 31)); // not over before 24:00
    EXPECT_EQ(last_base_date(day(2026, 4, 1)), day(2026, 3, 31));
    EXPECT_EQ(last_base_date(day(2026, 3, 31)), day(2025, 9, 30));
    EXPECT_EQ(base_date_before(day(2026, 3, 31)), day(2025, 9, 30));
    EXPECT_TRUE(is_base_date(day(2026, 3, 31)));
    EXPECT_FALSE(is_base_date(day(2026, 3, 30)));
}

TEST(BaseDates, deposit_is_half_of_more_than_ten_million_rounded_up) {
    EXPECT_EQ(deposit_due(0), 0);
    EXPECT_EQ(deposit_due(10'000'000), 0);
    EXPECT_EQ(deposit_due(10'000'001), 5'000'001);
    EXPECT_EQ(deposit_due(30'000'000), 15'000'000);
}

} // namespace meguri::views

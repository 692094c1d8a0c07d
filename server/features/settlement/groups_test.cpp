#include "features/settlement/groups_store.hpp"

#include <gtest/gtest.h>

namespace meguri::features {

namespace {
Date day(int y, unsigned m, unsigned d) { return Date::from_civil(y, m, d); }
} // namespace

TEST(SettlementGroups, close_their_days_by_the_calendar) {
    EXPECT_EQ(closing_day(Closing::month_end, day(2026, 11, 29)), day(2026, 10, 31));
    EXPECT_EQ(closing_day(Closing::month_end, day(2026, 11, 30)), day(2026, 11, 30));
    EXPECT_EQ(closing_day(Closing::month_end, day(2027, 1, 1)), day(2026, 12, 31));
    EXPECT_EQ(closing_day(Closing::half_month, day(2026, 11, 14)), day(2026, 10, 31));
    EXPECT_EQ(closing_day(Closing::half_month, day(2026, 11, 15)), day(2026, 11, 15));
    EXPECT_EQ(closing_day(Closing::half_month, day(2026, 11, 29)), day(2026, 11, 15));
    EXPECT_EQ(closing_day(Closing::half_month, day(2028, 2, 29)), day(2028, 2, 29));
    EXPECT_EQ(closing_day(Closing::week, day(2026, 11, 22)), day(2026, 11, 22)); // a Sunday
    EXPECT_EQ(closing_day(Closing::week, day(2026, 11, 28)), day(2026, 11, 22));
}

TEST(SettlementGroups, keep_a_fee_rounded_down_and_its_tax_rounded_once) {
    SettlementGroup group;
    group.fee_per_10000 = 150, group.tax_per_10000 = 1000; // 1.5 %, and 10 % on it
    const auto row = fee_row(group, {7}, {123'456});
    ASSERT_TRUE(row);
    EXPECT_EQ(row->organization, OrganizationId{7});
    EXPECT_FALSE(row->program);
    EXPECT_EQ(row->yen.value, 1851);         // 1851.84
    EXPECT_EQ(row->tax.value, 185);          // 185.1
    EXPECT_FALSE(fee_row(group, {7}, {66})); // less than a yen
    EXPECT_FALSE(fee_row(group, {7}, {0}));
    EXPECT_FALSE(fee_row(group, {7}, {-5000})); // taken back: nothing is kept
    group.fee_per_10000 = 0;
    EXPECT_FALSE(fee_row(group, {7}, {123'456}));
}

} // namespace meguri::features

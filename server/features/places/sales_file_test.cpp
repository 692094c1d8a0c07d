#include "features/places/sales_file.hpp"

#include <gtest/gtest.h>

namespace meguri::features {

TEST(SalesFile, its_name_says_the_period_PAY_j) {
    const Date first = Date::from_civil(2026, 11, 1), last = Date::from_civil(2026, 11, 30);
    EXPECT_EQ(SalesFile::name(first, last), "meguri-2026-11-01_2026-11-30");
    EXPECT_EQ(SalesFile::name(first, first), "meguri-2026-11-01");
}

} // namespace meguri::features

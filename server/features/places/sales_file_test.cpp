#include "features/places/sales_file.hpp"

#include <gtest/gtest.h>

namespace meguri::features {

TEST(SalesFile, no_cell_is_a_formula_PAY_j) {
    EXPECT_EQ(csv_cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    EXPECT_EQ(csv_cell("+81"), "'+81");
    EXPECT_EQ(csv_cell("-1"), "'-1");
    EXPECT_EQ(csv_cell("@SUM"), "'@SUM");
    EXPECT_EQ(csv_cell("\tx"), "'\tx");
    EXPECT_EQ(csv_cell("＝1+1"), "'＝1+1");
    EXPECT_EQ(csv_cell("－cmd"), "'－cmd");
    EXPECT_EQ(csv_cell("大野 千代"), "大野 千代");
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell(""), "");
}

TEST(SalesFile, its_name_says_the_period_PAY_j) {
    const Date first = Date::from_civil(2026, 11, 1), last = Date::from_civil(2026, 11, 30);
    EXPECT_EQ(SalesFile::name(first, last), "meguri-2026-11-01_2026-11-30.csv");
    EXPECT_EQ(SalesFile::name(first, first), "meguri-2026-11-01.csv");
}

} // namespace meguri::features

#include "service/csv.hpp"

#include <gtest/gtest.h>

namespace meguri::service {

TEST(Csv, no_cell_is_a_formula_PAY_j) {
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

TEST(Csv, old_spreadsheets_read_it_ADM_c) {
    EXPECT_EQ(in_shift_jis("あ,1\r\n"), "\x82\xa0,1\r\n");
    EXPECT_EQ(in_shift_jis("髙①"), "\xfb\xfc\x87\x40"); // as Windows writes them
    EXPECT_EQ(in_shift_jis("𩸽"), "\x81\xac");
}

} // namespace meguri::service

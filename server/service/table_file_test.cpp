#include "service/table_file.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>

namespace meguri::service {

namespace {

constexpr Instant made{INT64_C(1795000000000)};
const Date day = Date::from_civil(2026, 11, 24);

Table shops() {
    return {
        "売上",
        {"日付", "店", "確認番号", "円"},
        {{day, "朝市, 通り", Code{"0538"}, std::int64_t{1234567}},
         {Date::none(), "=HYPERLINK(\"x\")", std::monostate{}, std::int64_t{-860}},
         {std::monostate{}, "@SUM(A1)", Code{""}, std::int64_t{0}}},
    };
}

std::string bytes_of(TableFormat format) { return write_table(shops(), format, "x", made)->bytes; }

std::size_t entries_of_tmp() {
    const std::filesystem::directory_iterator all(std::filesystem::temp_directory_path());
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const auto& each) {
        return each.path().filename().string().starts_with("tmp.");
    }));
}

} // namespace

TEST(TableFile, csv_holds_every_cell_and_no_formula_but_codes_PAY_j) {
    EXPECT_EQ(
        bytes_of(TableFormat::csv_utf8), "\xef\xbb\xbf日付,店,確認番号,円\r\n"
                                         "2026-11-24,\"朝市, 通り\",=\"0538\",1234567\r\n"
                                         ",\"'=HYPERLINK(\"\"x\"\")\",,-860\r\n"
                                         ",'@SUM(A1),,0\r\n"
    );
}

TEST(TableFile, shift_jis_has_the_same_lines_without_a_mark_ADM_c) {
    EXPECT_TRUE(bytes_of(TableFormat::csv_shift_jis).starts_with("\x93\xfa\x95\x74,\x93\x58,")
    ); // 日付,店,
    EXPECT_EQ(
        std::ranges::count(bytes_of(TableFormat::csv_shift_jis), '\n'),
        std::ranges::count(bytes_of(TableFormat::csv_utf8), '\n')
    );
}

TEST(TableFile, each_format_has_its_name_and_media_type_ADM_c) {
    const auto of = [](TableFormat format) {
        const auto file = write_table(shops(), format, "meguri-2026-11-24", made);
        return file->name + " " + std::string(file->content_type);
    };
    EXPECT_EQ(of(TableFormat::csv_utf8), "meguri-2026-11-24.csv text/csv; charset=utf-8");
    EXPECT_EQ(of(TableFormat::csv_shift_jis), "meguri-2026-11-24.csv text/csv; charset=shift_jis");
    EXPECT_EQ(
        of(TableFormat::xlsx), "meguri-2026-11-24.xlsx "
                               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
}

// What is in it is read back by another program in tests/api/table-files.test.mjs.
TEST(TableFile, the_same_table_and_moment_make_the_same_workbook_ADM_c) {
    const std::size_t before = entries_of_tmp();
    const std::string book = bytes_of(TableFormat::xlsx);
    EXPECT_TRUE(book.starts_with("PK\x03\x04"));
    EXPECT_EQ(book, bytes_of(TableFormat::xlsx));
    EXPECT_EQ(entries_of_tmp(), before);
}

TEST(TableFile, a_table_without_rows_is_a_file_ADM_c) {
    Table table = shops();
    table.rows.clear();
    EXPECT_EQ(
        write_table(table, TableFormat::csv_utf8, "x", made)->bytes,
        "\xef\xbb\xbf日付,店,確認番号,円\r\n"
    );
    EXPECT_TRUE(write_table(table, TableFormat::xlsx, "x", made));
}

TEST(TableFile, what_a_workbook_cannot_hold_is_a_fault_ADM_c) {
    Table table = shops();
    table.rows[0][1] = std::string(32'768, 'x');
    EXPECT_FALSE(write_table(table, TableFormat::xlsx, "x", made));
    EXPECT_TRUE(write_table(table, TableFormat::csv_utf8, "x", made));
}

TEST(TableFile, a_code_that_could_end_its_formula_is_a_bug_ADM_c) {
    Table table = shops();
    table.rows[0][2] = Code{"1\"&A1&\""};
    EXPECT_DEATH((void)write_table(table, TableFormat::csv_utf8, "x", made), "");
}

} // namespace meguri::service

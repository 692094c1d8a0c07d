#include "gateway/bank_transfers/bank_transfers.hpp"

#include <gtest/gtest.h>

namespace meguri::gateway {

namespace {

TransferFile a_file() {
    const BankAccount city{
        "0005", "123", AccountKind::ordinary, "7654321", *account_holder("クマガヤシ")
    };
    const BankAccount shop{
        "9900", "045", AccountKind::current, "0012345", *account_holder("カ)ムギノワ")
    };
    return {
        "1234567890", city, Date::from_civil(2026, 11, 25), {{shop, 267'170, "12"}, {city, 1, "3"}}
    };
}

std::vector<std::string> lines_of(const std::string& bytes) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < bytes.size(); at += 122)
        lines.push_back(bytes.substr(at, 122));
    return lines;
}

// Positions from 1, as the layout counts them.
std::string at(const std::string& line, std::size_t position, std::size_t length) {
    return line.substr(position - 1, length);
}

} // namespace

TEST(BankTransfers, each_field_stands_where_banks_look_for_it_ADM_d) {
    const auto lines = lines_of(write_transfers(a_file(), {}));
    ASSERT_EQ(lines.size(), 5u);
    for (const std::string& line : lines)
        EXPECT_EQ(line.substr(120), "\r\n");
    const std::string &head = lines[0], &first = lines[1], &sums = lines[3];
    EXPECT_EQ(at(head, 1, 14), "12101234567890");
    EXPECT_EQ(at(head, 15, 6), "\xb8\xcf\xb6\xde\xd4\xbc"); // ｸﾏｶﾞﾔｼ
    EXPECT_EQ(at(head, 55, 8), "11250005");
    EXPECT_EQ(at(head, 78, 3), "123");
    EXPECT_EQ(at(head, 96, 8), "17654321");
    EXPECT_EQ(at(first, 1, 5), "29900");
    EXPECT_EQ(at(first, 21, 3), "045");
    EXPECT_EQ(at(first, 39, 4), "    ");
    EXPECT_EQ(at(first, 43, 8), "20012345");
    EXPECT_EQ(at(first, 51, 8), "\xb6)\xd1\xb7\xde\xc9\xdc "); // ｶ)ﾑｷﾞﾉﾜ
    EXPECT_EQ(at(first, 81, 10), "0000267170");
    EXPECT_EQ(at(first, 91, 11), "00000000012");
    EXPECT_EQ(at(first, 112, 1), "7");
    EXPECT_EQ(at(sums, 1, 19), "8000002000000267171");
    EXPECT_EQ(at(lines[4], 1, 2), "9 ");
}

TEST(BankTransfers, what_banks_ask_for_differently_is_in_the_profile_ADM_d) {
    const std::string bare = write_transfers(a_file(), {false, true, true, ' '});
    EXPECT_EQ(bare.size(), 5u * 120 + 1);
    EXPECT_EQ(bare.back(), '\x1a');
    EXPECT_EQ(bare.substr(120 + 38, 4), "0000");
    EXPECT_EQ(bare.substr(120 + 111, 1), " ");
}

TEST(BankTransfers, a_name_is_never_cut_between_a_kana_and_its_mark_ADM_d) {
    TransferFile file = a_file();
    file.transfers[0].to.holder = *account_holder(std::string(29, 'A') + "ガ");
    const std::string line = lines_of(write_transfers(file, {}))[1];
    EXPECT_EQ(at(line, 51, 30), std::string(29, 'A') + " ");
}

TEST(BankTransfers, names_are_written_as_in_the_passbook_ADM_d) {
    EXPECT_EQ(account_holder("カ）ムギノワ"), "ｶ)ﾑｷﾞﾉﾜ");
    EXPECT_EQ(account_holder("  ベーカリー　むぎのわ "), "ﾍﾞ-ｶﾘ- ﾑｷﾞﾉﾜ");
    EXPECT_EQ(account_holder("ｶ)ﾑｷﾞﾉﾜ"), "ｶ)ﾑｷﾞﾉﾜ");
    EXPECT_EQ(account_holder("キャッシュＡｂｃ１"), "ｷﾔﾂｼﾕABC1");
    EXPECT_EQ(account_holder("ピーアール"), "ﾋﾟ-ｱ-ﾙ");
    for (const char* wrong :
         {"", " ", "株式会社むぎの輪", "ムギ・ノワ", "ﾞムギ", "ムギ_ノワ", "ムギ\nノワ"})
        EXPECT_EQ(account_holder(wrong), std::nullopt) << wrong;
    EXPECT_EQ(account_holder(std::string(most_holder + 1, 'A')), std::nullopt);
    EXPECT_TRUE(account_holder(std::string(most_holder, 'A')));
}

} // namespace meguri::gateway

#include "gateway/clearing/slip.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace meguri::gateway {
namespace {

// Written by hand from the format, object by object.
const std::string block = "00000000001230000001230021380000010000000"
                          "1234567890123456789013579201120200"
                          "10000000";
std::string with_checksum(std::string text) {
    text += "6305";
    return text + fmt::format("{:05}", slip_checksum(text));
}
std::string code(
    const std::string& mpn = block, const std::string& amount = "00000012300",
    const std::string& dates = "20262026032026113020261225"
) {
    return with_checksum(
        "000201"
        "010212"
        "2796"
        "000513800"
        "0183" +
        mpn + "5411" + amount + "6226" + dates + "8085" + std::string(85, '0')
    );
}
SlipProblem problem_of(const std::string& text) {
    const auto slip = read_slip(text);
    EXPECT_FALSE(slip);
    return slip ? SlipProblem{} : slip.error();
}
std::string changed(std::size_t at, char to) {
    std::string text = code().substr(0, 246);
    text[at] = to;
    return with_checksum(text);
}

TEST(Slip, has_the_checksum_of_the_standard) { EXPECT_EQ(slip_checksum("123456789"), 0x29b1); }

TEST(Slip, is_read_whole_GEN_h) {
    ASSERT_EQ(block.size(), 83u);
    ASSERT_EQ(code().size(), 255u);
    const auto slip = read_slip(code());
    ASSERT_TRUE(slip) << static_cast<int>(slip.error());
    EXPECT_EQ(slip->number, "12345678901234567890");
    EXPECT_EQ(slip->confirmation, "135792");
    EXPECT_EQ(slip->division, "001");
    EXPECT_EQ(slip->organization, "11202");
    EXPECT_EQ(slip->yen, 12300);
    EXPECT_EQ(slip->fiscal_year, 2026);
    EXPECT_EQ(slip->tax_year, 2026);
    EXPECT_EQ(slip->period, "03");
    EXPECT_EQ(slip->due.iso(), "2026-11-30");
    EXPECT_EQ(slip->last.iso(), "2026-12-25");
}

TEST(Slip, is_refused_when_damaged_GEN_h) {
    EXPECT_EQ(problem_of(""), SlipProblem::length);
    EXPECT_EQ(problem_of(code().substr(0, 254)), SlipProblem::length);
    EXPECT_EQ(problem_of(code() + "0"), SlipProblem::length);
    for (std::size_t at = 0; at < 255; ++at) { // any one digit, read wrong
        std::string text = code();
        text[at] = text[at] == '7' ? '1' : '7';
        EXPECT_FALSE(read_slip(text)) << at;
    }
    EXPECT_EQ(problem_of(changed(40, 'x')), SlipProblem::alphabet);
    EXPECT_EQ(problem_of(changed(160, '\n')), SlipProblem::alphabet);
    EXPECT_TRUE(read_slip(changed(170, 'A')));                  // further information is free
    EXPECT_EQ(problem_of(changed(11, '1')), SlipProblem::form); // static code
    EXPECT_EQ(problem_of(changed(113, '5')), SlipProblem::form);
}

TEST(Slip, is_refused_when_it_contradicts_itself_GEN_h) {
    EXPECT_EQ(problem_of(code(block, "00000012301")), SlipProblem::amount);
    std::string other = block;
    other.replace(13, 11, "00000000000");
    EXPECT_EQ(problem_of(code(other, "00000000000")), SlipProblem::amount);
    other = block;
    other.replace(25, 5, "13801");
    EXPECT_EQ(problem_of(code(other)), SlipProblem::payee);
    EXPECT_EQ(problem_of(changed(24, '1')), SlipProblem::payee);
    const std::string amount = "00000012300";
    for (const std::string dates : {"20261301", "20260231", "00000000"})
        EXPECT_EQ(
            problem_of(code(block, amount, "2026202603" + dates + "20301225")), SlipProblem::date
        );
    EXPECT_EQ(problem_of(code(block, amount, "20262026032026113020261129")), SlipProblem::date);
}

} // namespace
} // namespace meguri::gateway

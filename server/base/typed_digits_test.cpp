#include "base/typed_digits.hpp"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(TypedDigits, takes_what_keyboards_give) {
    EXPECT_EQ(typed_digits("1234"), "1234");
    EXPECT_EQ(typed_digits("１２３４"), "1234");
    EXPECT_EQ(typed_digits("12-34 ５６ー７８（９）"), "123456789");
    EXPECT_EQ(typed_digits(""), "");
    EXPECT_EQ(typed_digits("+81 90", true), "+8190");
    EXPECT_EQ(typed_digits("＋81", true), "+81");
}

TEST(TypedDigits, refuses_everything_else) {
    for (const char* text : {"12a", "一二", "+81", "1+2", "\xef\xbc", "\xff", "1\n2", "٣"})
        EXPECT_FALSE(typed_digits(text)) << text;
    EXPECT_FALSE(typed_digits("8+1", true));
    EXPECT_FALSE(typed_digits("++81", true));
    EXPECT_FALSE(typed_digits(std::string(65, '1')));
}

} // namespace
} // namespace meguri

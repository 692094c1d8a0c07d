#include "base/log.hpp"

#include <gtest/gtest.h>

namespace meguri::log {
namespace {

TEST(Log, writes_words_and_numbers) {
    EXPECT_EQ(
        line(Form::plain, "payment_refused", {{"place", 3}, {"word", "closed"}}),
        "payment_refused place=3 word=\"closed\""
    );
    EXPECT_EQ(
        line(Form::json, "payment_refused", {{"place", std::int64_t{3}}, {"word", "closed"}}),
        R"("event":"payment_refused","place":3,"word":"closed")"
    );
}

TEST(Log, a_value_cannot_begin_a_line_or_end_its_quotes) {
    EXPECT_EQ(line(Form::json, "x", {{"v", "a\nb"}}), R"("event":"x","v":"a\u000ab")");
    EXPECT_EQ(line(Form::json, "x", {{"v", "a\"b\\"}}), R"("event":"x","v":"a\"b\\")");
    EXPECT_EQ(line(Form::plain, "x", {{"v", "\xff\x1b[2J"}}), R"(x v="\u00ff\u001b[2J")");
    EXPECT_EQ(line(Form::json, "x", {{"v", "巡り"}}), R"("event":"x","v":"巡り")");
}

} // namespace
} // namespace meguri::log

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

TEST(Log, leaves_out_the_one_event_that_it_was_told_to) {
    configure(Form::plain, Level::error, "commit_failed");
    testing::internal::CaptureStderr();
    error("commit_failed", {{"detail", "on purpose"}});
    warning("unimportant");
    error("still_paused", {{"detail", "the disk is full"}});
    const std::string told = testing::internal::GetCapturedStderr();
    configure(Form::plain, Level::info);
    EXPECT_EQ(told.find("on purpose"), std::string::npos) << told;
    EXPECT_EQ(told.find("unimportant"), std::string::npos) << told;
    EXPECT_NE(told.find("error still_paused detail=\"the disk is full\"\n"), std::string::npos)
        << told;
}

} // namespace
} // namespace meguri::log

#include "base/time.hpp"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(Time, the_form_that_leaves_the_server_reads_back) {
    const Instant at = Date::from_civil(2028, 2, 29).begins() + (ms_per_day - 1);
    EXPECT_EQ(jst_iso(at), "2028-02-29T23:59:59.999+09:00");
    EXPECT_EQ(parse_jst(jst_iso(at)), at);
    for (const char* none :
         {"", "2028-02-29", "2027-02-29T00:00:00.000+09:00", "2028-02-29T24:00:00.000+09:00",
          "2028-02-29T00:60:00.000+09:00", "2028-02-29T00:00:00.000+00:00",
          "2028-02-29 00:00:00.000+09:00", "2028-02-29T0a:00:00.000+09:00"})
        EXPECT_FALSE(parse_jst(none)) << none;
}

TEST(Time, a_movable_clock_goes_from_where_it_was_set_or_stands) {
    MovableClock clock;
    const Instant real = SystemClock().now();
    clock.set({.ahead_ms = ms_per_day});
    EXPECT_GE(clock.now(), real + ms_per_day);
    EXPECT_LT(clock.now(), real + 2 * ms_per_day);
    clock.set({.ahead_ms = ms_per_day, .stands_at = {1234}});
    EXPECT_EQ(clock.now(), Instant{1234});
    clock.set({});
    EXPECT_LT(clock.now(), real + ms_per_day);
}

} // namespace
} // namespace meguri

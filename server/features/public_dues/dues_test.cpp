#include "features/public_dues/dues.hpp"

#include <gtest/gtest.h>

namespace meguri::features {
namespace {

constexpr Instant noon{1'795'320'000'000};

Dues held() {
    Dues it;
    it.hold = {1}, it.state = Dues::State::held, it.created = noon;
    return it;
}

TEST(PublicDues, are_said_until_heard_then_asked_for_then_ended_GEN_h) {
    Dues it = held();
    EXPECT_EQ(next_step(it), DuesStep::submit);
    it.accepted = true;
    EXPECT_EQ(next_step(it), DuesStep::ask);
    it.accepted = false; // it knows nothing of it after all
    EXPECT_EQ(next_step(it), DuesStep::submit);
    it.decided = Dues::Decided::paid;
    EXPECT_EQ(next_step(it), DuesStep::post);
    it.decided = Dues::Decided::refused;
    EXPECT_EQ(next_step(it), DuesStep::void_hold);
    for (const auto over : {Dues::State::posted, Dues::State::voided}) {
        it.state = over;
        EXPECT_EQ(next_step(it), DuesStep::none);
    }
}

TEST(PublicDues, never_time_out_while_nothing_is_decided_GEN_h) {
    Dues it = held();
    it.accepted = true;
    for (it.attempts = 0; it.attempts < 200; ++it.attempts) {
        EXPECT_EQ(next_step(it), DuesStep::ask);
        const std::int64_t wait = look_again(it, noon) - noon;
        EXPECT_GE(wait, ms_per_second);
        EXPECT_LE(wait, 10 * ms_per_minute);
    }
}

TEST(PublicDues, are_not_looked_at_when_only_wanted_or_over) {
    EXPECT_EQ(next_step(Dues{}), DuesStep::none);
    EXPECT_EQ(look_again(Dues{}, noon), Instant{});
    Dues it = held();
    it.state = Dues::State::posted;
    EXPECT_EQ(look_again(it, noon), Instant{});
}

} // namespace
} // namespace meguri::features

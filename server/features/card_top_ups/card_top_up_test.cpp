// Every order in which a provider can tell what happened comes to the same end.
#include "features/card_top_ups/card_top_up.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

namespace meguri::features {
namespace {

using State = CardTopUp::State;
constexpr Instant noon{1'795'320'000'000};
constexpr std::int64_t minute = ms_per_minute;

CardTopUp held() {
    CardTopUp it;
    it.hold = {1}, it.reference = "abc", it.yen = 3000;
    it.created = noon, it.expires = noon + 60 * minute;
    return it;
}
CardTopUp with_page() {
    CardTopUp it = held();
    it.session = "cs_1", it.url = "https://cards.example/cs_1";
    return it;
}

// The world around: a ledger that posts or voids once, a provider that refunds once.
struct World {
    CardTopUp it = with_page();
    int posts = 0, voids = 0, refunds = 0, taken_back = 0;

    void go_on() {
        for (CardStep what; (what = next_step(it, noon, false)) != CardStep::none;)
            act(what);
    }
    void act(CardStep what) {
        switch (what) {
        case CardStep::post: it.state = State::posted, ++posts; break;
        case CardStep::void_hold: it.state = State::voided, ++voids; break;
        case CardStep::refund: it.state = State::refunded, ++refunds; break;
        case CardStep::take_back: it.state = State::charged_back, ++taken_back; break;
        default: FAIL() << "asks without a reason";
        }
    }
    void hear(char message) {
        if (message == 'c' && it.captured == 0) it.captured = it.yen;
        if (message == 'e') it.ended = true;
        if (message == 'b') it.was_charged_back = true;
        go_on();
    }
};

TEST(CardTopUp, comes_to_value_or_money_back_in_every_order_CHG_d) {
    // captured, ended (which a provider must not say of a captured one), charged back; doubled
    for (const std::string all : {"c", "e", "cc", "ce", "cb", "ceb", "ccbb", "cceebb"}) {
        std::string order = all;
        std::ranges::sort(order);
        do {
            World world;
            for (const char message : order)
                world.hear(message);
            const bool captured = all.contains('c'), back = all.contains('b');
            EXPECT_LE(world.posts + world.voids, 1) << order;
            EXPECT_EQ(world.it.state == State::held, false) << order;
            // Captured: value, or refund, or the holder took the money back; never two of them.
            const int value = world.posts - world.taken_back;
            if (captured && !back) {
                EXPECT_EQ(value + world.refunds, 1) << order;
            } else {
                EXPECT_EQ(value, 0) << order;
            }
        } while (std::ranges::next_permutation(order).found);
    }
}

TEST(CardTopUp, that_ended_before_it_was_captured_is_refunded_once_CHG_d) {
    World world;
    for (const char message : std::string("ecce"))
        world.hear(message);
    EXPECT_EQ(world.it.state, State::refunded);
    EXPECT_EQ(world.refunds, 1);
    world.hear('b'); // disputed as well: nothing is left to give
    EXPECT_EQ(world.refunds, 1);
}

TEST(CardTopUp, disputed_before_it_was_posted_gives_neither_value_nor_refund_CHG_d) {
    World world;
    world.it.was_charged_back = true;
    world.hear('c');
    EXPECT_EQ(world.it.state, State::voided);
    EXPECT_EQ(world.refunds + world.posts, 0);
}

TEST(CardTopUp, of_another_amount_than_ordered_is_given_back) {
    World world;
    world.it.captured = 2999;
    world.go_on();
    EXPECT_EQ(world.it.state, State::refunded);
}

TEST(CardTopUp, never_times_out_while_the_provider_may_still_capture_CHG_d) {
    const CardTopUp it = with_page();
    for (const std::int64_t after : {0, 5, 59, 62})
        EXPECT_NE(next_step(it, noon + after * minute, true), CardStep::void_hold) << after;
    EXPECT_EQ(next_step(it, noon + 59 * minute, true), CardStep::ask);
    EXPECT_EQ(next_step(it, noon + 59 * minute, false), CardStep::none);
    EXPECT_EQ(next_step(it, noon + 63 * minute, false), CardStep::close);
    // A page whose address never reached us: as long as it may be paid, nothing is certain.
    CardTopUp lost = held();
    EXPECT_EQ(next_step(lost, noon, false), CardStep::open_page);
    EXPECT_EQ(next_step(lost, noon + 5 * minute, true), CardStep::none);
    EXPECT_EQ(next_step(lost, noon + 63 * minute, false), CardStep::ask);
    lost.asked_for = false; // certainly never made
    EXPECT_EQ(next_step(lost, noon + 5 * minute, false), CardStep::give_up);
}

TEST(CardTopUp, is_closed_when_the_resident_leaves) {
    CardTopUp it = with_page();
    it.leaving = true;
    EXPECT_EQ(next_step(it, noon, false), CardStep::close);
    CardTopUp early = held();
    early.leaving = true;
    EXPECT_EQ(next_step(early, noon, false), CardStep::none); // perhaps there is a page
    early.asked_for = false;
    EXPECT_EQ(next_step(early, noon, false), CardStep::give_up);
}

TEST(CardTopUp, is_looked_at_again_until_nothing_is_left_to_do) {
    CardTopUp it = with_page();
    EXPECT_EQ(look_again(it, noon) - noon, minute);
    it.attempts = 3;
    EXPECT_EQ(look_again(it, noon) - noon, 8 * minute);
    it.attempts = 60;
    EXPECT_EQ(look_again(it, noon) - noon, 10 * minute);
    EXPECT_EQ(look_again(it, noon + 58 * minute), noon + (62 * minute + ms_per_second));
    it.ended = true, it.attempts = 0;
    EXPECT_EQ(look_again(it, noon) - noon, ms_per_second); // the ledger did not answer
    it.state = State::voided; // when nothing can come any more, an hour and a day later
    const Instant end = noon + (62 * minute + ms_per_second);
    EXPECT_EQ(look_again(it, noon), end);
    EXPECT_EQ(look_again(it, noon + 63 * minute), end + 60 * minute);
    EXPECT_EQ(look_again(it, noon + 200 * minute), end + ms_per_day);
    EXPECT_EQ(look_again(it, noon + 2 * ms_per_day), Instant{});
    it.captured = it.yen, it.attempts = 5;
    EXPECT_EQ(look_again(it, noon) - noon, 32 * ms_per_second); // the refund did not succeed
    it.state = State::refunded;
    EXPECT_EQ(look_again(it, noon), Instant{});
    EXPECT_EQ(look_again(held(), noon + 5 * minute), noon + (62 * minute + ms_per_second));
}

} // namespace
} // namespace meguri::features

#include "features/people/sign_in_guard.hpp"

#include <gtest/gtest.h>

namespace meguri::features {
namespace {

constexpr std::uint64_t attacker = 1, home = 2;
constexpr Instant start{1'800'000'000'000};

TEST(SignInGuard, slows_whoever_is_wrong_and_nobody_else_SEC_3) {
    SignInGuard guard("salt");
    for (int n = 0; n < 10; ++n)
        EXPECT_EQ(guard.begin("hanako", attacker, start), 0);
    EXPECT_EQ(guard.begin("hanako", attacker, start), 90);
    EXPECT_EQ(guard.begin("hanako", attacker, start + 60 * ms_per_second), 90);
    EXPECT_EQ(guard.begin("hanako", home, start), 0);
    EXPECT_EQ(guard.begin("taro", attacker, start), 0);
    // One more each ninety seconds, not ten.
    EXPECT_EQ(guard.begin("hanako", attacker, start + 91 * ms_per_second), 0);
    EXPECT_EQ(guard.begin("hanako", attacker, start + 92 * ms_per_second), 90);
}

TEST(SignInGuard, is_not_reset_for_the_attacker_by_the_persons_own_sign_in_SEC_3) {
    SignInGuard guard("salt");
    for (int n = 0; n < 10; ++n)
        EXPECT_EQ(guard.begin("hanako", attacker, start), 0);
    EXPECT_EQ(guard.begin("hanako", home, start), 0);
    guard.succeeded("hanako", home);
    EXPECT_EQ(guard.begin("hanako", attacker, start), 90);
}

TEST(SignInGuard, lets_a_person_in_who_is_right_however_often_SEC_3) {
    SignInGuard guard("salt");
    for (int n = 0; n < 200; ++n) {
        EXPECT_EQ(guard.begin("hanako", home, start), 0);
        guard.succeeded("hanako", home);
    }
}

TEST(
    SignInGuard, backs_off_from_a_name_guessed_at_from_everywhere_but_not_where_it_is_known_SEC_3
) {
    SignInGuard guard("salt");
    EXPECT_EQ(guard.begin("hanako", home, start), 0);
    guard.succeeded("hanako", home);
    int checked = 0;
    for (std::uint64_t address = 100; address < 1'100; ++address)
        checked += guard.begin("hanako", address, start) == 0;
    EXPECT_EQ(checked, 50);
    EXPECT_EQ(guard.begin("hanako", 2'000, start), 5);
    EXPECT_EQ(guard.begin("hanako", home, start), 0);
    // From elsewhere: slow, never shut, and the wait has cost nothing of its own ten.
    for (int n = 0; n < 20; ++n)
        EXPECT_EQ(guard.begin("hanako", 2'000, start), 5);
    EXPECT_EQ(guard.begin("hanako", 2'000, start + 6 * ms_per_second), 0);
    EXPECT_EQ(guard.begin("taro", 2'000, start), 0);
}

TEST(SignInGuard, remembers_so_many_places_and_no_more_SEC_3) {
    SignInGuard guard("salt");
    for (std::uint64_t n = 0; n < 120'000; ++n)
        guard.succeeded("name" + std::to_string(n), home);
    for (std::uint64_t address = 100; address < 200; ++address)
        (void)guard.begin("name119999", address, start);
    EXPECT_EQ(guard.begin("name119999", 999, start), 5);
    EXPECT_EQ(guard.begin("name119999", home, start), 0);
}

TEST(SignInGuard, lets_few_checks_wait_and_keeps_room_for_those_it_knows_SEC_3) {
    SignInGuard guard("salt");
    EXPECT_EQ(guard.begin("hanako", home, start), 0);
    guard.succeeded("hanako", home);
    int waiting = 0;
    for (int n = 0; n < 100; ++n)
        waiting += guard.enter("name" + std::to_string(n), attacker);
    EXPECT_EQ(waiting, 16);
    EXPECT_TRUE(guard.enter("taro", home)); // others' flood is not theirs
    for (std::uint64_t address = 100; address < 300; ++address)
        waiting += guard.enter("name", address);
    EXPECT_EQ(waiting, 95);
    EXPECT_FALSE(guard.enter("taro", home));
    EXPECT_TRUE(guard.enter("hanako", home));
    guard.leave(home), guard.leave(home);
    EXPECT_FALSE(guard.enter("name", attacker));
    guard.leave(attacker);
    EXPECT_TRUE(guard.enter("name", attacker));
}

} // namespace
} // namespace meguri::features

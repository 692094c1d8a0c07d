#include "http/limits.hpp"

#include <gtest/gtest.h>

namespace meguri::http {
namespace {

TEST(Buckets, give_a_burst_and_then_the_rate_SEC_3) {
    Buckets buckets({.per_second = 2, .burst = 3});
    const Instant start{1'000'000};
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(buckets.take(7, start));
    EXPECT_FALSE(buckets.take(7, start));
    EXPECT_TRUE(buckets.take(8, start)); // somebody else
    EXPECT_FALSE(buckets.take(7, start + 400));
    EXPECT_TRUE(buckets.take(7, start + 500));
    EXPECT_FALSE(buckets.take(7, start + 600));
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(buckets.take(7, start + 60'000));
    EXPECT_FALSE(buckets.take(7, start + 60'000));
}

TEST(Buckets, survive_a_clock_that_goes_back_SEC_3) {
    Buckets buckets({.per_second = 1, .burst = 1});
    EXPECT_TRUE(buckets.take(7, Instant{100'000}));
    EXPECT_FALSE(buckets.take(7, Instant{0}));
    EXPECT_TRUE(buckets.take(7, Instant{1'000}));
}

TEST(Buckets, do_not_grow_without_end_SEC_3) {
    Buckets buckets({.per_second = 1, .burst = 2}, 100);
    Instant now{1'000'000};
    for (std::uint64_t client = 0; client < 10'000; ++client) {
        buckets.take(client, now);
        now = now + 1;
    }
    EXPECT_LE(buckets.size(), 100U);
    // Those beyond share one bucket; when the others are full again they make room.
    now = now + 60'000;
    EXPECT_TRUE(buckets.take(50'000, now));
    EXPECT_EQ(buckets.size(), 1U);
}

TEST(Buckets, have_no_limit_at_rate_zero) {
    Buckets buckets({});
    for (int i = 0; i < 1000; ++i)
        EXPECT_TRUE(buckets.take(1, Instant{0}));
    EXPECT_EQ(buckets.size(), 0U);
}

TEST(Admission, keeps_places_for_payments_when_lists_take_theirs_SEC_3) {
    Limits limits;
    limits.under_way = {2, 1, 1};
    Admission admission(limits);
    EXPECT_TRUE(admission.begin(OperationClass::bulk));
    EXPECT_FALSE(admission.begin(OperationClass::bulk));
    EXPECT_TRUE(admission.begin(OperationClass::read));
    EXPECT_FALSE(admission.begin(OperationClass::read));
    EXPECT_TRUE(admission.begin(OperationClass::pay));
    EXPECT_TRUE(admission.begin(OperationClass::pay));
    EXPECT_FALSE(admission.begin(OperationClass::pay));
    admission.end(OperationClass::pay);
    EXPECT_TRUE(admission.begin(OperationClass::pay));
    EXPECT_EQ(admission.under_way(OperationClass::pay), 2);
}

} // namespace
} // namespace meguri::http

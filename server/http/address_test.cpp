#include "http/address.hpp"

#include <gtest/gtest.h>

namespace meguri::http {
namespace {

TEST(Address, counts_a_household_once_and_ipv4_alike_however_it_is_written_SEC_3) {
    EXPECT_EQ(number_of_address("203.0.113.5"), 0xcb007105u);
    EXPECT_EQ(number_of_address("::ffff:203.0.113.5"), number_of_address("203.0.113.5"));
    EXPECT_NE(number_of_address("203.0.113.5"), number_of_address("203.0.113.6"));
    EXPECT_EQ(number_of_address("2001:db8:1:2::1"), number_of_address("2001:db8:1:2:ffff::9"));
    EXPECT_NE(number_of_address("2001:db8:1:2::1"), number_of_address("2001:db8:1:3::1"));
    EXPECT_EQ(number_of_address("nowhere"), 0u);
    EXPECT_EQ(number_of_address(""), 0u);
}

} // namespace
} // namespace meguri::http

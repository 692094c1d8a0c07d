#include "features/transfers/transfers.hpp"

#include <gtest/gtest.h>

namespace meguri::features {
namespace {

TEST(MaskedName, shows_the_first_letter_and_the_length_PNT_i) {
    EXPECT_EQ(masked_name("山田 花子"), "山〇 〇〇");
    EXPECT_EQ(masked_name("山田　花子"), "山〇　〇〇");
    EXPECT_EQ(masked_name("Anna"), "A〇〇〇");
    EXPECT_EQ(masked_name(""), "");
}

} // namespace
} // namespace meguri::features

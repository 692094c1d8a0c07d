#include "vault/phone.hpp"

#include <gtest/gtest.h>

namespace meguri::vault {
namespace {

TEST(Phone, one_number_has_one_spelling_USR_b) {
    for (const char* typed :
         {"09012345678", "090-1234-5678", "０９０ー１２３４ー５６７８", "090 1234 5678",
          "+819012345678", "+81 90-1234-5678", "+81(0)90-1234-5678", "(090)1234-5678",
          "090−1234−5678", "　09012345678　", "＋８１９０１２３４５６７８", "090.1234.5678"})
        EXPECT_EQ(normalise_mobile(typed), "+819012345678") << typed;
    EXPECT_EQ(normalise_mobile("060-1234-5678"), "+816012345678");
    EXPECT_EQ(normalise_mobile("070-1234-5678"), "+817012345678");
    EXPECT_EQ(normalise_mobile("080-1234-5678"), "+818012345678");
}

TEST(Phone, refuses_what_is_no_japanese_mobile_number) {
    for (const char* typed :
         {"",
          "0485241111",
          "0312345678",
          "09012345",
          "090123456789",
          "05012345678",
          "0800-123-4567",
          "09001234567",
          "02012345678",
          "+14155550100",
          "+8190123456789",
          "819012345678",
          "9012345678",
          "090-1234-567a",
          "++819012345678",
          "0081 90 1234 5678",
          "+810909012345678",
          "110",
          "090-1234-5678;--",
          "٠٩٠١٢٣٤٥٦٧٨"})
        EXPECT_FALSE(normalise_mobile(typed)) << typed;
    EXPECT_FALSE(normalise_mobile(std::string(10000, '0')));
}

TEST(Phone, normalising_again_changes_nothing) {
    EXPECT_EQ(normalise_mobile(*normalise_mobile("090-1234-5678")), "+819012345678");
}

TEST(Phone, shows_no_more_than_the_ends) {
    EXPECT_EQ(masked_mobile("+819012345678"), "090-****-5678");
    EXPECT_EQ(masked_mobile("anything"), "***");
}

} // namespace
} // namespace meguri::vault

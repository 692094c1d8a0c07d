#include "service/folded.hpp"

#include <gtest/gtest.h>

namespace meguri::service {

TEST(Folded, kana_width_hyphens_and_capitals_are_the_same_MNU_d) {
    EXPECT_EQ(folded("ベーカリーむぎの輪"), folded("べかりむぎの輪"));
    EXPECT_EQ(folded("ﾍﾞｰｶﾘｰ"), folded("ベーカリー"));
    EXPECT_EQ(folded("ＣＯＦＦＥＥ"), folded("coffee"));
    EXPECT_EQ(folded("048-524-1111"), folded("０４８５２４１１１１"));
    EXPECT_EQ(folded("Mugi−no‐wa"), "muginowa");
    EXPECT_NE(folded("むぎ"), folded("むき"));
}

TEST(Folded, words_are_folded_one_by_one_MNU_d) {
    EXPECT_EQ(folded_words("  パン　筑波 "), (std::vector<std::string>{"ぱん", "筑波"}));
    EXPECT_TRUE(folded_words(" ー ・ ").empty());
}

} // namespace meguri::service

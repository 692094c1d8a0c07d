#include "features/handouts/handout_json.hpp"

#include <gtest/gtest.h>

namespace meguri::features {
namespace {

TEST(CodeWord, width_case_and_spaces_do_not_count_PNT_c) {
    EXPECT_EQ(word_hash("Sakura 2026"), word_hash("ＳＡＫＵＲＡ２０２６"));
    EXPECT_EQ(word_hash("さくら"), word_hash(" さくら　"));
    EXPECT_EQ(word_hash("ｻｸﾗ"), word_hash("サクラ"));
    EXPECT_NE(word_hash("さくら"), word_hash("サクラ"));
    EXPECT_NE(word_hash("sakura"), word_hash("sakura2"));
}

} // namespace
} // namespace meguri::features

#include "base/signature.hpp"

#include <gtest/gtest.h>

namespace meguri {

// RFC 8032, 7.1, test 2.
TEST(Signature, is_that_of_the_standard) {
    const auto seed =
        to_array<32>(*from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    const SigningKey key(*seed);
    EXPECT_EQ(
        to_hex(view(key.public_key())),
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    );
    EXPECT_EQ(
        to_hex(view(key.sign("\x72"))),
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    );
}

TEST(Signature, of_anything_else_is_none) {
    const SigningKey key(SecretKey{1}), other(SecretKey{2});
    const Bytes good(view(key.sign("the head")));
    EXPECT_TRUE(is_signed("the head", good, view(key.public_key())));
    EXPECT_FALSE(is_signed("the heat", good, view(key.public_key())));
    EXPECT_FALSE(is_signed("the head", good, view(other.public_key())));
    EXPECT_FALSE(is_signed("the head", "", view(key.public_key())));
    EXPECT_FALSE(is_signed("the head", good, ""));
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        EXPECT_FALSE(is_signed("the head", bad, view(key.public_key()))) << at;
    }
}

} // namespace meguri

#include "access/card_code.hpp"
#include "access/place_code.hpp"

#include <gtest/gtest.h>
#include <set>

namespace meguri::access {
namespace {

const CardCodes codes(CityKeys(SecretKey{1}), "https://pay.city.example");
const CardCodes elsewhere(CityKeys(SecretKey{2}), "https://pay.other.example");
const ByteArray<16> command{7};

TEST(CardCode, is_found_again_by_its_digest_GEN_a) {
    const CardCode card = codes.made_by(command, 0);
    EXPECT_TRUE(card.url.starts_with("https://pay.city.example/c/"));
    EXPECT_EQ(card.number.size(), 16u);
    EXPECT_EQ(codes.digest_of(card.url), card.digest);
    EXPECT_EQ(codes.digest_of(card.url.substr(card.url.rfind('/') + 1)), card.digest);
    EXPECT_EQ(
        codes.digest_of("https://moved.example/c/" + card.url.substr(card.url.rfind('/') + 1)),
        card.digest
    );
}

TEST(CardCode, of_one_command_are_the_same_again_and_all_different_GEN_a) {
    std::set<std::string> urls, numbers;
    for (int i = 0; i < 1000; ++i) {
        const CardCode card = codes.made_by(command, i);
        EXPECT_EQ(card.url, codes.made_by(command, i).url);
        urls.insert(card.url), numbers.insert(card.number);
    }
    EXPECT_EQ(urls.size(), 1000u);
    EXPECT_EQ(numbers.size(), 1000u);
    EXPECT_NE(codes.made_by(ByteArray<16>{8}, 0).url, codes.made_by(command, 0).url);
}

TEST(CardCode, foreign_altered_and_malformed_are_nothing_GEN_a) {
    const std::string url = codes.made_by(command, 0).url;
    EXPECT_EQ(codes.digest_of(elsewhere.made_by(command, 0).url), std::nullopt);
    for (std::size_t at = url.size() - 40; at < url.size(); ++at) {
        std::string other = url;
        other[at] = other[at] == '7' ? '8' : '7';
        EXPECT_EQ(codes.digest_of(other), std::nullopt) << at;
    }
    for (const std::string& text :
         {std::string(), std::string("x"), url + "0", url.substr(1, 30), std::string(100'000, '1')})
        EXPECT_EQ(codes.digest_of(text), std::nullopt);
}

TEST(CardCode, numbers_are_read_as_typed_GEN_a) {
    EXPECT_EQ(CardCodes::parse_number("1234 5678-9012 3456"), "1234567890123456");
    EXPECT_EQ(CardCodes::parse_number("123456789012345"), std::nullopt);
    EXPECT_EQ(CardCodes::parse_number("12345678901234567"), std::nullopt);
}

// One to three characters changed, left out, put in or swapped.
std::string altered(const std::string& code, SeededRandom& random) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ/:?#.-+ ";
    std::string changed = code;
    const std::uint32_t last = 20; // in the part behind the address
    for (std::uint32_t times = 1 + random.below(3); times > 0; --times) {
        const std::size_t at = changed.size() - 1 - random.below(last);
        const char letter = letters[random.below(static_cast<std::uint32_t>(letters.size()))];
        switch (random.below(4)) {
        case 0: changed.insert(at, 1, letter); break;
        case 1: changed.erase(at, 1); break;
        case 2: std::swap(changed[at], changed[at - 1]); break;
        default: changed[at] = letter;
        }
    }
    return changed;
}

TEST(CardCode, none_of_a_hundred_thousand_altered_codes_is_taken_GEN_b) {
    SeededRandom random(11);
    const PlaceCodes places(CityKeys(SecretKey{1}), "https://pay.city.example");
    std::int64_t taken = 0, tried = 0;
    for (int n = 0; tried < 100'000; ++n) {
        const std::string card = codes.made_by(command, n).url;
        const PlaceCode place = PlaceCodes::fresh(random);
        const std::string sticker = places.url(place);
        for (int time = 0; time < 10; ++time) {
            const std::string other_card = altered(card, random);
            const std::string other_sticker = altered(sticker, random);
            // What still says the same (O for 0, a query behind it) is no other code.
            const auto card_read = codes.digest_of(other_card);
            const auto place_read = places.parse(other_sticker);
            taken += card_read && *card_read != codes.digest_of(card);
            taken += place_read && *place_read != place;
            tried += 2;
        }
    }
    EXPECT_EQ(taken, 0) << "of " << tried;
}

TEST(CardCode, activation_codes_are_eight_digits_of_their_own) {
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        const CardCode card = codes.made_by(command, i);
        EXPECT_EQ(card.activation.size(), 8u);
        EXPECT_EQ(card.number.find(card.activation), std::string::npos);
        seen.insert(card.activation);
    }
    EXPECT_GT(seen.size(), 990u);
}

} // namespace
} // namespace meguri::access

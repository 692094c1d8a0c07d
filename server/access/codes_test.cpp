#include "access/command_key.hpp"
#include "access/place_code.hpp"

#include <gtest/gtest.h>

namespace meguri::access {
namespace {

using ledger::Actor, ledger::ActorKind;

const CityKeys keys(SecretKey{1}), other_keys(SecretKey{2});
constexpr Instant now{1795320000123};
constexpr Actor taro{ActorKind::resident, PersonId{1}};

TEST(CommandKey, opens_for_its_actor_only) {
    SeededRandom random(1);
    const CommandKeys sealer(keys);
    const std::string token = sealer.seal(taro, now, random);
    EXPECT_EQ(token.size(), 51u);
    EXPECT_EQ(
        token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        std::string::npos
    );
    const auto key = sealer.open(token, taro);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->issued_at, now);
    EXPECT_EQ(sealer.open(token, taro)->id, key->id);
    EXPECT_NE(sealer.open(sealer.seal(taro, now, random), taro)->id, key->id);
    EXPECT_FALSE(sealer.open(token, {ActorKind::resident, PersonId{2}}));
    EXPECT_FALSE(sealer.open(token, {ActorKind::staff, PersonId{1}}));
    EXPECT_FALSE(CommandKeys(other_keys).open(token, taro));
}

TEST(CommandKey, cannot_be_altered_or_made_up) {
    SeededRandom random(2);
    const CommandKeys sealer(keys);
    const std::string token = sealer.seal(taro, now, random);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = token[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(sealer.open(changed, taro)) << i;
    }
    for (const std::string& text :
         {std::string(), token + "A", token.substr(1), std::string(51, 'A'), token + "=",
          " " + token, std::string(51, '\xff')})
        EXPECT_FALSE(sealer.open(text, taro));
}

TEST(PlaceCode, comes_back_from_the_printed_url) {
    SeededRandom random(3);
    const PlaceCodes codes(keys, "https://pay.city.example");
    for (int i = 0; i < 100; ++i) {
        const PlaceCode code = PlaceCodes::fresh(random);
        const std::string url = codes.url(code), text = codes.text(code);
        EXPECT_EQ(url, "https://pay.city.example/s/" + text);
        EXPECT_EQ(text.size(), 20u);
        EXPECT_EQ(text.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
        EXPECT_EQ(codes.parse(url), code);
        EXPECT_EQ(codes.parse(text), code);
        EXPECT_EQ(codes.parse(url + "?from=camera"), code);
        EXPECT_EQ(codes.parse("HTTPS://PAY.CITY.EXAMPLE/S/" + text), code);
    }
}

TEST(PlaceCode, outlives_the_citys_domain_and_its_keys) {
    const PlaceCodes old_city(keys, "https://old.example"), new_city(keys, "https://new.example");
    const PlaceCode code{1, 42};
    EXPECT_EQ(new_city.parse(old_city.url(code)), code);
    const PlaceCode newer{2, 42};
    EXPECT_EQ(new_city.parse(new_city.url(newer)), newer);
    EXPECT_NE(new_city.text(code), new_city.text(newer));
}

TEST(PlaceCode, tells_altered_from_not_ours) {
    SeededRandom random(4);
    const PlaceCodes codes(keys, "https://pay.city.example");
    const std::string text = codes.text(PlaceCodes::fresh(random)),
                      url = "https://pay.city.example/s/" + text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = text[i] == '4' ? '5' : '4';
        EXPECT_EQ(
            codes.parse("https://pay.city.example/s/" + changed).error(), PlaceCodeProblem::altered
        ) << i;
    }
    EXPECT_EQ(codes.parse(url.substr(0, url.size() - 1)).error(), PlaceCodeProblem::altered);
    EXPECT_EQ(
        PlaceCodes(other_keys, "https://other.example").parse(url).error(),
        PlaceCodeProblem::not_ours
    ) << "another city's";
    for (const char* foreign :
         {"", "hello", "4901234567894", "https://example.com/", "https://example.com/s/ABC",
          "javascript:alert(1)", "WIFI:S:x;;", "https://pay.city.example/w/00000000000000000000",
          "https://pay.city.example/s/", "://", "https:///s/x", "ftp://pay.city.example/s/x"})
        EXPECT_EQ(codes.parse(foreign).error(), PlaceCodeProblem::not_ours) << foreign;
    EXPECT_EQ(codes.parse(std::string(100000, 'A')).error(), PlaceCodeProblem::not_ours);
}

TEST(PlaceCode, of_one_kind_is_none_of_another_PRM_h) {
    SeededRandom random(7);
    const PlaceCodes places(keys, "https://pay.city.example");
    const PlaceCodes handouts(keys, "https://pay.city.example", at_a_handout);
    const PlaceCode code = PlaceCodes::fresh(random);
    EXPECT_EQ(handouts.parse(handouts.url(code)), code);
    EXPECT_TRUE(handouts.url(code).starts_with("https://pay.city.example/h/"));
    EXPECT_EQ(handouts.parse(places.url(code)).error(), PlaceCodeProblem::not_ours);
    EXPECT_EQ(places.parse(handouts.url(code)).error(), PlaceCodeProblem::not_ours);
    const std::string dressed_up = "https://pay.city.example/h/" + places.text(code);
    EXPECT_EQ(handouts.parse(dressed_up).error(), PlaceCodeProblem::altered);
}

TEST(ShopNumber, is_read_as_people_type_it) {
    SeededRandom random(5);
    for (int i = 0; i < 200; ++i) {
        const std::string number = fresh_shop_number(random);
        EXPECT_EQ(parse_shop_number(number), number);
        EXPECT_EQ(parse_shop_number(show_shop_number(number)), number);
        EXPECT_EQ(parse_shop_number(" " + number.substr(0, 4) + "　" + number.substr(4)), number);
    }
}

TEST(ShopNumber, notices_every_wrong_digit_and_every_swap_of_neighbours) {
    SeededRandom random(6);
    for (int round = 0; round < 50; ++round) {
        const std::string number = fresh_shop_number(random);
        for (std::size_t i = 0; i < 8; ++i) {
            for (char c = '0'; c <= '9'; ++c) {
                std::string wrong = number;
                wrong[i] = c;
                EXPECT_EQ(parse_shop_number(wrong).has_value(), wrong == number);
            }
            if (i == 0) continue;
            std::string swapped = number;
            std::swap(swapped[i - 1], swapped[i]);
            EXPECT_EQ(parse_shop_number(swapped).has_value(), swapped == number);
        }
    }
    for (const char* text : {"", "1234567", "123456789", "abcdefgh"})
        EXPECT_FALSE(parse_shop_number(text));
}

} // namespace
} // namespace meguri::access

#include "access/jpqr.hpp"
#include "access/place_code.hpp"

#include <gtest/gtest.h>

namespace meguri::access::jpqr {
namespace {

// A made-up shop in the published form (JPQR MPM 3.0 as the council's members implement it).
Mpm test_shop(std::int64_t amount = 0) {
    Mpm shop{.amount = amount, .category = "5411", .name = "TEST SHOP", .city = "KUMAGAYA"};
    shop.shared = SharedShop{"0000000000001", "0001", "000001", "000001"};
    shop.postal_code = "3600041", shop.local_name = "試験商店";
    return shop;
}
constexpr std::string_view still =
    "00020101021126680019jp.or.paymentsjapan0113000000000000102040001030600000104060000015204541153"
    "033925802JP5909TEST SHOP6008KUMAGAYA6107360004164140002JA0104試験商店6304193C";
constexpr std::string_view for_498_yen =
    "00020101021226680019jp.or.paymentsjapan0113000000000000102040001030600000104060000015204541153"
    "03392540349858"
    "02JP5909TEST SHOP6008KUMAGAYA6107360004164140002JA0104試験商店63048F13";

TEST(Jpqr, checksum_is_the_published_one) { EXPECT_EQ(checksum("123456789"), 0x29b1); }

TEST(Jpqr, shop_codes_are_written_and_read_as_published) {
    EXPECT_EQ(write(test_shop()), still);
    EXPECT_EQ(write(test_shop(498)), for_498_yen);
    EXPECT_EQ(read_mpm(still), test_shop());
    EXPECT_EQ(read_mpm(for_498_yen), test_shop(498));
}

TEST(Jpqr, customer_codes_are_written_and_read_as_published) {
    const Cpm code{"99990001", "0123456789012345"};
    const std::string text = "hQVKUFFSMWEcTwg5OTk5MDAwMVcQMDEyMzQ1Njc4OTAxMjM0NQ==";
    EXPECT_EQ(write(code), text);
    EXPECT_EQ(read_cpm(text), code);
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(read_cpm(text.substr(0, size))) << size;
    EXPECT_FALSE(read_cpm(text + "AAAA")) << "something behind its end";
    EXPECT_FALSE(write(Cpm{"9999000", "1"}));
    EXPECT_FALSE(write(Cpm{"99990001", ""}));
    EXPECT_FALSE(write(Cpm{"99990001", "12a"}));
}

TEST(Jpqr, every_changed_character_is_noticed) {
    const std::string good(still);
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string changed = good;
        changed[at] = good[at] == '7' ? '8' : '7';
        EXPECT_FALSE(read_mpm(changed)) << at;
        EXPECT_FALSE(read_mpm(good.substr(0, at))) << at;
    }
    EXPECT_FALSE(read_mpm(good + "0"));
}

TEST(Jpqr, what_does_not_fit_is_not_written) {
    Mpm shop = test_shop();
    shop.local_name = std::string(26, 'x');
    EXPECT_FALSE(write(shop));
    shop = test_shop(), shop.name = "試験";
    EXPECT_FALSE(write(shop));
    shop = test_shop(), shop.postal_code = "360-0041";
    EXPECT_FALSE(write(shop));
    shop = test_shop(), shop.shared.reset();
    EXPECT_FALSE(write(shop)); // nobody's
    shop.own = OwnShop{"example.city.pay", "X"};
    EXPECT_EQ(read_mpm(write(shop).value()), shop);
}

const CityKeys keys(SecretKey{1}), other_keys(SecretKey{2});
const JpqrDetails details{
    .name = "SHOP 1042-7789",
    .city = "KUMAGAYA",
    .postal_code = "3600041",
    .local_name = "うどん 麦"
};

TEST(PlaceCode, in_the_form_of_jpqr_opens_the_same_place_and_no_other) {
    SeededRandom random(5);
    const PlaceCodes codes(keys, "https://pay.city.example"),
        elsewhere(other_keys, "https://b.example");
    for (int i = 0; i < 100; ++i) {
        const PlaceCode code = PlaceCodes::fresh(random);
        const auto text = codes.jpqr(code, details);
        ASSERT_TRUE(text);
        EXPECT_EQ(read_mpm(*text)->own->domain, "example.city.pay");
        EXPECT_EQ(codes.parse(*text), code);
        EXPECT_EQ(PlaceCodes(keys, "https://new.example").parse(*text), code);
        EXPECT_EQ(elsewhere.parse(*text).error(), PlaceCodeProblem::not_ours);
        // A thief's own, under our domain.
        const PlaceCodes thief(other_keys, "https://pay.city.example");
        EXPECT_EQ(codes.parse(*thief.jpqr(code, details)).error(), PlaceCodeProblem::altered);
    }
    EXPECT_EQ(codes.parse(still).error(), PlaceCodeProblem::not_ours);
}

} // namespace
} // namespace meguri::access::jpqr

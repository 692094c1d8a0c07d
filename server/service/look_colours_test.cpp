#include "service/look_colours.hpp"

#include <gtest/gtest.h>

namespace meguri::service {
namespace {

TEST(LookColours, reads_six_hex_digits_and_nothing_else) {
    EXPECT_EQ(read_colour("#115A36"), usual_colour);
    EXPECT_EQ(to_text(usual_colour), "#115a36");
    for (const char* wrong : {"", "115a36", "#115a3", "#115a3g", "#115a366", "green", "#115a3/"})
        EXPECT_FALSE(read_colour(wrong)) << wrong;
}

TEST(LookColours, contrast_is_that_of_the_guidelines) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 0.01);
    EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, {255, 255, 255}), 4.48, 0.01);
    EXPECT_NEAR(contrast(usual_colour, {255, 255, 255}), 8.3, 0.1);
}

TEST(LookColours, the_usual_colour_passes_and_light_ones_do_not_ADM_h) {
    EXPECT_GE(weakest_contrast(usual_colour), least_contrast);
    for (const Colour light : {Colour{0x71, 0xc5, 0x98}, {0xff, 0xd4, 0x3d}, {0xff, 0xff, 0xff}})
        EXPECT_LT(weakest_contrast(light), least_contrast) << to_text(light);
}

// Every colour of a fine grid that is taken can be read everywhere, by day and by night.
TEST(LookColours, whatever_is_taken_can_be_read_by_day_and_by_night_ADM_h) {
    const Colour night_surface{0x1d, 0x25, 0x21}, white{255, 255, 255};
    int taken = 0;
    for (int i = 0; i < 16 * 16 * 16; ++i) {
        const auto part = [i](int at) { return static_cast<std::uint8_t>((i >> at & 15) * 17); };
        const Colour main{part(8), part(4), part(0)};
        if (weakest_contrast(main) < least_contrast) continue;
        ++taken;
        const LookColours look = look_colours(main);
        for (const auto& [text, ground] :
             {std::pair{white, look.main},
              {white, look.deep},
              {main, white},
              {main, look.tint},
              {look.night.main, night_surface},
              {look.night.text, night_surface},
              {look.night.on_main, look.night.main},
              {look.night.text, look.night.tint},
              {white, look.night.paid},
              {white, look.night.deep}}) {
            EXPECT_GE(contrast(text, ground), least_contrast)
                << to_text(main) << ": " << to_text(text) << " on " << to_text(ground);
        }
    }
    EXPECT_GT(taken, 500);
}

TEST(LookColours, tells_what_else_has_the_colour) {
    EXPECT_EQ(resembles(usual_colour), Meaning::none);
    EXPECT_EQ(resembles({0x00, 0x55, 0xad}), Meaning::top_up);
    EXPECT_EQ(resembles({0x8a, 0x2c, 0x5a}), Meaning::points);
    EXPECT_EQ(resembles({0x9a, 0x3b, 0x00}), Meaning::deadline);
    EXPECT_EQ(resembles({0xb8, 0x00, 0x00}), Meaning::cancel);
    EXPECT_EQ(resembles({0x44, 0x44, 0x44}), Meaning::none);
}

} // namespace
} // namespace meguri::service

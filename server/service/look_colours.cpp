#include "service/look_colours.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace meguri::service {

namespace {
constexpr Colour white{0xff, 0xff, 0xff}, black{0, 0, 0};
// Grounds of the apps (tokens.css): paper and surface by day, surface by night.
constexpr Colour paper{0xf8, 0xf5, 0xed}, night_surface{0x1d, 0x25, 0x21},
    night_paper{0x13, 0x18, 0x15};

double linear(std::uint8_t part) {
    const double share = part / 255.0;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

// `share` (0 to 1) of `other` in `one`.
Colour mix(Colour one, Colour other, double share) {
    const auto part = [share](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
    };
    return {part(one.red, other.red), part(one.green, other.green), part(one.blue, other.blue)};
}

struct Tone {                              // as painters see it: CSS's hsl()
    double degrees, saturation, lightness; // 0 to 360; 0 to 1; 0 to 1
};
Tone tone_of(Colour c) {
    const double r = c.red / 255.0, g = c.green / 255.0, b = c.blue / 255.0;
    const double high = std::max({r, g, b}), low = std::min({r, g, b}), span = high - low;
    if (span == 0) return {0, 0, high};
    double turn = 4 + (r - g) / span;
    if (high == r)
        turn = std::fmod((g - b) / span + 6, 6);
    else if (high == g)
        turn = 2 + (b - r) / span;
    return {turn * 60, span / (1 - std::abs(high + low - 1)), (high + low) / 2};
}

Colour colour_of(Tone tone) {
    const auto part = [tone](double offset) {
        const double at = std::fmod(offset + tone.degrees / 30, 12);
        const double reach = tone.saturation * std::min(tone.lightness, 1 - tone.lightness);
        const double share =
            tone.lightness - reach * std::max(-1.0, std::min({at - 3, 9 - at, 1.0}));
        return static_cast<std::uint8_t>(std::lround(share * 255));
    };
    return {part(0), part(8), part(4)};
}

// The same tone, light enough for `ratio` on a dark ground; softer than by day, so that it does not
// glow.
Colour lit(Colour main, Colour ground, double ratio) {
    Tone tone = tone_of(main);
    tone.saturation = std::min(tone.saturation, 0.45);
    for (; tone.lightness < 1; tone.lightness += 0.01) {
        if (contrast(colour_of(tone), ground) >= ratio) return colour_of(tone);
    }
    return white;
}

// Dark enough for `ratio` on a light ground.
Colour dimmed(Colour main, Colour ground, double ratio) {
    for (double share = 0.6; share < 1; share += 0.02) {
        if (contrast(mix(main, black, share), ground) >= ratio) return mix(main, black, share);
    }
    return black;
}
} // namespace

std::optional<Colour> read_colour(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text.substr(1)) {
        const bool digit = c >= '0' && c <= '9';
        const char small = static_cast<char>(c | 0x20);
        if (!digit && (small < 'a' || small > 'f')) return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(digit ? c - '0' : small - 'a' + 10);
    }
    return Colour{
        static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xff),
        static_cast<std::uint8_t>(value & 0xff)
    };
}

std::string to_text(Colour c) { return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue); }

double contrast(Colour one, Colour other) {
    const auto [low, high] = std::minmax({luminance(one), luminance(other)});
    return (high + 0.05) / (low + 0.05);
}

LookColours look_colours(Colour main) {
    LookColours look;
    look.main = main;
    look.tint = mix(main, white, 0.9);
    look.deep = mix(main, black, 0.22);
    look.night.main = lit(main, night_surface, 7);
    look.night.text = lit(main, night_surface, 8.5);
    look.night.on_main = dimmed(main, look.night.main, 7);
    look.night.tint = mix(night_paper, main, 0.3);
    look.night.deep = mix(main, black, 0.5);
    look.night.paid = look.deep;
    return look;
}

double weakest_contrast(Colour main) {
    const LookColours look = look_colours(main);
    return std::min(
        {contrast(white, main), contrast(main, paper), contrast(main, look.tint),
         contrast(look.night.text, look.night.tint)}
    );
}

Meaning resembles(Colour main) {
    const Tone tone = tone_of(main);
    if (tone.saturation < 0.25) return Meaning::none;
    constexpr struct {
        double degrees;
        Meaning meaning;
    } taken[] = {
        {210, Meaning::top_up},
        {330, Meaning::points},
        {23, Meaning::deadline},
        {0, Meaning::cancel}
    };
    for (const auto& [degrees, meaning] : taken) {
        const double apart = std::abs(tone.degrees - degrees);
        if (std::min(apart, 360 - apart) < 12) return meaning;
    }
    return Meaning::none;
}

} // namespace meguri::service

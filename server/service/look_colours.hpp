// The colours of money in every app, worked out from the one that the city chooses [ADM-h]. White
// text stands on it and it stands on white, paper and its own tint as text, by day and by night:
// what cannot be read (WCAG 2.2, 1.4.3: less than 4.5 : 1) is not taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meguri::service {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    friend bool operator==(const Colour&, const Colour&) = default;
};

// "#115A36"; nothing for any other form.
std::optional<Colour> read_colour(std::string_view text);
std::string to_text(Colour colour); // "#115a36"

// WCAG's ratio of two colours, 1 to 21, either order.
double contrast(Colour one, Colour other);

// The names are those of the apps' style sheet (web/shared/ui/styles/tokens.css).
struct LookColours {
    Colour main, tint, deep;
    struct {
        Colour main, text, on_main, tint, deep, paid;
    } night;
};
inline constexpr Colour usual_colour{0x11, 0x5a, 0x36};
inline constexpr double least_contrast = 4.5;

LookColours look_colours(Colour main);

// The least contrast of white on the colour and of the colour as text on each ground of the apps.
double weakest_contrast(Colour main);

// What else has nearly this colour, so that the two could be taken for each other.
enum class Meaning : std::uint8_t { none, top_up, points, deadline, cancel };
Meaning resembles(Colour main);

} // namespace meguri::service

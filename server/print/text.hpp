// Writing on paper, in millimetres: Noto's Japanese faces, which Debian packages and PDF embeds.
// A size is the height of an em. Nothing is ever cut: what is too wide is set smaller.
#pragma once

#include "print/sheet.hpp"

#include <string>

namespace meguri::print {

enum class Face : std::uint8_t { plain, bold, mincho }; // mincho is for the mark and the noren only
enum class Align : std::uint8_t { left, centre, right };

struct Style {
    double size = 3; // mm
    Face face = Face::plain;
    Align align = Align::left;
    Colour colour = ink;
    double most_wide = 0; // mm; 0: as wide as it is
};

// `y` is the line the letters stand on. Gives the size that was used.
double write(const Canvas& canvas, double x, double y, std::string_view text, const Style& style);

// A name as large as the width allows, from `style.size` down: on one line standing on `y`, or,
// when it would be too small there, on two, the first on `y`. Whether it was one.
bool write_name(
    const Canvas& canvas, double x, double y, double width, const std::string& text, Style style
);

} // namespace meguri::print

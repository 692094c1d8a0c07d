// A two-dimensional code on paper. What is printed must be read for years, scratched and at an
// angle: whole modules, one filled path without seams, black on white with its quiet zone.
#pragma once

#include "print/sheet.hpp"

#include <string>

namespace meguri::print {

// How much of it may be damaged and still be read: about 15 % and 25 %.
enum class QrLevel : std::uint8_t { medium, quartile };

// Draws `text` as a code of `size` mm a side at x, y, without the quiet zone (4 modules), which the
// caller leaves white. False: the text is too long for any code.
bool draw_qr(
    const Canvas& canvas, double x, double y, double size, const std::string& text, QrLevel level
);

} // namespace meguri::print

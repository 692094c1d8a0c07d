// What Meguri's papers share with its screens: the ring, the seven treasures (七宝), the hills
// above the river, the noren, stamps.
#pragma once

#include "print/text.hpp"

namespace meguri::print {

// The mark: a ring going round, `size` mm high, its corner at x, y.
void draw_logo(const Canvas& canvas, double x, double y, double size, const Colour& green);
// Interlaced circles inside the box, or inside the disc that fills it.
void draw_shippo(
    const Canvas& canvas, double x, double y, double width, double height, bool as_disc,
    const Colour& colour
);
// Hills, cherry trees and the river, from y down to y + height.
void draw_river(const Canvas& canvas, double x, double y, double width, double height);
// The shop curtain with the three letters of めぐり.
void draw_noren(
    const Canvas& canvas, double x, double y, double width, double height, const Colour& green
);
// One kanji in a frame.
void draw_stamp(
    const Canvas& canvas, double x, double y, double size, std::string_view kanji,
    const Colour& colour
);
// Over the whole width, so that nothing of a test environment is taken for the real thing. `y` is
// its middle; it must stay clear of the code.
void draw_test_strip(const Canvas& canvas, double y, double width, double height = 6);

enum class StepIcon : std::uint8_t { scan, yen, check };
void draw_icon(
    const Canvas& canvas, double x, double y, double size, StepIcon icon, const Colour& colour
);

} // namespace meguri::print

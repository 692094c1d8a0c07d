#include "print/marks.hpp"

#include <array>
#include <numbers>

namespace meguri::print {

namespace {

constexpr double radians = std::numbers::pi / 180;

void arc(
    const Canvas& canvas, double x, double y, double radius, double from, double to, double width
) {
    cairo_t* cairo = canvas.cairo();
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, from * radians, to * radians);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    canvas.stroke(width);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
}

// A closed shape from corners in parts of the box.
struct Part {
    double x, y;
};
template <std::size_t N>
void shape(
    const Canvas& canvas, double x, double y, double width, double height,
    const std::array<Part, N>& corners, std::uint32_t colour
) {
    for (const Part& corner : corners)
        cairo_line_to(canvas.cairo(), x + corner.x * width, y + corner.y * height);
    cairo_close_path(canvas.cairo());
    canvas.colour(Colour::of(colour));
    canvas.fill();
}

// A bank: from `left` to `right` of the height, with a swell between, down to `foot`.
struct Bank {
    double left, swell1, swell2, right;
    std::uint32_t colour;
};
void bank(const Canvas& canvas, double x, double y, double width, double height, const Bank& b) {
    cairo_t* cairo = canvas.cairo();
    cairo_move_to(cairo, x, y + b.left * height);
    cairo_curve_to(
        cairo, x + width * 0.3, y + b.swell1 * height, x + width * 0.55, y + b.swell2 * height,
        x + width, y + b.right * height
    );
    cairo_line_to(cairo, x + width, y + height);
    cairo_line_to(cairo, x, y + height);
    cairo_close_path(cairo);
    canvas.colour(Colour::of(b.colour));
    canvas.fill();
}

void tree(const Canvas& canvas, double x, double y, double size, std::uint32_t blossom) {
    canvas.colour(Colour::of(0x7a5c46));
    canvas.box(x - size * 0.06, y, size * 0.12, size * 0.55);
    canvas.colour(Colour::of(blossom));
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, 1, 0.62);
    canvas.disc(0, 0, size / 2);
    cairo_restore(cairo);
}

} // namespace

void draw_logo(const Canvas& canvas, double x, double y, double size, const Colour& green) {
    const double part = size / 48;
    canvas.colour(green);
    arc(canvas, x + 24 * part, y + 24 * part, 16 * part, 205, 422, 7 * part);
    canvas.colour(meguri_pink);
    arc(canvas, x + 24 * part, y + 24 * part, 16 * part, 92, 165, 7 * part);
}

void draw_shippo(
    const Canvas& canvas, double x, double y, double width, double height, bool as_disc,
    const Colour& colour
) {
    constexpr double step = 5.2, radius = step / 2;
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    if (as_disc)
        cairo_arc(cairo, x + width / 2, y + height / 2, width / 2, 0, 360 * radians);
    else
        cairo_rectangle(cairo, x, y, width, height);
    cairo_clip(cairo);
    for (double row = 0; row * radius <= height + radius; ++row) {
        const bool odd = static_cast<int>(row) % 2 != 0;
        for (double cx = x + (odd ? radius : 0); cx <= x + width + radius; cx += step) {
            cairo_new_sub_path(cairo);
            cairo_arc(cairo, cx, y + row * radius, radius, 0, 360 * radians);
        }
    }
    canvas.colour(colour);
    canvas.stroke(0.22);
    cairo_restore(cairo);
}

void draw_river(const Canvas& canvas, double x, double y, double width, double height) {
    constexpr std::array<Part, 11> hills = {
        {{0, .38},
         {.08, .2},
         {.13, .27},
         {.22, .05},
         {.3, .22},
         {.35, .14},
         {.45, .38},
         {.55, .18},
         {.63, .32},
         {.74, .02},
         {1, .4}}
    };
    std::array<Part, 13> closed{};
    std::copy(hills.begin(), hills.end(), closed.begin());
    closed[11] = {1, 1}, closed[12] = {0, 1};
    shape(canvas, x, y, width, height, closed, 0xdde6db);
    bank(canvas, x, y, width, height, {.45, .30, .62, .36, 0xc3d4bc});
    bank(canvas, x, y, width, height, {.62, .58, .64, .52, 0xa9bf97});
    bank(canvas, x, y, width, height, {.69, .70, .66, .60, 0xbdd8e4});
    constexpr std::array<std::uint32_t, 3> blossom = {0xeec6d4, 0xe9b8c9, 0xf3d5df};
    for (int n = 0; n < 6; ++n) {
        const double step = n * width * 0.046;
        tree(canvas, x + width * .05 + step, y + height * .5, 4.6, blossom[n % 3u]);
        tree(canvas, x + width * .63 + step, y + height * .46, 4.4, blossom[(n + 1) % 3u]);
    }
    canvas.colour(white);
    constexpr std::array<Part, 4> waves = {{{.07, .84}, {.27, .89}, {.55, .83}, {.78, .88}}};
    for (const Part& wave : waves)
        canvas.box(x + wave.x * width, y + wave.y * height, width * .1, .35);
}

void draw_noren(
    const Canvas& canvas, double x, double y, double width, double height, const Colour& green
) {
    constexpr std::array<std::string_view, 3> letters = {"め", "ぐ", "り"};
    constexpr std::array<double, 4> cuts = {0, .305, .69, 1};
    const double gap = width * .01, drop = height * .03;
    cairo_t* cairo = canvas.cairo();
    for (std::size_t n = 0; n < letters.size(); ++n) {
        const double left = x + width * cuts[n] + (n ? gap : 0);
        const double right = x + width * cuts[n + 1] - (n < 2 ? gap : 0);
        cairo_move_to(cairo, left, y);
        cairo_line_to(cairo, right, y);
        cairo_line_to(cairo, right, y + height);
        cairo_curve_to(
            cairo, right - 6, y + height + drop, left + 6, y + height + drop, left, y + height
        );
        cairo_close_path(cairo);
        canvas.colour(green);
        canvas.fill();
        write(
            canvas, (left + right) / 2, y + height * .6, letters[n],
            {width * .17, Face::mincho, Align::centre, white}
        );
    }
    canvas.colour(Colour::of(0x7d6543));
    canvas.rounded(x - 2.4, y - 2.4, width + 4.8, 2.4, .6);
    canvas.fill();
}

void draw_stamp(
    const Canvas& canvas, double x, double y, double size, std::string_view kanji,
    const Colour& colour
) {
    canvas.colour(colour);
    canvas.rounded(x, y, size, size, size * .18);
    canvas.stroke(size * .06);
    write(
        canvas, x + size / 2, y + size * .74, kanji, {size * .66, Face::bold, Align::centre, colour}
    );
}

void draw_test_strip(const Canvas& canvas, double y, double width, double height) {
    const double left = -bleed_mm, wide = width + 2 * bleed_mm, top = y - height / 2;
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_rectangle(cairo, left, top, wide, height);
    cairo_clip(cairo);
    canvas.colour(Colour::of(0xfbf3d9));
    canvas.box(left, top, wide, height);
    canvas.colour(Colour::of(0xe6d59a));
    for (double x = left - height; x < left + wide; x += 3)
        canvas.line(x, top + height, x + height, top, .7);
    write(
        canvas, width / 2, y + height * .2, "テスト環境 使えません",
        {height * .58, Face::bold, Align::centre, Colour::of(0x604b00)}
    );
    cairo_restore(cairo);
}

void draw_icon(
    const Canvas& canvas, double x, double y, double size, StepIcon icon, const Colour& colour
) {
    cairo_t* cairo = canvas.cairo();
    const double part = size / 24;
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, part, part);
    canvas.colour(colour);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    const auto path = [cairo](std::initializer_list<Part> points) {
        cairo_new_sub_path(cairo);
        for (const Part& point : points)
            cairo_line_to(cairo, point.x, point.y);
    };
    if (icon == StepIcon::scan) {
        path({{4, 8}, {4, 4}, {8, 4}}), path({{16, 4}, {20, 4}, {20, 8}});
        path({{20, 16}, {20, 20}, {16, 20}}), path({{8, 20}, {4, 20}, {4, 16}});
        path({{4, 12}, {20, 12}});
    } else if (icon == StepIcon::yen) {
        cairo_arc(cairo, 12, 12, 9, 0, 360 * radians);
        path({{8.5, 7}, {12, 12}, {15.5, 7}}), path({{12, 12}, {12, 17.5}});
        path({{9, 12.5}, {15, 12.5}}), path({{9, 15}, {15, 15}});
    } else {
        path({{4.5, 12.5}, {9.5, 17.5}, {19.5, 7}});
    }
    canvas.stroke(2);
    cairo_restore(cairo);
}

} // namespace meguri::print

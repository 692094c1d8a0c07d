#include "print/place_sheet.hpp"

#include "print/marks.hpp"
#include "print/qr.hpp"

#include <array>

namespace meguri::print {

namespace {

constexpr Size panel{105, 148}, door{100, 141};
constexpr double code_size = 53;

Colour green_of(const PlaceLook& look) { return Colour::of(look.colour, meguri_green); }

void white_ground(const Canvas& canvas, Size size) {
    canvas.colour(white);
    canvas.box(-bleed_mm, -bleed_mm, size.width + 2 * bleed_mm, size.height + 2 * bleed_mm);
}

// Green, with the mark in a white disc: めぐり 使えます.
void panel_head(const Canvas& canvas, const PlaceLook& look) {
    const Colour green = green_of(look);
    const double wide = panel.width + 2 * bleed_mm;
    canvas.colour(green);
    canvas.box(-bleed_mm, -bleed_mm, wide, 25 + bleed_mm);
    draw_shippo(canvas, -bleed_mm, -bleed_mm, wide, 25 + bleed_mm, false, green.lighter(.14));
    canvas.colour(white);
    canvas.disc(26.5, 12.5, 6.7);
    draw_logo(canvas, 21.5, 7.5, 10, green);
    write(canvas, 36.5, 15.7, "めぐり", {9.6, Face::mincho, Align::left, white});
    write(canvas, 69, 15.4, "使えます", {4, Face::plain, Align::left, white});
}

void panel_steps(const Canvas& canvas, const Colour& green) {
    struct Step {
        StepIcon icon;
        std::string_view text;
    };
    constexpr std::array<Step, 3> steps = {
        {{StepIcon::scan, "読み取る"},
         {StepIcon::yen, "金額を入れる"},
         {StepIcon::check, "見せて払う"}}
    };
    for (std::size_t n = 0; n < steps.size(); ++n) {
        const double x = 20.5 + static_cast<double>(n) * 32;
        canvas.colour(green);
        canvas.disc(x - 3.6, 123.5, 3.1);
        write(
            canvas, x - 3.6, 125.1, std::to_string(n + 1), {4.2, Face::bold, Align::centre, white}
        );
        draw_icon(canvas, x + .8, 120.6, 5.8, steps[n].icon, green);
        write(canvas, x, 132.2, steps[n].text, {3.6, Face::bold, Align::centre});
    }
}

// What is the same at every shop; one panel, its corner at 0, 0.
void panel_ground(const Canvas& canvas, const PlaceLook& look) {
    const double middle = panel.width / 2;
    panel_head(canvas, look);
    panel_steps(canvas, green_of(look));
    write(
        canvas, middle, 139.4, "スマホのカメラやLINEでも読み取れます",
        {3.1, Face::plain, Align::centre}
    );
    write(
        canvas, middle, 144, "店の名前が違うときは払わず、お店の人へ",
        {3.1, Face::bold, Align::centre}
    );
    if (look.test) draw_test_strip(canvas, 23.4, panel.width);
}

void door_ground(const Canvas& canvas, const PlaceLook& look) {
    const Colour green = green_of(look);
    canvas.colour(paper);
    canvas.box(-bleed_mm, -bleed_mm, door.width + 2 * bleed_mm, 79 + bleed_mm);
    draw_shippo(canvas, 65, -11, 43, 43, true, green.lighter(.83));
    draw_logo(canvas, 8, 7.6, 12, green);
    write(
        canvas, 22, 16, look.city + "の加盟店", {.size = 5.4, .face = Face::bold, .most_wide = 50}
    );
    draw_noren(canvas, 11, 31, 78, 33, green);
    write(canvas, 7.4, 90, "この店で使えます", {6.2, Face::bold});
    if (look.test) draw_test_strip(canvas, 76, door.width);
}

// Both halves of the tent are read from outside: the upper one stands on its head.
void both_panels(const Canvas& canvas, const std::function<void(const Canvas&)>& draw) {
    canvas.at(panel.width, panel.height, 180, draw);
    canvas.at(0, panel.height, 0, draw);
}

void fold_mark(const Canvas& canvas) {
    const double dash[] = {1.2, 1.2};
    canvas.colour(Colour::of(0x000000));
    cairo_set_dash(canvas.cairo(), dash, 2, 0);
    canvas.line(-margin_mm + .5, panel.height, -bleed_mm - 1, panel.height, .09);
    canvas.line(
        panel.width + bleed_mm + 1, panel.height, panel.width + margin_mm - .5, panel.height, .09
    );
    cairo_set_dash(canvas.cairo(), nullptr, 0, 0);
}

void ground(const Canvas& canvas, PlacePiece piece, const PlaceLook& look) {
    white_ground(canvas, size_of(piece));
    const auto one = [&](const Canvas& c) { panel_ground(c, look); };
    switch (piece) {
    case PlacePiece::counter: return one(canvas);
    case PlacePiece::door: return door_ground(canvas, look);
    case PlacePiece::stand: return both_panels(canvas, one), fold_mark(canvas);
    }
}

} // namespace

Size size_of(PlacePiece piece) {
    switch (piece) {
    case PlacePiece::counter: return panel;
    case PlacePiece::stand: return {panel.width, 2 * panel.height};
    case PlacePiece::door: return door;
    }
    return {};
}

PlaceSheets::PlaceSheets(PlacePiece piece, const PlaceLook& look, Sink sink)
    : piece_(piece), look_(look), file_(size_of(piece), std::move(sink)),
      ground_(size_of(piece), [&](const Canvas& canvas) { ground(canvas, piece, look); }) {}

void PlaceSheets::draw_panel(const Canvas& canvas, const PlaceFace& place) {
    const double middle = panel.width / 2;
    const bool one_line =
        write_name(canvas, 6, 37, panel.width - 12, place.name, {10.5, Face::bold});
    if (one_line)
        write(canvas, middle, 45, "読み取って払えます", {3.8, Face::plain, Align::centre});
    if (!draw_qr(
            canvas, (panel.width - code_size) / 2, 53, code_size, place.code, QrLevel::quartile
        ))
        too_long_ = true;
    write(canvas, middle, 116.4, "店番号 " + place.number, {5.4, Face::bold, Align::centre});
}

void PlaceSheets::draw_door(const Canvas& canvas, const PlaceFace& place) {
    double y = 96;
    const std::size_t shown = std::min(place.usable.size(), most_marks);
    for (std::size_t n = 0; n < shown; ++n, y += 8.6) {
        const ProgramMark& mark = place.usable[n];
        const Colour colour = mark.points ? Colour::of(0x8a2c5a) : green_of(look_);
        draw_stamp(canvas, 7.6, y, 6.6, mark.stamp, colour);
        write(canvas, 17.4, y + 5, mark.name, {.size = 4.6, .most_wide = 76});
    }
    write(canvas, 7.4, 137.6, place.name, {2.8, Face::plain, Align::left, ink.lighter(.3), 84});
}

void PlaceSheets::add(const PlaceFace& place) {
    file_.page([&](const Canvas& canvas) {
        ground_.show(canvas);
        const auto one = [&](const Canvas& c) { draw_panel(c, place); };
        switch (piece_) {
        case PlacePiece::counter: return one(canvas);
        case PlacePiece::door: return draw_door(canvas, place);
        case PlacePiece::stand: return both_panels(canvas, one);
        }
    });
}

Try<> PlaceSheets::end() {
    if (auto done = file_.end(); !done) return done;
    if (too_long_) return fault(FaultCode::invalid, "a place's code is too long to be printed");
    return {};
}

} // namespace meguri::print

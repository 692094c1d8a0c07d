#include "print/card_sheet.hpp"

#include "print/marks.hpp"
#include "print/qr.hpp"

namespace meguri::print {

namespace {

constexpr double notch_radius = 4, notch_y = 38.9;
constexpr double code_x = 7, code_y = 5.4, code_size = 30;
constexpr double text_x = 40.8, text_width = 41.2;
constexpr double scratch_y = 19.4, scratch_height = 6.2;

Colour green_of(const CardLook& look) { return Colour::of(look.colour, meguri_green); }

// Where the half-round is punched out: a line for the printer's tool, seen on the sheet only.
void notch(const Canvas& canvas, double x) {
    canvas.colour(Colour::of(0x857e6e));
    cairo_new_path(canvas.cairo());
    const double side = x > 0 ? 1 : -1;
    const double from = side > 0 ? 1.5707963 : -1.5707963;
    cairo_arc(canvas.cairo(), x, notch_y, notch_radius, from, from + 3.1415927);
    canvas.stroke(.2);
}

void scenery(const Canvas& canvas, const CardLook& look) {
    const double wide = card_size.width + 2 * bleed_mm;
    canvas.colour(paper);
    canvas.box(-bleed_mm, -bleed_mm, wide, card_size.height + 2 * bleed_mm);
    draw_shippo(canvas, 58.6, -11, 36, 36, true, green_of(look).lighter(.83));
    draw_river(canvas, -bleed_mm, 33, wide, card_size.height + bleed_mm - 33);
}

void title(const Canvas& canvas, const CardLook& look) {
    draw_logo(canvas, 5, 5.6, 12, green_of(look));
    write(canvas, 19.2, 12.6, "めぐり", {7.2, Face::mincho});
    write(canvas, 19.2, 17, look.city + "電子地域通貨カード", {.size = 2.7, .most_wide = 42});
    write(canvas, 5.4, 26.6, "お金も、ありがとうも、まちを巡る。", {2.6});
    if (look.single_use)
        write(canvas, 5.4, 31, "使いきりのカード", {2.6, Face::bold, Align::left, green_of(look)});
}

void front(const Canvas& canvas, const CardLook& look) {
    if (look.artwork)
        look.artwork->draw(
            canvas, -bleed_mm, -bleed_mm, card_size.width + 2 * bleed_mm,
            card_size.height + 2 * bleed_mm
        );
    else
        scenery(canvas, look);
    if (!look.artwork || !look.artwork_has_title) title(canvas, look);
    notch(canvas, card_size.width);
    if (look.test) draw_test_strip(canvas, -.4, card_size.width, 4.6);
}

void scratch_field(const Canvas& canvas) {
    const double dash[] = {.8, .6};
    canvas.colour(Colour::of(0xefeade));
    canvas.rounded(text_x, scratch_y, text_width, scratch_height, .8);
    canvas.fill();
    canvas.colour(Colour::of(0x857e6e));
    cairo_set_dash(canvas.cairo(), dash, 2, 0);
    canvas.rounded(text_x, scratch_y, text_width, scratch_height, .8);
    canvas.stroke(.2);
    cairo_set_dash(canvas.cairo(), nullptr, 0, 0);
}

void conditions(const Canvas& canvas, const CardLook& look) {
    const Style small{2, Face::plain, Align::left, ink, text_width};
    write(canvas, text_x, 30.2, "1マネー=1円。市内の加盟店で使えます。", small);
    write(canvas, text_x, 33.6, "残高と期限は、お店か市役所で分かります。", small);
    const bool once = look.single_use;
    write(
        canvas, text_x, 37,
        once ? "使いきりです。お金を足すことはできません。" : "お金を足して、くり返し使えます。",
        small
    );
}

// Everything on the back that is the same on every card.
void back_ground(const Canvas& canvas, const CardLook& look) {
    const double wide = card_size.width + 2 * bleed_mm;
    canvas.colour(white);
    canvas.box(-bleed_mm, -bleed_mm, wide, card_size.height + 2 * bleed_mm);
    canvas.colour(green_of(look));
    canvas.box(-bleed_mm, -bleed_mm, wide, bleed_mm + 1.9);
    write(
        canvas, code_x + code_size / 2, 40, "ここをお店の人に見せます",
        {2.3, Face::bold, Align::centre}
    );
    write(canvas, text_x, 8, "カード番号", {2.1});
    write(
        canvas, text_x, 18.4, "けずると出る番号(使いはじめ・アプリに移すとき)",
        {.size = 2.1, .most_wide = text_width}
    );
    scratch_field(canvas);
    conditions(canvas, look);
    canvas.colour(Colour::of(0x857e6e));
    canvas.line(5.9, 43.7, 82.4, 43.7, .12);
    write(canvas, 5.9, 47.2, "発行 " + look.city, {.size = 2.2, .most_wide = 60});
    write(canvas, 5.9, 51, "なくしたとき・困ったとき", {2.2});
    write(canvas, 33.4, 51.1, look.telephone, {.size = 2.7, .face = Face::bold, .most_wide = 34});
    draw_logo(canvas, 70.6, 47.4, 4.4, green_of(look));
    write(canvas, 75.6, 50.6, "めぐり", {2.3, Face::bold});
    notch(canvas, 0);
    if (look.test) draw_test_strip(canvas, -.4, card_size.width, 4.6);
}

} // namespace

std::string in_fours(std::string_view digits) {
    std::string shown;
    for (std::size_t at = 0; at < digits.size(); at += 4)
        shown.append(at ? " " : "").append(digits.substr(at, 4));
    return shown;
}

Try<> write_card_front(const CardLook& look, const Sink& sink) {
    PdfFile file(card_size, sink);
    const Stencil all(card_size, [&](const Canvas& canvas) { front(canvas, look); });
    file.page([&](const Canvas& canvas) { all.show(canvas); });
    return file.end();
}

std::string picture_of_front(const CardLook& look) {
    return picture_of(card_size, 150, [&](const Canvas& canvas) { front(canvas, look); });
}

CardBacks::CardBacks(const CardLook& look, Sink sink)
    : file_(card_size, std::move(sink)),
      ground_(card_size, [&](const Canvas& canvas) { back_ground(canvas, look); }) {}

void CardBacks::add(const CardFace& card) {
    file_.page([&](const Canvas& canvas) {
        ground_.show(canvas);
        if (!draw_qr(canvas, code_x, code_y, code_size, card.code, QrLevel::medium))
            too_long_ = true;
        write(
            canvas, text_x, 13, in_fours(card.number),
            {.size = 4.1, .face = Face::bold, .most_wide = text_width}
        );
        write(
            canvas, text_x + text_width / 2, scratch_y + 4.4, in_fours(card.activation),
            {3.8, Face::bold, Align::centre}
        );
    });
}

Try<> CardBacks::end() {
    if (auto done = file_.end(); !done) return done;
    if (too_long_) return fault(FaultCode::invalid, "a card's code is too long to be printed");
    return {};
}

std::string card_list_head() { return "\xEF\xBB\xBFnumber,code,activation_code\r\n"; }

std::string card_list_line(const CardFace& card) {
    return card.number + "," + card.code + "," + card.activation + "\r\n";
}

} // namespace meguri::print

#include "print/qr.hpp"

#include <memory>
#include <qrencode.h>

namespace meguri::print {

namespace {

// Neighbouring dark modules of a row are one stroke, as thick as a module: no hairlines between
// them, half the numbers of boxes, and whole ones.
void row_path(cairo_t* cairo, const QRcode& code, int row) {
    const unsigned char* modules = code.data + static_cast<std::ptrdiff_t>(row) * code.width;
    for (int from = 0; from < code.width;) {
        int to = from;
        while (to < code.width && (modules[to] & 1) != 0)
            ++to;
        if (to > from) {
            cairo_move_to(cairo, from, row);
            cairo_line_to(cairo, to, row);
        }
        from = to + 1;
    }
}

} // namespace

bool draw_qr(
    const Canvas& canvas, double x, double y, double size, const std::string& text, QrLevel level
) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(
            text.c_str(), 0, level == QrLevel::medium ? QR_ECLEVEL_M : QR_ECLEVEL_Q, QR_MODE_8, 1
        ),
        QRcode_free
    );
    if (!code) return false;
    cairo_t* cairo = canvas.cairo();
    const double module = size / code->width;
    cairo_save(cairo);
    cairo_translate(cairo, x, y + module / 2);
    cairo_scale(cairo, module, module);
    for (int row = 0; row < code->width; ++row)
        row_path(cairo, *code, row);
    canvas.colour(Colour::of(0x000000));
    canvas.stroke(1);
    cairo_restore(cairo);
    return true;
}

} // namespace meguri::print

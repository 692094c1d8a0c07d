#include "print/sheet.hpp"

#include <cairo-pdf.h>
#include <charconv>
#include <cmath>
#include <numbers>

namespace meguri::print {

namespace {

constexpr double radians = std::numbers::pi / 180;
constexpr double mark_gap_mm = 1, mark_width_mm = 0.09; // beside the bleed; a quarter point

double sheet(double trimmed) { return (trimmed + 2 * margin_mm) * points_per_mm; }

// Two short lines at each corner of the trimmed piece, outside its bleed.
void crop_marks(const Canvas& canvas, Size size) {
    const double near = bleed_mm + mark_gap_mm, far = margin_mm - 0.5;
    canvas.colour(Colour::of(0x000000));
    for (const double x : {0.0, size.width}) {
        canvas.line(x, -far, x, -near, mark_width_mm);
        canvas.line(x, size.height + near, x, size.height + far, mark_width_mm);
    }
    for (const double y : {0.0, size.height}) {
        canvas.line(-far, y, -near, y, mark_width_mm);
        canvas.line(size.width + near, y, size.width + far, y, mark_width_mm);
    }
}

void begin(cairo_t* cairo) {
    cairo_scale(cairo, points_per_mm, points_per_mm);
    cairo_translate(cairo, margin_mm, margin_mm);
}

} // namespace

Colour Colour::of(std::uint32_t rgb) {
    return {(rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

Colour Colour::of(std::string_view text, Colour otherwise) {
    std::uint32_t rgb = 0;
    if (text.size() != 7 || text.front() != '#') return otherwise;
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), rgb, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return otherwise;
    return of(rgb);
}

Colour Colour::lighter(double part) const {
    const auto towards_white = [part](double value) { return value + (1 - value) * part; };
    return {towards_white(red), towards_white(green), towards_white(blue)};
}

void Canvas::colour(const Colour& c, double alpha) const {
    if (alpha == 1) return cairo_set_source_rgb(cairo_, c.red, c.green, c.blue);
    cairo_set_source_rgba(cairo_, c.red, c.green, c.blue, alpha);
}

void Canvas::box(double x, double y, double width, double height) const {
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
}

void Canvas::rounded(double x, double y, double width, double height, double radius) const {
    const double right = x + width - radius, bottom = y + height - radius;
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, right, y + radius, radius, -90 * radians, 0);
    cairo_arc(cairo_, right, bottom, radius, 0, 90 * radians);
    cairo_arc(cairo_, x + radius, bottom, radius, 90 * radians, 180 * radians);
    cairo_arc(cairo_, x + radius, y + radius, radius, 180 * radians, 270 * radians);
    cairo_close_path(cairo_);
}

void Canvas::disc(double x, double y, double radius) const {
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, x, y, radius, 0, 360 * radians);
    cairo_fill(cairo_);
}

void Canvas::line(double x1, double y1, double x2, double y2, double width) const {
    cairo_move_to(cairo_, x1, y1);
    cairo_line_to(cairo_, x2, y2);
    stroke(width);
}

void Canvas::stroke(double width) const {
    cairo_set_line_width(cairo_, width);
    cairo_stroke(cairo_);
}

void Canvas::at(double x, double y, double turned, const std::function<void(const Canvas&)>& draw)
    const {
    cairo_save(cairo_);
    cairo_translate(cairo_, x, y);
    cairo_rotate(cairo_, turned * radians);
    draw(*this);
    cairo_restore(cairo_);
}

Stencil::Stencil(Size size, const std::function<void(const Canvas&)>& draw) {
    static const unsigned char name[] = "stencil";
    const cairo_rectangle_t all{0, 0, sheet(size.width), sheet(size.height)};
    drawing_ = {
        cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &all), cairo_surface_destroy
    };
    cairo_t* cairo = cairo_create(drawing_.get());
    begin(cairo);
    const Canvas canvas(cairo);
    cairo_save(cairo);
    cairo_rectangle(
        cairo, -bleed_mm, -bleed_mm, size.width + 2 * bleed_mm, size.height + 2 * bleed_mm
    );
    cairo_clip(cairo);
    draw(canvas);
    cairo_restore(cairo);
    crop_marks(canvas, size);
    cairo_destroy(cairo);
    // By this the file knows it again and refers to it, instead of drawing it on every page.
    cairo_surface_set_mime_data(
        drawing_.get(), CAIRO_MIME_TYPE_UNIQUE_ID, name, sizeof name, nullptr, nullptr
    );
}

// In the sheet's own points: what was recorded knows no millimetres.
void Stencil::show(const Canvas& canvas) const {
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    cairo_translate(cairo, -margin_mm, -margin_mm);
    cairo_scale(cairo, 1 / points_per_mm, 1 / points_per_mm);
    cairo_set_source_surface(cairo, drawing_.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

std::string picture_of(Size size, double dots, const std::function<void(const Canvas&)>& draw) {
    const double scale = dots / 25.4;
    const auto side = [scale](double trimmed) {
        return static_cast<int>((trimmed + 2 * bleed_mm) * scale);
    };
    cairo_surface_t* pixels =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, side(size.width), side(size.height));
    cairo_t* cairo = cairo_create(pixels);
    cairo_scale(cairo, scale, scale);
    cairo_translate(cairo, bleed_mm, bleed_mm);
    draw(Canvas(cairo));
    cairo_destroy(cairo);
    std::string png;
    const auto take = [](void* to, const unsigned char* data, unsigned int length) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    };
    cairo_surface_write_to_png_stream(pixels, take, &png);
    cairo_surface_destroy(pixels);
    return png;
}

struct PdfFile::Stream {
    Sink sink;
    bool full = false;

    static cairo_status_t write(void* self, const unsigned char* data, unsigned int size) {
        auto& stream = *static_cast<Stream*>(self);
        const std::string_view piece(reinterpret_cast<const char*>(data), size);
        stream.full = stream.full || !stream.sink(piece);
        return stream.full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
    }
};

PdfFile::PdfFile(Size size, Sink sink) : stream_(std::make_unique<Stream>(std::move(sink))) {
    surface_ = cairo_pdf_surface_create_for_stream(
        &Stream::write, stream_.get(), sheet(size.width), sheet(size.height)
    );
    cairo_ = cairo_create(surface_);
}

PdfFile::~PdfFile() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_); // ends the file, which its stream must live to see
}

void PdfFile::page(const std::function<void(const Canvas&)>& draw) {
    cairo_save(cairo_);
    begin(cairo_);
    draw(Canvas(cairo_));
    cairo_restore(cairo_);
    cairo_show_page(cairo_);
}

Try<> PdfFile::end() {
    cairo_surface_finish(surface_);
    if (stream_->full) return fault(FaultCode::unavailable, "a print file could not be written");
    for (const cairo_status_t status : {cairo_status(cairo_), cairo_surface_status(surface_)}) {
        // After cairo_surface_finish the context says so: that is how it should end.
        if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED)
            return fault(FaultCode::invalid, cairo_status_to_string(status));
    }
    return {};
}

} // namespace meguri::print

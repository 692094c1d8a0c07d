#include "print/artwork.hpp"

#include <algorithm>
#include <cstring>

namespace meguri::print {

namespace {

// Width or height as the file's head says it, before anything is unpacked.
int head_number(std::string_view png, std::size_t at) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(png[at + i]);
    return value;
}

bool plausible(std::string_view png) {
    constexpr std::string_view begins = "\x89PNG\r\n\x1a\n";
    constexpr std::size_t head = 24;
    if (png.size() < head || png.size() > most_artwork_bytes || !png.starts_with(begins))
        return false;
    const int width = head_number(png, 16), height = head_number(png, 20);
    return width >= least_width && width <= most_side && height >= least_height &&
           height <= most_side;
}

cairo_status_t take(void* from, unsigned char* data, unsigned int size) {
    auto& left = *static_cast<std::string_view*>(from);
    if (left.size() < size) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(data, left.data(), size);
    left.remove_prefix(size);
    return CAIRO_STATUS_SUCCESS;
}

cairo_status_t give(void* to, const unsigned char* data, unsigned int size) {
    static_cast<Bytes*>(to)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

std::optional<Artwork> Artwork::read(std::string_view png) {
    if (!plausible(png)) return std::nullopt;
    std::string_view left = png;
    std::shared_ptr<cairo_surface_t> pixels(
        cairo_image_surface_create_from_png_stream(&take, &left), cairo_surface_destroy
    );
    if (cairo_surface_status(pixels.get()) != CAIRO_STATUS_SUCCESS) return std::nullopt;
    return Artwork(std::move(pixels));
}

Bytes Artwork::png() const {
    Bytes out;
    cairo_surface_write_to_png_stream(pixels_.get(), &give, &out);
    return out;
}

int Artwork::width() const { return cairo_image_surface_get_width(pixels_.get()); }
int Artwork::height() const { return cairo_image_surface_get_height(pixels_.get()); }

void Artwork::draw(const Canvas& canvas, double x, double y, double w, double h) const {
    cairo_t* cairo = canvas.cairo();
    const double scale = std::max(w / width(), h / height());
    cairo_save(cairo);
    cairo_rectangle(cairo, x, y, w, h);
    cairo_clip(cairo);
    cairo_translate(cairo, x + (w - width() * scale) / 2, y + (h - height() * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, pixels_.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

} // namespace meguri::print

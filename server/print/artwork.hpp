// A picture of the city's own for the front of its cards: a PNG that was decoded and is kept as
// pixels, so that nothing of the file it came in (profiles, texts, tricks) goes on.
#pragma once

#include "base/bytes.hpp"
#include "print/sheet.hpp"

#include <optional>

namespace meguri::print {

// At 300 dots an inch the front with its bleed is 1082 × 709.
inline constexpr int least_width = 1'000, least_height = 640, most_side = 4'000;
inline constexpr std::size_t most_artwork_bytes = 8 * 1024 * 1024;

class Artwork {
  public:
    // Nothing for what is no PNG, is damaged, too small to be printed or larger than 4000 a side.
    static std::optional<Artwork> read(std::string_view png);
    Bytes png() const; // written anew: pixels only
    int width() const;
    int height() const;
    // Covers the box: cut at the longer side, in the middle.
    void draw(const Canvas& canvas, double x, double y, double width, double height) const;

  private:
    explicit Artwork(std::shared_ptr<cairo_surface_t> pixels) : pixels_(std::move(pixels)) {}
    std::shared_ptr<cairo_surface_t> pixels_;
};

} // namespace meguri::print

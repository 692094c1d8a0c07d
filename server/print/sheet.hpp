// Paper: a PDF that goes to a printer. Every page is a trimmed piece (a card, a sticker) on a sheet
// with 3 mm of bleed around it and crop marks outside, drawn in millimetres from the trimmed
// corner.
//
// A file is written while its pages are drawn and handed on in pieces, so that a hundred thousand
// pages need no more memory than one (a few hundred bytes a page for the list of pages). What every
// page shows alike is drawn once (`Stencil`) and referred to.
//
// Colours are RGB: the printer's own profile makes CMYK of them. No other module sees cairo.
#pragma once

#include "base/result.hpp"

#include <cairo.h>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace meguri::print {

// Takes the next piece of a file; false: it cannot be written, and the file is given up.
using Sink = std::function<bool(std::string_view)>;

inline constexpr double points_per_mm = 72 / 25.4;
inline constexpr double bleed_mm = 3, margin_mm = 8; // crop marks stand between the two

struct Size { // of the trimmed piece, millimetres
    double width = 0, height = 0;
};

struct Colour { // 0 … 1 each
    double red = 0, green = 0, blue = 0;
    static Colour of(std::uint32_t rgb); // 0xRRGGBB
    // "#rrggbb" as the city's settings have it; `otherwise` for anything else.
    static Colour of(std::string_view text, Colour otherwise);
    // Towards white by `part`, 0 … 1.
    Colour lighter(double part) const;
};

inline const Colour ink = Colour::of(0x1b211e), white = Colour::of(0xffffff),
                    paper = Colour::of(0xfbf8ef), meguri_green = Colour::of(0x115a36),
                    meguri_pink = Colour::of(0xd9799c);

// A drawing in millimetres. Borrowed: lives as long as its page or stencil.
class Canvas {
  public:
    explicit Canvas(cairo_t* cairo) : cairo_(cairo) {}
    cairo_t* cairo() const { return cairo_; }

    void colour(const Colour& colour, double alpha = 1) const;
    void box(double x, double y, double width, double height) const;                    // filled
    void rounded(double x, double y, double width, double height, double radius) const; // a path
    void disc(double x, double y, double radius) const;
    void line(double x1, double y1, double x2, double y2, double width) const;
    void fill() const { cairo_fill(cairo_); }
    void stroke(double width) const;
    // Runs `draw` with the drawing moved, turned (degrees, clockwise) and set back afterwards.
    void
    at(double x, double y, double turned, const std::function<void(const Canvas&)>& draw) const;

  private:
    cairo_t* cairo_;
};

// What is the same on every page of a file, with the crop marks: drawn once, shown on each.
class Stencil {
  public:
    // `draw` may use the bleed, from -bleed_mm to size + bleed_mm; it is cut there.
    Stencil(Size size, const std::function<void(const Canvas&)>& draw);
    void show(const Canvas& canvas) const;

  private:
    std::shared_ptr<cairo_surface_t> drawing_;
};

// The trimmed piece with its bleed as a picture (PNG) for a screen, `dots` an inch.
std::string picture_of(Size size, double dots, const std::function<void(const Canvas&)>& draw);

class PdfFile {
  public:
    PdfFile(Size size, Sink sink);
    ~PdfFile();
    PdfFile(const PdfFile&) = delete;
    PdfFile& operator=(const PdfFile&) = delete;

    void page(const std::function<void(const Canvas&)>& draw);
    // `unavailable` when the sink took no more, `invalid` when something could not be drawn.
    Try<> end();

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* cairo_ = nullptr;
};

} // namespace meguri::print

#include "print/text.hpp"

#include <memory>
#include <pango/pangocairo.h>

namespace meguri::print {

namespace {

constexpr double least_on_one_line = 0.66, most_on_two = 0.72, least = 0.3; // of the wanted size

const char* family(Face face) {
    return face == Face::mincho ? "Noto Serif CJK JP" : "Noto Sans CJK JP";
}

// A layout of one thread, kept between pages: making one looks for the fonts each time.
struct Setter {
    PangoContext* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoLayout* layout = nullptr;

    Setter() {
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context, options);
        cairo_font_options_destroy(options);
        pango_cairo_context_set_resolution(context, 72);
        pango_context_set_round_glyph_positions(context, FALSE);
        pango_context_set_language(context, pango_language_from_string("ja"));
        layout = pango_layout_new(context);
    }
    ~Setter() {
        g_object_unref(layout);
        g_object_unref(context);
    }
};

Setter& setter() {
    static thread_local Setter one;
    return one;
}

void set_font(PangoLayout* layout, Face face, double size_mm) {
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
        pango_font_description_new(), pango_font_description_free
    );
    pango_font_description_set_family_static(font.get(), family(face));
    pango_font_description_set_weight(
        font.get(), face == Face::plain ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD
    );
    pango_font_description_set_absolute_size(font.get(), size_mm * points_per_mm * PANGO_SCALE);
    pango_layout_set_font_description(layout, font.get());
}

struct Extent {
    double width = 0, baseline = 0;
    int lines = 1;
};
Extent measured(PangoLayout* layout) {
    int width = 0;
    pango_layout_get_size(layout, &width, nullptr);
    const auto mm = [](int units) { return units / (PANGO_SCALE * points_per_mm); };
    return {mm(width), mm(pango_layout_get_baseline(layout)), pango_layout_get_line_count(layout)};
}

void show(const Canvas& canvas, double x, double y, PangoLayout* layout, const Colour& colour) {
    cairo_t* cairo = canvas.cairo();
    canvas.colour(colour);
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, 1 / points_per_mm, 1 / points_per_mm);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_update_layout(cairo, layout);
    pango_cairo_show_layout(cairo, layout);
    cairo_new_path(cairo);
    cairo_restore(cairo);
}

} // namespace

double write(const Canvas& canvas, double x, double y, std::string_view text, const Style& style) {
    PangoLayout* layout = setter().layout;
    pango_layout_set_width(layout, -1);
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    double size = style.size;
    set_font(layout, style.face, size);
    Extent extent = measured(layout);
    if (style.most_wide > 0 && extent.width > style.most_wide) {
        size *= style.most_wide / extent.width;
        set_font(layout, style.face, size);
        extent = measured(layout);
    }
    if (style.align == Align::centre) x -= extent.width / 2;
    if (style.align == Align::right) x -= extent.width;
    show(canvas, x, y - extent.baseline, layout, style.colour);
    return size;
}

bool write_name(
    const Canvas& canvas, double x, double y, double width, const std::string& text, Style style
) {
    PangoLayout* layout = setter().layout;
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, static_cast<int>(width * points_per_mm * PANGO_SCALE));
    const double wanted = style.size;
    const auto shrink_to = [&](int lines, double smallest) {
        set_font(layout, style.face, style.size);
        while (measured(layout).lines > lines && style.size > smallest)
            set_font(layout, style.face, style.size *= 0.96);
        return measured(layout).lines <= lines;
    };
    const bool one_line = shrink_to(1, wanted * least_on_one_line);
    if (!one_line) {
        style.size = wanted * most_on_two;
        shrink_to(2, wanted * least);
        y -= wanted * .26; // two lines take the room of one and the words below it
    }
    show(canvas, x, y - measured(layout).baseline, layout, style.colour);
    pango_layout_set_width(layout, -1);
    return one_line;
}

} // namespace meguri::print

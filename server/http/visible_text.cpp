#include "http/visible_text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace meguri::http {

namespace {

struct Range {
    char32_t first, last;
};
template <std::size_t N> bool any_of(const Range (&ranges)[N], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges), [c](Range r) {
        return r.first <= c && c <= r.last;
    });
}

constexpr Range hidden[] = {
    {0x00ad, 0x00ad},   // soft hyphen
    {0x034f, 0x034f},   // grapheme joiner
    {0x061c, 0x061c},   // Arabic letter mark
    {0x115f, 0x1160},   // Hangul fillers
    {0x17b4, 0x17b5},   // Khmer inherent vowels
    {0x180b, 0x180f},   // Mongolian selectors and vowel separator
    {0x200b, 0x200f},   // zero width, joiners, marks of direction
    {0x2028, 0x202e},   // separators of lines and paragraphs, embeddings and overrides of direction
    {0x2060, 0x206f},   // word joiner, invisible operators, isolates of direction
    {0x2800, 0x2800},   // Braille blank
    {0x3164, 0x3164},   // Hangul filler
    {0xfdd0, 0xfdef},   // no characters
    {0xfeff, 0xfeff},   // byte order mark
    {0xffa0, 0xffa0},   // half-width Hangul filler
    {0xfff0, 0xffff},   // annotations, the object and the replacement character, no characters
    {0x1bca0, 0x1bca3}, // controls of shorthand
    {0x1d173, 0x1d17a}, // controls of music
    {0xe0000, 0xe00ff}, // tags
    {0xe01f0, 0xe0fff}, // unassigned and shown as nothing
};
constexpr Range blank[] = {
    {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
    {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
};
// They choose a shape of the character before them, and show nothing after a blank or at the start.
constexpr Range selector[] = {{0xfe00, 0xfe0f}, {0xe0100, 0xe01ef}};

// Takes the first character off; the text is well-formed, is_plain_utf8 has seen to that.
char32_t take(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::size_t size = byte(0) < 0x80 ? 1 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
    char32_t c = size == 1 ? byte(0) : byte(0) & (0x7fu >> size);
    for (std::size_t i = 1; i < size && i < text.size(); ++i)
        c = c << 6 | (byte(i) & 0x3fu);
    text.remove_prefix(std::min(size, text.size()));
    return c;
}

} // namespace

bool is_visible(std::string_view text) {
    bool seen = text.empty(), selectable = false; // nothing hides nothing
    while (!text.empty()) {
        const char32_t c = take(text);
        if (c > 0x20 && c < 0x7f) { // most of what programs send
            seen = selectable = true;
            continue;
        }
        if (any_of(hidden, c)) return false;
        if (any_of(selector, c)) {
            if (!selectable) return false;
            selectable = false; // one for each character
            continue;
        }
        selectable = !any_of(blank, c);
        seen = seen || selectable;
    }
    return seen;
}

} // namespace meguri::http

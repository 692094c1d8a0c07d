#include "base/typed_digits.hpp"

#include <algorithm>
#include <array>

namespace meguri {

namespace {

constexpr std::size_t max_typed_bytes = 64;

// What stands between digits: the long-vowel mark is among them because it lies on the hyphen's
// key.
constexpr std::array<std::string_view, 20> separators = {" ", "\xc2\xa0", "　", "-",  "‐",
                                                         "‑", "‒",        "–",  "—",  "―",
                                                         "−", "－",       "ー", "ｰ",  "(",
                                                         ")", "（",       "）", "\t", "."};

bool is_full_width_digit(std::string_view s) { // U+FF10 … U+FF19
    return s.size() >= 3 && s.starts_with("\xef\xbc") && s[2] >= '\x90' && s[2] <= '\x99';
}

// Takes one character off `rest` and adds what it means to `out`.
bool take_one(std::string_view& rest, std::string& out, bool plus) {
    if (rest[0] >= '0' && rest[0] <= '9') {
        out += rest[0];
        rest.remove_prefix(1);
        return true;
    }
    if (is_full_width_digit(rest)) {
        out += static_cast<char>('0' + (rest[2] - '\x90'));
        rest.remove_prefix(3);
        return true;
    }
    for (const std::string_view sign : {"+", "＋"}) {
        if (!plus || !out.empty() || !rest.starts_with(sign)) continue;
        out += '+';
        rest.remove_prefix(sign.size());
        return true;
    }
    const auto found = std::ranges::find_if(separators, [&](std::string_view mark) {
        return rest.starts_with(mark);
    });
    if (found == separators.end()) return false;
    rest.remove_prefix(found->size());
    return true;
}

} // namespace

std::optional<std::string> typed_digits(std::string_view typed, bool plus) {
    if (typed.size() > max_typed_bytes) return std::nullopt;
    std::string out;
    while (!typed.empty()) {
        if (!take_one(typed, out, plus)) return std::nullopt;
    }
    return out;
}

} // namespace meguri

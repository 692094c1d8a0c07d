#include "vault/phone.hpp"

#include <array>

namespace meguri::vault {

namespace {

constexpr std::size_t max_typed_bytes = 64;

// Written between digits by people and keyboards: spaces, hyphens and dashes of every kind (the long-vowel mark too, which
// a Japanese keyboard gives for the same key), brackets.
constexpr std::array<std::string_view, 20> ignored = {
    " ", "\xc2\xa0", "　", "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "ー", "ｰ", "(", ")", "（", "）", "\t", "."};

// "０９０－１２３４" -> "0901234"; nothing when something else is in it. A leading plus stays.
std::optional<std::string> plain_digits(std::string_view typed) {
    std::string out;
    while (!typed.empty()) {
        std::size_t used = 0;
        if (typed[0] >= '0' && typed[0] <= '9') {
            out += typed[0];
            used = 1;
        } else if (typed.starts_with("\xef\xbc") && typed.size() >= 3 && typed[2] >= '\x90' && typed[2] <= '\x99') {
            out += static_cast<char>('0' + (typed[2] - '\x90')); // U+FF10 … U+FF19
            used = 3;
        } else if (out.empty() && (typed.starts_with("+") || typed.starts_with("＋"))) {
            out += '+';
            used = typed[0] == '+' ? 1 : 3;
        }
        for (const auto mark : ignored) {
            if (used == 0 && typed.starts_with(mark)) used = mark.size();
        }
        if (used == 0) return std::nullopt;
        typed.remove_prefix(used);
    }
    return out;
}

} // namespace

std::optional<std::string> normalise_mobile(std::string_view typed) {
    if (typed.size() > max_typed_bytes) return std::nullopt;
    const auto digits = plain_digits(typed);
    if (!digits) return std::nullopt;
    std::string_view number = *digits;
    if (number.starts_with("+")) {
        if (!number.starts_with("+81")) return std::nullopt;
        number.remove_prefix(3);
        if (number.starts_with("0")) number.remove_prefix(1); // "+81(0)90…"
    } else {
        if (!number.starts_with("0")) return std::nullopt;
        number.remove_prefix(1);
    }
    // Now without the leading 0: 60, 70, 80 or 90, then eight digits of which the first is not 0 (0800 is toll-free).
    constexpr std::size_t length = 10;
    if (number.size() != length || number[0] < '6' || number[1] != '0' || number[2] == '0') return std::nullopt;
    return "+81" + std::string(number);
}

std::string masked_mobile(std::string_view e164) {
    constexpr std::size_t length = 13; // +819012345678
    if (e164.size() != length || !e164.starts_with("+81")) return "***";
    return "0" + std::string(e164.substr(3, 2)) + "-****-" + std::string(e164.substr(9));
}

} // namespace meguri::vault

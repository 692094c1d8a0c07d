// Internal to the clearing client and its simulator: the words of the interface, each once.
#pragma once

#include "gateway/clearing/clearing.hpp"

#include <utility>

namespace meguri::gateway {

inline constexpr std::pair<std::string_view, SlipRefused> slip_words[] = {
    {"payable", SlipRefused::none},
    {"already_paid", SlipRefused::already_paid},
    {"expired", SlipRefused::expired},
    {"unknown", SlipRefused::unknown},
    {"amount_differs", SlipRefused::amount_differs},
};
inline constexpr std::pair<std::string_view, DuesStanding::Kind> standing_words[] = {
    {"pending", DuesStanding::Kind::pending},
    {"paid", DuesStanding::Kind::paid},
    {"refused", DuesStanding::Kind::refused},
};

template <class T, std::size_t N>
std::optional<T> value_of(std::string_view word, const std::pair<std::string_view, T> (&words)[N]) {
    for (const auto& [each, value] : words) {
        if (each == word) return value;
    }
    return std::nullopt;
}
template <class T, std::size_t N>
std::string_view word_of(T value, const std::pair<std::string_view, T> (&words)[N]) {
    for (const auto& [word, each] : words) {
        if (each == value) return word;
    }
    return "";
}

} // namespace meguri::gateway

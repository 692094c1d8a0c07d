// A one-time code as typed: six digits and nothing else, or it is refused before anything counts it
// as a try.
#pragma once

#include "http/fields.hpp"

#include <algorithm>

namespace meguri::features {

inline std::string six_digits(http::Fields& in, std::string_view name) {
    std::string code = in.text(name, 6, 6);
    if (!std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; })) in.refuse(name);
    return code;
}

} // namespace meguri::features

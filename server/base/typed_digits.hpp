// Numbers as people type them: full-width digits of a Japanese keyboard, spaces, hyphens and dashes
// of every kind, brackets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meguri {

// The digits alone ("０９０ー１２" -> "09012"); nothing when anything else is in it, or more than
// 64 bytes. A plus before the first digit is kept when `plus` says so.
std::optional<std::string> typed_digits(std::string_view typed, bool plus = false);

} // namespace meguri

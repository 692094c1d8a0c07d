// Text as people search for it: hiragana and katakana, full and half width, capitals and small
// letters, with and without hyphens, long marks and spaces are the same. For finding only; never
// shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace meguri::service {

// Well-formed UTF-8 in, well-formed UTF-8 out; "ﾍﾞｰｶﾘｰ Mugi-no-Wa" → "べかりmuginowa".
std::string folded(std::string_view text);
// The words of what somebody typed, each folded; none where nothing is left of it.
std::vector<std::string> folded_words(std::string_view typed);

} // namespace meguri::service

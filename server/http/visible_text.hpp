// Texts that people read and trust (names of people, shops and programs, reasons) must hold nothing
// that cannot be seen: a mark that turns the writing direction makes 「市役所」 out of another
// name, an invisible character makes two equal-looking shops.
#pragma once

#include <string_view>

namespace meguri::http {

// False when `text` (well-formed UTF-8) holds a character that shows nothing and is not part of the
// one before it: marks of direction, zero-width and filling characters, line separators, tags and
// other controls of formatting; or when all of it is blank. Variation selectors stay (葛󠄀 is written
// with one), and so does the ideographic space.
bool is_visible(std::string_view text);

} // namespace meguri::http

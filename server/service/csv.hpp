// Tables for spreadsheets.
#pragma once

#include <string>
#include <string_view>

namespace meguri::service {

inline constexpr std::string_view utf8_mark = "\xef\xbb\xbf";

// One cell: quoted where it has to be, and never read as a formula.
std::string csv_cell(std::string_view text);
// As old spreadsheets in Japan expect it (Windows-31J); a letter that it does not have becomes 〓.
std::string in_shift_jis(std::string_view utf8);

} // namespace meguri::service

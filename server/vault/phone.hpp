// Japanese mobile numbers, one spelling each: E.164 ("+819012345678"). Written here because
// Debian's libphonenumber cannot be installed beside Boost 1.81. A number identifies an account, so
// two spellings of one number would be two accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meguri::vault {

// Accepts 060/070/080/090 numbers as people type them: full-width digits, spaces, any hyphen,
// brackets, +81 with or without "(0)". Everything else (land lines, other countries, 0800, 020, too
// short, letters) is refused.
std::optional<std::string> normalise_mobile(std::string_view typed);

// "+819012345678" -> "090-****-5678", the most of a number that is ever shown back.
std::string masked_mobile(std::string_view e164);

} // namespace meguri::vault

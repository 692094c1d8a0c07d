#include "features/transfers/transfers.hpp"

namespace meguri::features {

std::string masked_name(std::string_view name) {
    std::string masked;
    bool first = true;
    for (std::size_t at = 0; at < name.size();) {
        std::size_t end = at + 1;
        while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80)
            ++end;
        const std::string_view letter = name.substr(at, end - at);
        const bool gap = letter == " " || letter == "　";
        masked += first || gap ? letter : std::string_view("〇");
        first = false;
        at = end;
    }
    return masked;
}

} // namespace meguri::features

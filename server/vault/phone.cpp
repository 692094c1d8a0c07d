#include "vault/phone.hpp"

#include "base/typed_digits.hpp"

namespace meguri::vault {

std::optional<std::string> normalise_mobile(std::string_view typed) {
    const auto digits = typed_digits(typed, true);
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
    // Now without the leading 0: 60, 70, 80 or 90, then eight digits of which the first is not 0
    // (0800 is toll-free).
    constexpr std::size_t length = 10;
    if (number.size() != length || number[0] < '6' || number[1] != '0' || number[2] == '0')
        return std::nullopt;
    return "+81" + std::string(number);
}

std::string masked_mobile(std::string_view e164) {
    constexpr std::size_t length = 13; // +819012345678
    if (e164.size() != length || !e164.starts_with("+81")) return "***";
    return "0" + std::string(e164.substr(3, 2)) + "-****-" + std::string(e164.substr(9));
}

} // namespace meguri::vault

#include "gateway/form.hpp"

#include "base/bytes.hpp"

#include <algorithm>

namespace meguri::gateway {

std::string percent_encoded(std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : value) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || std::string_view("-._~").contains(c);
        const auto octet = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            (out += '%') += {digits[octet >> 4], digits[octet & 15]};
    }
    return out;
}

Form& Form::add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    ((text_ += percent_encoded(name)) += '=') += percent_encoded(value);
    return *this;
}

std::optional<std::string> form_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        std::string digits(text.substr(i + 1, 2));
        for (char& c : digits)
            c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        const auto byte = digits.size() == 2 ? from_hex(digits) : std::nullopt;
        if (!byte) return std::nullopt;
        out += *byte;
        i += 2;
    }
    return out;
}

std::optional<std::string> form_field(std::string_view form, std::string_view name) {
    while (!form.empty()) {
        const auto pair = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(pair.size() + 1, form.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && form_decoded(pair.substr(0, equals)) == name)
            return form_decoded(pair.substr(equals + 1));
    }
    return std::nullopt;
}

} // namespace meguri::gateway

#include "service/city_look.hpp"

#include <fmt/format.h>

namespace meguri::service {

bool is_logo(std::string_view bytes) {
    using namespace std::literals;
    constexpr std::string_view signature = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv;
    if (bytes.size() < 33 || bytes.size() > most_logo_bytes || !bytes.starts_with(signature))
        return false;
    const auto number = [bytes](std::size_t at) {
        std::uint32_t value = 0;
        for (const char c : bytes.substr(at, 4))
            value = value << 8 | static_cast<std::uint8_t>(c);
        return value;
    };
    const auto fits = [](std::uint32_t side) { return side >= 16 && side <= 1024; };
    return fits(number(16)) && fits(number(20));
}

// A selector said twice outweighs the apps' own values wherever the file stands. Slips that stay
// white keep the day's colours at night.
std::string style_of(const CityLook& look) {
    if (look.version == 0) return {};
    const LookColours c = look_colours(look.colour);
    std::string css = fmt::format(
        ":root:root,.white-slip.white-slip{{--green:{0};--green-text:{0};--on-green:#fff;"
        "--green-tint:{1};--green-deep:{2}}}\n"
        ":root:root{{--paid-ground:{0};--paid-disc:{2}}}\n"
        "@media (prefers-color-scheme:dark){{:root:root{{--green:{3};--green-text:{4};"
        "--on-green:{5};--green-tint:{6};--green-deep:{7};--paid-ground:{8};--paid-disc:{7}}}}}\n",
        to_text(c.main), to_text(c.tint), to_text(c.deep), to_text(c.night.main),
        to_text(c.night.text), to_text(c.night.on_main), to_text(c.night.tint),
        to_text(c.night.deep), to_text(c.night.paid)
    );
    if (!look.logo.empty()) {
        css += fmt::format(
            ".logo{{background:url(\"/city-logo.png?v={}\") center/contain no-repeat}}\n"
            ".logo svg{{visibility:hidden}}\n",
            look.version
        );
    }
    return css;
}

} // namespace meguri::service

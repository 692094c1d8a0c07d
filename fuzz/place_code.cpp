// Whatever is scanned: an answer, and a code only when its seal is ours.
#include "access/place_code.hpp"
#include "access/wallet_code.hpp"
#include "base/ensure.hpp"

#include <algorithm>

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const access::PlaceCodes codes(CityKeys(SecretKey{1}), "https://pay.city.example");
    const std::string_view scanned(reinterpret_cast<const char*>(data), size);
    if (const auto code = codes.parse(scanned)) {
        MEGURI_ENSURE(codes.parse(codes.url(*code)) == *code);
        std::string capitals(scanned);
        std::ranges::transform(capitals, capitals.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        });
        const std::string text =
            codes.text(*code); // O, I and L may stand for 0 and 1; the rest is as we wrote it
        MEGURI_ENSURE(
            capitals.find(text.substr(16)) != std::string::npos ||
            capitals.find_first_of("OIL") != std::string::npos
        );
    }
    // Any ten bytes as a number, sealed, comes back.
    if (size == 6) {
        access::PlaceCode made{data[0], 0};
        for (std::size_t i = 1; i < 6; ++i)
            made.number = made.number << 8 | data[i];
        MEGURI_ENSURE(
            codes.parse(codes.url(made)) == made && codes.parse(codes.text(made)) == made
        );
    }
    if (const auto number = access::parse_shop_number(scanned)) {
        MEGURI_ENSURE(
            number->size() == 8 &&
            access::parse_shop_number(access::show_shop_number(*number)) == number
        );
    }
    return 0;
}

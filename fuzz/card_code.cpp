// Whatever is scanned as a card: an answer, and a card only when its seal is ours.
#include "access/card_code.hpp"
#include "base/ensure.hpp"

#include <algorithm>

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const access::CardCodes codes(CityKeys(SecretKey{1}), "https://pay.city.example");
    static const access::CardCode ours = codes.made_by(ByteArray<16>{7}, 0);
    const std::string_view scanned(reinterpret_cast<const char*>(data), size);
    MEGURI_ENSURE(!codes.digest_of(scanned)); // nobody guesses a seal of eight bytes
    // Of one of ours with a character changed, nothing but another way to write the same.
    if (size == 2) {
        std::string other = ours.url;
        const std::size_t at = other.size() - 40 + data[0] % 40;
        other[at] = static_cast<char>(data[1]);
        const auto found = codes.digest_of(other);
        MEGURI_ENSURE(!found || *found == ours.digest);
    }
    if (const auto number = access::CardCodes::parse_number(scanned))
        MEGURI_ENSURE(number->size() == 16 && std::ranges::all_of(*number, [](char c) {
                          return c >= '0' && c <= '9';
                      }));
    return 0;
}

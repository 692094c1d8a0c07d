// Whatever is typed: nothing, or one number in its one spelling.
#include "vault/phone.hpp"
#include "base/ensure.hpp"

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view typed(reinterpret_cast<const char*>(data), size);
    if (const auto number = vault::normalise_mobile(typed)) {
        MEGURI_ENSURE(number->size() == 13 && number->starts_with("+81"));
        MEGURI_ENSURE(number->find_first_not_of("0123456789", 1) == std::string::npos);
        MEGURI_ENSURE(vault::normalise_mobile(*number) == number);
        MEGURI_ENSURE(vault::normalise_mobile("0" + number->substr(3)) == number);
    }
    vault::masked_mobile(typed);
    return 0;
}

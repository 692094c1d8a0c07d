#include "features/handouts/handout_json.hpp"

#include "base/hash.hpp"

#include <unicode/normalizer2.h>

namespace meguri::features {

Hash word_hash(std::string_view typed) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
    MEGURI_ENSURE(U_SUCCESS(error));
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded);
    normalizer->normalizeUTF8(
        0, icu::StringPiece(typed.data(), static_cast<std::int32_t>(typed.size())), sink, nullptr,
        error
    );
    MEGURI_ENSURE(U_SUCCESS(error));
    std::erase(folded, ' ');
    return sha256(folded);
}

} // namespace meguri::features

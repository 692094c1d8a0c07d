#include "service/folded.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace meguri::service {

namespace {

constexpr char16_t first_katakana = 0x30a1, last_katakana = 0x30f6, to_hiragana = 0x60;

// Hyphens and dashes of every kind, the long mark, middle dots, spaces.
bool left_out(char16_t c) {
    constexpr std::u16string_view marks =
        u" \u3000-\u00b7\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
        u"\u30fb\u30fc\u301c~'\u2019";
    return marks.find(c) != std::u16string_view::npos;
}

} // namespace

std::string folded(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
    MEGURI_ENSURE(U_SUCCESS(error));
    const icu::UnicodeString typed = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))
    );
    const icu::UnicodeString normal = normalizer->normalize(typed, error);
    MEGURI_ENSURE(U_SUCCESS(error));
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < normal.length(); ++i) {
        const char16_t c = normal.charAt(i);
        if (left_out(c)) continue;
        const bool katakana = c >= first_katakana && c <= last_katakana;
        kept.append(katakana ? static_cast<char16_t>(c - to_hiragana) : c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

std::vector<std::string> folded_words(std::string_view typed) {
    std::vector<std::string> words;
    constexpr std::string_view wide_space = "\u3000";
    while (!typed.empty()) {
        const auto narrow = typed.find(' '), wide = typed.find(wide_space);
        const std::size_t to = std::min({narrow, wide, typed.size()});
        std::string word = folded(typed.substr(0, to));
        if (!word.empty()) words.push_back(std::move(word));
        typed.remove_prefix(std::min(to + (to == wide ? wide_space.size() : 1), typed.size()));
    }
    return words;
}

} // namespace meguri::service

#include "service/csv.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <memory>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

namespace meguri::service {

namespace {

// A spreadsheet would run what begins like this; Excel in Japanese the full-width ones as well.
constexpr std::string_view formula_marks[] = {"=",  "+",  "-",  "@",  "\t",
                                              "\r", "＝", "＋", "－", "＠"};

struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

} // namespace

std::string csv_cell(std::string_view text) {
    std::string cell(text);
    if (std::ranges::any_of(formula_marks, [&](auto mark) { return cell.starts_with(mark); }))
        cell.insert(0, 1, '\'');
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string in_shift_jis(std::string_view utf8) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, Close> converter(ucnv_open("windows-31j", &error));
    MEGURI_ENSURE(U_SUCCESS(error));
    ucnv_setSubstChars(converter.get(), "\x81\xac", 2, &error); // 〓
    MEGURI_ENSURE(U_SUCCESS(error));
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size()))
    );
    std::string bytes(static_cast<std::size_t>(text.length()) * 2, '\0');
    const std::int32_t size = ucnv_fromUChars(
        converter.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), text.getBuffer(),
        text.length(), &error
    );
    MEGURI_ENSURE(error == U_ZERO_ERROR || error == U_STRING_NOT_TERMINATED_WARNING);
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

} // namespace meguri::service

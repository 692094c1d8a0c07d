#include "http/json_out.hpp"

#include "base/ensure.hpp"

#include <array>
#include <fmt/format.h>

namespace meguri::http {

namespace {
constexpr std::array<bool, 256> is_written_as_it_is = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0x20; c < 256; ++c)
        table[c] = c != '"' && c != '\\';
    return table;
}();
} // namespace

void JsonOut::integer(std::int64_t number) {
    constexpr std::int64_t most = std::int64_t{1} << 53;
    MEGURI_ENSURE(number >= -most && number <= most);
    const fmt::format_int text(number);
    out_.append(text.data(), text.size());
}

void JsonOut::string(std::string_view text) {
    out_ += '"';
    std::size_t kept = 0; // everything before it is written
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (is_written_as_it_is[c]) continue;
        out_ += text.substr(kept, at - kept);
        kept = at + 1;
        if (c == '"' || c == '\\')
            (out_ += '\\') += static_cast<char>(c);
        else
            fmt::format_to(std::back_inserter(out_), "\\u{:04x}", c);
    }
    out_ += text.substr(kept);
    out_ += '"';
}

} // namespace meguri::http

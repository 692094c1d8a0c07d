#include "base/city_keys.hpp"

#include "base/ensure.hpp"
#include "base/hash.hpp"
#include "base/secret_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace meguri {

namespace {

constexpr std::string_view format_line = "meguri-keys-1";
constexpr char context[crypto_kdf_CONTEXTBYTES + 1] =
    "meguri-1";                  // part of the format, as KeyUse is
constexpr std::size_t group = 4; // characters between two hyphens

// Four characters that a typing error changes; they tell nothing useful of the key.
std::string check_of(const SecretKey& master) {
    const Hash hash = sha256(std::string(format_line) + std::string(view(master)));
    return to_base32(view(hash)).substr(0, group);
}

std::string written(const SecretKey& master) {
    const std::string digits = to_base32(view(master)) + check_of(master);
    std::string text;
    for (std::size_t at = 0; at < digits.size(); at += group)
        text += (at ? "-" : "") + digits.substr(at, group);
    return fmt::format("{}\n{}", format_line, text);
}

std::optional<SecretKey> parsed(std::string_view text) {
    const auto line_end = text.find('\n');
    if (line_end == std::string_view::npos || text.substr(0, line_end) != format_line)
        return std::nullopt;
    std::string digits;
    for (char c : text.substr(line_end + 1)) {
        if (c != '-' && c != ' ' && c != '\n' && c != '\r') digits += c;
    }
    if (digits.size() <= group) return std::nullopt;
    const auto bytes = from_base32(std::string_view(digits).substr(0, digits.size() - group));
    const auto master = bytes ? to_array<32>(*bytes) : std::nullopt;
    // Letters as people type them: compared by value.
    const auto typed = from_base32("000" + digits.substr(digits.size() - group) + "0");
    if (!master || !typed || *typed != from_base32("000" + check_of(*master) + "0"))
        return std::nullopt;
    return master;
}

} // namespace

CityKeys::~CityKeys() { sodium_memzero(master_.data(), master_.size()); }

SecretKey CityKeys::derive(std::uint64_t number) const {
    static_assert(crypto_kdf_KEYBYTES == sizeof(SecretKey));
    SecretKey key;
    MEGURI_ENSURE(
        crypto_kdf_derive_from_key(key.data(), key.size(), number, context, master_.data()) == 0
    );
    return key;
}

SecretKey CityKeys::key(KeyUse use) const { return derive(static_cast<std::uint64_t>(use)); }

SecretKey CityKeys::place_code_key(std::uint8_t key_number) const {
    return derive(static_cast<std::uint64_t>(KeyUse::place_code) + key_number);
}

SecretKey CityKeys::book_head_key(std::uint8_t key_number) const {
    return derive(static_cast<std::uint64_t>(KeyUse::book_head) + key_number);
}

Try<> create_key_file(const std::filesystem::path& path, Random& random) {
    return write_secret_file(path, written(random.bytes<32>()));
}

Try<CityKeys> load_key_file(const std::filesystem::path& path) {
    auto text = read_secret_file(path);
    if (!text) return std::unexpected(text.error());
    const auto master = parsed(*text);
    sodium_memzero(text->data(), text->size());
    if (!master) {
        return fault(
            FaultCode::invalid,
            fmt::format(
                "{}: no key file of this format, or mistyped: expected \"{}\" and 56 "
                "characters in groups of four",
                path.string(), format_line
            )
        );
    }
    return CityKeys(*master);
}

} // namespace meguri

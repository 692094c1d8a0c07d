#include "access/card_code.hpp"

#include "base/codec.hpp"
#include "base/typed_digits.hpp"

namespace meguri::access {

namespace {
constexpr char newest_key = 1;
constexpr std::size_t secret_size = 16, seal_size = 8, number_length = 16, activation_length = 8;
constexpr std::size_t code_length = 40, max_scanned = 300; // 25 bytes in base32

std::string digits_of(const Hash& random) {
    std::string digits;
    for (std::size_t i = 0; i < number_length; ++i) // two bytes a digit: even enough
        digits += static_cast<char>('0' + (random[2 * i] << 8 | random[2 * i + 1]) % 10);
    return digits;
}
} // namespace

Hash CardCodes::mac(std::string_view use, std::string_view text) const {
    Writer w;
    w.bytes(use), w.bytes(text);
    return hmac_sha256(view(key_), w.done());
}

CardCode CardCodes::made_by(const ByteArray<16>& command_key, std::int64_t index) const {
    Writer which;
    which.bytes(view(command_key));
    which.i(index);
    Bytes bytes(1, newest_key);
    bytes += view(mac("secret", which.done())).substr(0, secret_size);
    const Hash digest = mac("look-up", bytes);
    bytes += view(mac("seal", bytes)).substr(0, seal_size);
    CardCode code{public_url_ + "/c/" + to_base32(bytes), digits_of(mac("number", which.done()))};
    code.activation = digits_of(mac("activation", which.done())).substr(0, activation_length);
    code.digest = digest;
    return code;
}

std::optional<Hash> CardCodes::digest_of(std::string_view scanned) const {
    if (scanned.size() > max_scanned) return std::nullopt;
    if (const auto path = scanned.rfind("/c/"); path != std::string_view::npos)
        scanned.remove_prefix(path + 3);
    if (scanned.size() != code_length) return std::nullopt;
    const auto bytes = from_base32(scanned);
    if (!bytes || bytes->size() != 1 + secret_size + seal_size) return std::nullopt;
    const std::string_view said = std::string_view(*bytes).substr(0, 1 + secret_size);
    const Hash seal = mac("seal", said);
    if (!equal_secret(
            std::string_view(*bytes).substr(said.size()), view(seal).substr(0, seal_size)
        ))
        return std::nullopt;
    return mac("look-up", said);
}

std::optional<std::string> CardCodes::parse_number(std::string_view typed) {
    auto digits = typed_digits(typed);
    if (!digits || digits->size() != number_length) return std::nullopt;
    return digits;
}

bool CardCodes::is_like_a_card(std::string_view scanned) {
    return scanned.find("/c/") != std::string_view::npos || scanned.size() == code_length ||
           parse_number(scanned).has_value();
}

} // namespace meguri::access

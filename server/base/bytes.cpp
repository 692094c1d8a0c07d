#include "base/bytes.hpp"

namespace meguri {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Writes `bytes` as digits of `bits` bits each, most significant first, the last digit filled with
// zero bits.
std::string to_digits(std::string_view bytes, unsigned bits, std::string_view alphabet) {
    std::string out((bytes.size() * 8 + bits - 1) / bits, '\0'); // every answer carries some: no +=
    char* to = out.data();
    std::uint32_t buffer = 0;
    unsigned have = 0;
    for (char c : bytes) {
        buffer = (buffer << 8 | static_cast<std::uint8_t>(c)) & 0xffff;
        for (have += 8; have >= bits; have -= bits)
            *to++ = alphabet[buffer >> (have - bits) & ((1u << bits) - 1)];
    }
    if (have > 0) *to = alphabet[buffer << (bits - have) & ((1u << bits) - 1)];
    return out;
}

// Value of each character as a digit, -1 for what is none.
using DigitValues = std::array<std::int8_t, 256>;

constexpr DigitValues values_of(std::string_view alphabet) {
    DigitValues values;
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}

// Crockford: lower case counts as upper, O as 0, I and L as 1.
constexpr DigitValues forgiving_base32() {
    DigitValues values = values_of(base32_digits);
    values['O'] = 0;
    values['I'] = values['L'] = 1;
    for (char c = 'A'; c <= 'Z'; ++c)
        values[static_cast<std::uint8_t>(c - 'A' + 'a')] = values[static_cast<std::uint8_t>(c)];
    return values;
}

constexpr DigitValues hex_values = values_of(hex_digits);
constexpr DigitValues base32_values = forgiving_base32();
constexpr DigitValues base64_values = values_of(base64_digits);

std::optional<Bytes> from_digits(std::string_view text, unsigned bits, const DigitValues& values) {
    Bytes out(text.size() * bits / 8, '\0');
    char* to = out.data();
    std::uint32_t buffer = 0;
    unsigned have = 0;
    for (char c : text) {
        const int value = values[static_cast<std::uint8_t>(c)];
        if (value < 0) return std::nullopt;
        buffer = (buffer << bits | static_cast<std::uint32_t>(value)) & 0xffff;
        have += bits;
        if (have >= 8) *to++ = static_cast<char>(buffer >> (have -= 8) & 0xff);
    }
    // What is left must be filling: fewer bits than a digit, all zero. Anything else has two
    // spellings.
    if (have >= bits || (buffer & ((1u << have) - 1)) != 0) return std::nullopt;
    return out;
}

// Length of the well-formed UTF-8 sequence at the start of `s`, or 0.
std::size_t sequence(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(s[i]); };
    const auto follows = [&](std::size_t i) { return i < s.size() && (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t b = byte(0);
    if (b < 0x80) return 1;
    if (b >= 0xc2 && b <= 0xdf) return follows(1) ? 2 : 0;
    if (b >= 0xe0 && b <= 0xef) {
        if (!follows(1) || !follows(2)) return 0;
        const bool overlong = b == 0xe0 && byte(1) < 0xa0, surrogate = b == 0xed && byte(1) > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (b >= 0xf0 && b <= 0xf4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        const bool overlong = b == 0xf0 && byte(1) < 0x90, beyond = b == 0xf4 && byte(1) > 0x8f;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

} // namespace

std::string to_hex(std::string_view bytes) { return to_digits(bytes, 4, hex_digits); }
std::string to_base32(std::string_view bytes) { return to_digits(bytes, 5, base32_digits); }
std::string to_base64url(std::string_view bytes) { return to_digits(bytes, 6, base64_digits); }

std::optional<Bytes> from_hex(std::string_view hex) { return from_digits(hex, 4, hex_values); }
std::optional<Bytes> from_base32(std::string_view text) {
    return from_digits(text, 5, base32_values);
}
std::optional<Bytes> from_base64url(std::string_view text) {
    return from_digits(text, 6, base64_values);
}

bool is_plain_utf8(std::string_view s) {
    while (!s.empty()) {
        const std::size_t n = sequence(s);
        const auto b = static_cast<std::uint8_t>(s[0]);
        if (n == 0 || b < 0x20 || b == 0x7f) return false;
        if (n == 2 && b == 0xc2 && static_cast<std::uint8_t>(s[1]) < 0xa0)
            return false; // C1 controls
        s.remove_prefix(n);
    }
    return true;
}

std::size_t length_utf8(std::string_view s) {
    std::size_t n = 0;
    for (char c : s)
        n += (static_cast<std::uint8_t>(c) & 0xc0) != 0x80;
    return n;
}

} // namespace meguri

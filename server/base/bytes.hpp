// Byte strings and the three ways in which they are written: hex (hashes), Crockford base32 (what
// people read aloud: no I, L, O, U) and base64url (keys and tokens).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace meguri {

using Bytes =
    std::string; // octets; std::string because both database clients and hashes take char ranges
template <std::size_t N> using ByteArray = std::array<std::uint8_t, N>;

inline std::string_view view(std::span<const std::uint8_t> b) {
    return {reinterpret_cast<const char*>(b.data()), b.size()};
}
template <std::size_t N> std::optional<ByteArray<N>> to_array(std::string_view b) {
    if (b.size() != N) return std::nullopt;
    ByteArray<N> out;
    for (std::size_t i = 0; i < N; ++i)
        out[i] = static_cast<std::uint8_t>(b[i]);
    return out;
}

std::string to_hex(std::string_view bytes);
std::optional<Bytes> from_hex(std::string_view hex);
std::string to_base64url(std::string_view bytes); // no padding
std::optional<Bytes> from_base64url(std::string_view text);
std::string to_base32(std::string_view bytes); // Crockford, capitals
std::optional<Bytes> from_base32(std::string_view text
); // accepts small letters, O as 0, I and L as 1

// True when `s` is well-formed UTF-8 (no overlong forms, no surrogates) without control characters.
bool is_plain_utf8(std::string_view s);
// Number of code points of well-formed UTF-8.
std::size_t length_utf8(std::string_view s);

} // namespace meguri

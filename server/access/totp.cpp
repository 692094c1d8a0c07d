#include "access/totp.hpp"

#include "base/ensure.hpp"
#include "base/hash.hpp"
#include "base/typed_digits.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace meguri::access {

namespace {

constexpr std::size_t digit_count = 6;

// RFC 4648's base32 (authenticator apps read that one, not Crockford's). 20 bytes need no padding.
std::string rfc_base32(std::string_view bytes) {
    std::string out;
    std::uint32_t buffer = 0;
    unsigned have = 0;
    for (char c : bytes) {
        buffer = (buffer << 8 | static_cast<std::uint8_t>(c)) & 0xffff;
        for (have += 8; have >= 5; have -= 5)
            out += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[buffer >> (have - 5) & 31];
    }
    MEGURI_ENSURE(have == 0);
    return out;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
    return out;
}

} // namespace

TotpSecret fresh_totp_secret(Random& random) { return random.bytes<20>(); }

std::string totp_text(const TotpSecret& secret) { return rfc_base32(view(secret)); }

std::string totp_url(const TotpSecret& secret, std::string_view issuer, std::string_view account) {
    return fmt::format(
        "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
        percent_encoded(issuer), percent_encoded(account), totp_text(secret)
    );
}

std::string totp_code(const TotpSecret& secret, std::int64_t step) {
    std::array<unsigned char, 8> counter;
    for (std::size_t i = 8; i-- > 0; step >>= 8)
        counter[i] = static_cast<unsigned char>(step & 0xff);
    std::array<unsigned char, 20> mac;
    unsigned size = 0;
    MEGURI_ENSURE(
        HMAC(
            EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
            counter.size(), mac.data(), &size
        ) != nullptr
    );
    const std::size_t at = mac[19] & 0x0f; // RFC 4226, 5.3
    const std::uint32_t truncated =
        (mac[at] & 0x7fu) << 24 | mac[at + 1] << 16 | mac[at + 2] << 8 | mac[at + 3];
    return fmt::format("{:06}", truncated % 1'000'000);
}

std::optional<std::int64_t>
verify_totp(const TotpSecret& secret, std::string_view typed, Instant now, std::int64_t last_used) {
    const auto digits = typed_digits(typed);
    if (!digits || digits->size() != digit_count) return std::nullopt;
    std::optional<std::int64_t> found;
    for (std::int64_t step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step) {
        if (equal_secret(totp_code(secret, step), *digits) && step > last_used && !found)
            found = step;
    }
    return found;
}

} // namespace meguri::access

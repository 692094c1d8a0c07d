#include "gateway/card_payments/stripe_signature.hpp"

#include "base/hash.hpp"

#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

namespace meguri::gateway {

namespace {

constexpr std::size_t most_parts = 16;

std::string mac(std::string_view body, std::string_view secret, std::string_view seconds) {
    return to_hex(view(hmac_sha256(secret, fmt::format("{}.{}", seconds, body))));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool good = error == std::errc{} && end == text.data() + text.size() && number > 0 &&
                      number < 100'000'000'000;
    return good ? std::optional(number) : std::nullopt;
}

} // namespace

std::string stripe_signature(std::string_view body, std::string_view secret, Instant at) {
    const std::string seconds = std::to_string(at.ms / ms_per_second);
    return fmt::format("t={},v1={}", seconds, mac(body, secret, seconds));
}

bool stripe_signed(
    std::string_view body, std::string_view header, std::string_view secret, Instant now
) {
    if (secret.empty()) return false;
    std::string_view seconds, rest = header;
    bool right = false;
    for (int pass = 0; pass < 2; ++pass, rest = header) { // t may stand behind the signatures
        for (std::size_t n = 0; !rest.empty() && n < most_parts; ++n) {
            const auto part = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
            if (pass == 0 && part.starts_with("t=")) seconds = part.substr(2);
            if (pass == 1 && part.starts_with("v1="))
                right |= equal_secret(part.substr(3), mac(body, secret, seconds));
        }
    }
    const auto at = whole_number(seconds);
    return right && at && std::abs(now.ms - *at * ms_per_second) <= signature_tolerance_ms;
}

} // namespace meguri::gateway

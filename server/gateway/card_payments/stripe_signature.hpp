// Stripe's signature of a message: `Stripe-Signature: t=1492774577,v1=5257a869…[,v1=…]`, each v1 an
// HMAC-SHA256 of "<t>.<body>" under the endpoint's secret, in hex.
#pragma once

#include "base/time.hpp"

#include <string>
#include <string_view>

namespace meguri::gateway {

// A copied message is worth nothing after this long, and a wrong clock is noticed.
inline constexpr std::int64_t signature_tolerance_ms = 5 * ms_per_minute;

std::string stripe_signature(std::string_view body, std::string_view secret, Instant at);
// True when one of the v1 signatures is right and the moment is near `now`. Takes the same time
// whatever is wrong with a signature.
bool stripe_signed(
    std::string_view body, std::string_view header, std::string_view secret, Instant now
);

} // namespace meguri::gateway

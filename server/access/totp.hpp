// Second factor by an authenticator app: RFC 6238, HMAC-SHA-1, 30 seconds, six digits (what every
// app speaks).
#pragma once

#include "base/random.hpp"
#include "base/time.hpp"

namespace meguri::access {

using TotpSecret = ByteArray<20>;

TotpSecret fresh_totp_secret(Random& random);
// What the app scans: otpauth://totp/Issuer:account?secret=…&issuer=…
std::string totp_url(const TotpSecret& secret, std::string_view issuer, std::string_view account);
// The secret in base32 (RFC 4648), for typing.
std::string totp_text(const TotpSecret& secret);

std::string totp_code(const TotpSecret& secret, std::int64_t step);
constexpr std::int64_t totp_step(Instant at) { return at.ms / (30 * ms_per_second); }

// The step that `typed` (six digits, spaces allowed, full-width too) belongs to, now or one step
// before or after; nothing when wrong, or when that step is not later than `last_used`. The caller
// stores the step as the new last_used in the transaction that signs in, so that a code seen over a
// shoulder cannot be used a second time.
std::optional<std::int64_t>
verify_totp(const TotpSecret& secret, std::string_view typed, Instant now, std::int64_t last_used);

} // namespace meguri::access

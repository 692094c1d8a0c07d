// One encrypted value: a version byte, 24 random bytes, the ciphertext of XChaCha20-Poly1305
// (libsodium). The plain text is padded to 32 bytes, so that lengths tell little.
#pragma once

#include "base/city_keys.hpp"

#include <optional>

namespace meguri::vault {

// `bound` says what the value is (which table, whose, which field). It is not stored; opening under
// any other fails.
Bytes seal(const SecretKey& key, std::string_view plain, std::string_view bound, Random& random);
std::optional<Bytes> open(const SecretKey& key, std::string_view sealed, std::string_view bound);

} // namespace meguri::vault

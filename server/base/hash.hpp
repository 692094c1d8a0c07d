// SHA-256 (journal, receipts) and keyed hashes (look-ups, sealed keys). All of libsodium/OpenSSL;
// nothing home-made.
#pragma once

#include "base/bytes.hpp"

#include <sodium/crypto_auth_hmacsha256.h>

namespace meguri {

using Hash = ByteArray<32>;

Hash sha256(std::string_view bytes);
Hash hmac_sha256(std::string_view key, std::string_view message);

// hmac_sha256 under one key, prepared once: for what every request needs.
class KeyedHash {
  public:
    explicit KeyedHash(std::string_view key);
    Hash of(std::string_view message) const;

  private:
    crypto_auth_hmacsha256_state prepared_;
};

// Compares in time that does not depend on the content.
bool equal_secret(std::string_view a, std::string_view b);

} // namespace meguri

// Ed25519 (RFC 8032, libsodium): signatures that anybody can check with a public key. For what the
// city publishes; what only the city itself must recognize is sealed instead (hash.hpp).
#pragma once

#include "base/bytes.hpp"
#include "base/city_keys.hpp"

namespace meguri {

using PublicKey = ByteArray<32>;
using Signature = ByteArray<64>;

class SigningKey {
  public:
    explicit SigningKey(const SecretKey& seed);
    ~SigningKey(); // wipes it
    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;

    const PublicKey& public_key() const { return public_; }
    Signature sign(std::string_view message) const;

  private:
    ByteArray<64> secret_;
    PublicKey public_;
};

// False also for keys and signatures of another length.
bool is_signed(std::string_view message, std::string_view signature, std::string_view public_key);

} // namespace meguri

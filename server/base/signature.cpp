#include "base/signature.hpp"

#include "base/ensure.hpp"

#include <sodium.h>

namespace meguri {

namespace {
const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
} // namespace

SigningKey::SigningKey(const SecretKey& seed) {
    static_assert(sizeof(SecretKey) == crypto_sign_SEEDBYTES);
    static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
    static_assert(sizeof(secret_) == crypto_sign_SECRETKEYBYTES);
    MEGURI_ENSURE(crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data()) == 0);
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

Signature SigningKey::sign(std::string_view message) const {
    Signature signature;
    MEGURI_ENSURE(
        crypto_sign_detached(
            signature.data(), nullptr, octets(message), message.size(), secret_.data()
        ) == 0
    );
    return signature;
}

bool is_signed(std::string_view message, std::string_view signature, std::string_view public_key) {
    return signature.size() == crypto_sign_BYTES &&
           public_key.size() == crypto_sign_PUBLICKEYBYTES &&
           crypto_sign_verify_detached(
               octets(signature), octets(message), message.size(), octets(public_key)
           ) == 0;
}

} // namespace meguri

#include "base/hash.hpp"

#include "base/ensure.hpp"

#include <memory>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace meguri {

namespace {
struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
} // namespace

Hash sha256(std::string_view bytes) {
    // Fetched once: looking the algorithm up again each time costs more than hashing an entry.
    static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, ContextDeleter> kept(EVP_MD_CTX_new());
    EVP_MD_CTX* const context = kept.get();
    Hash out;
    MEGURI_ENSURE(EVP_DigestInit_ex(context, md, nullptr) == 1);
    MEGURI_ENSURE(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
    MEGURI_ENSURE(EVP_DigestFinal_ex(context, out.data(), nullptr) == 1);
    return out;
}

Hash hmac_sha256(std::string_view key, std::string_view message) {
    Hash out;
    unsigned size = 0;
    MEGURI_ENSURE(
        HMAC(
            EVP_sha256(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(message.data()), message.size(), out.data(),
            &size
        ) != nullptr
    );
    return out;
}

KeyedHash::KeyedHash(std::string_view key) {
    crypto_auth_hmacsha256_init(
        &prepared_, reinterpret_cast<const unsigned char*>(key.data()), key.size()
    );
}

Hash KeyedHash::of(std::string_view message) const {
    crypto_auth_hmacsha256_state state = prepared_;
    Hash out;
    crypto_auth_hmacsha256_update(
        &state, reinterpret_cast<const unsigned char*>(message.data()), message.size()
    );
    crypto_auth_hmacsha256_final(&state, out.data());
    return out;
}

bool equal_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace meguri

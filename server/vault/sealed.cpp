#include "vault/sealed.hpp"

#include "base/ensure.hpp"

#include <sodium.h>

namespace meguri::vault {

namespace {

constexpr char version = 1;
constexpr std::size_t block = 32;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(sizeof(SecretKey) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* octets(std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* octets(Bytes& s) { return reinterpret_cast<unsigned char*>(s.data()); }

} // namespace

Bytes seal(const SecretKey& key, std::string_view plain, std::string_view bound, Random& random) {
    Bytes padded(plain);
    std::size_t size = 0;
    padded.resize((plain.size() / block + 1) * block);
    MEGURI_ENSURE(sodium_pad(&size, octets(padded), plain.size(), block, padded.size()) == 0);
    const auto nonce = random.bytes<nonce_size>();
    Bytes sealed(1 + nonce_size + size + tag_size, version);
    sealed.replace(1, nonce_size, view(nonce));
    MEGURI_ENSURE(
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            octets(sealed) + 1 + nonce_size, nullptr, octets(padded), size, octets(bound),
            bound.size(), nullptr, nonce.data(), key.data()
        ) == 0
    );
    sodium_memzero(padded.data(), padded.size());
    return sealed;
}

std::optional<Bytes> open(const SecretKey& key, std::string_view sealed, std::string_view bound) {
    if (sealed.size() < 1 + nonce_size + block + tag_size || sealed[0] != version)
        return std::nullopt;
    const auto nonce = sealed.substr(1, nonce_size), body = sealed.substr(1 + nonce_size);
    Bytes padded(body.size() - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            octets(padded), nullptr, nullptr, octets(body), body.size(), octets(bound),
            bound.size(), octets(nonce), key.data()
        ) != 0)
        return std::nullopt;
    std::size_t size = 0;
    if (sodium_unpad(&size, octets(padded), padded.size(), block) != 0) return std::nullopt;
    padded.resize(size);
    return padded;
}

} // namespace meguri::vault

#include "service/wallet_reference.hpp"

#include "base/codec.hpp"
#include "base/ensure.hpp"
#include "ledger/command.hpp"

#include <sodium.h>

namespace meguri::service {

namespace {
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

Bytes bound_to(const access::Caller& clerk) {
    Writer out;
    out.i(clerk.person.value);
    out.i(clerk.place.value);
    return out.done();
}

const unsigned char* octets(std::string_view b) {
    return reinterpret_cast<const unsigned char*>(b.data());
}
unsigned char* octets(Bytes& b) { return reinterpret_cast<unsigned char*>(b.data()); }

// The two kinds are bound to different things, so that one is never taken for the other.
Bytes bound_to(const access::Caller& clerk, const ByteArray<16>& key) {
    Writer out;
    out.bytes(bound_to(clerk));
    out.bytes(view(key));
    return out.done();
}

std::string seal(const SecretKey& key, const Bytes& clear, const Bytes& bound, Random& random) {
    const auto nonce = random.bytes<nonce_size>();
    Bytes sealed(clear.size() + tag_size, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        octets(sealed), nullptr, octets(clear), clear.size(), octets(bound), bound.size(), nullptr,
        nonce.data(), key.data()
    );
    return to_base64url(Bytes(view(nonce)) + sealed);
}

std::optional<Bytes> unseal(const SecretKey& key, std::string_view text, const Bytes& bound) {
    const auto raw = from_base64url(text);
    if (!raw || raw->size() < nonce_size + tag_size) return std::nullopt;
    const std::string_view nonce(raw->data(), nonce_size),
        sealed(raw->data() + nonce_size, raw->size() - nonce_size);
    Bytes clear(sealed.size() - tag_size, '\0');
    const int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(
        octets(clear), nullptr, nullptr, octets(sealed), sealed.size(), octets(bound), bound.size(),
        octets(nonce), key.data()
    );
    return bad ? std::nullopt : std::optional(std::move(clear));
}
} // namespace

std::string WalletReferences::seal(
    WalletId wallet, const access::Caller& clerk, Instant now, Random& random
) const {
    Writer clear;
    clear.i(wallet.value);
    clear.i(now.ms);
    return service::seal(key_, clear.done(), bound_to(clerk), random);
}

std::optional<WalletId> WalletReferences::open(
    std::string_view text, const access::Caller& clerk, Instant key_issued_at
) const {
    const auto clear = unseal(key_, text, bound_to(clerk));
    if (!clear) return std::nullopt;
    Reader in(*clear);
    const WalletId wallet{in.i()};
    const Instant sealed_at{in.i()};
    if (!in.at_end() || key_issued_at - sealed_at > ledger::key_life_ms) return std::nullopt;
    return wallet;
}

std::string WalletReferences::seal_to_pay(
    const ToPay& what, const access::Caller& clerk, const ByteArray<16>& key, Random& random
) const {
    Writer clear;
    clear.i(what.wallet.value);
    clear.i(what.points.value);
    return service::seal(key_, clear.done(), bound_to(clerk, key), random);
}

std::optional<WalletReferences::ToPay> WalletReferences::open_to_pay(
    std::string_view text, const access::Caller& clerk, const ByteArray<16>& key
) const {
    const auto clear = unseal(key_, text, bound_to(clerk, key));
    if (!clear) return std::nullopt;
    Reader in(*clear);
    const ToPay what{{in.i()}, {in.i()}};
    if (!in.at_end()) return std::nullopt;
    return what;
}

} // namespace meguri::service

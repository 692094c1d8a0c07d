#include "access/wallet_code.hpp"

#include "access/wallet_code_store.hpp"
#include "base/codec.hpp"
#include "base/typed_digits.hpp"

namespace meguri::access {

namespace {

using wallet_code_store::FoundBy;

constexpr int digit_count = 12;
constexpr std::size_t payload_size = 16, payload_length = 26, max_scanned = 300;

// What was scanned or typed, brought to the form that was hashed.
struct Secret {
    FoundBy by;
    Bytes bytes;
};

std::optional<Secret> secret_of(std::string_view scanned) {
    if (scanned.size() > max_scanned) return std::nullopt;
    if (const auto digits = typed_digits(scanned); digits && digits->size() == digit_count)
        return Secret{FoundBy::digits, *digits};
    if (const auto path = scanned.rfind("/w/"); path != std::string_view::npos)
        scanned.remove_prefix(path + 3);
    if (scanned.size() != payload_length) return std::nullopt;
    auto payload = from_base32(scanned);
    if (!payload || payload->size() != payload_size) return std::nullopt;
    return Secret{FoundBy::payload, std::move(*payload)};
}

} // namespace

Hash WalletCodes::digest(std::string_view kind, std::string_view secret) const {
    Writer w;
    w.bytes(kind), w.bytes(secret);
    return hmac_sha256(view(key_), w.done());
}

Try<WalletCode>
WalletCodes::issue(store::Database& db, CodeOf of, Instant now, Random& random) const {
    constexpr int attempts = 4; // twelve digits that somebody else is showing now: draw again
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto payload = random.bytes<payload_size>();
        WalletCode code{
            public_url_ + "/w/" + to_base32(view(payload)), random.digits(digit_count),
            now + wallet_code_life_ms
        };
        auto stored = wallet_code_store::replace(
            db, of, digest("payload", view(payload)), digest("digits", code.digits), code.expires_at
        );
        if (!stored) return std::unexpected(stored.error());
        if (*stored) return code;
    }
    return fault(FaultCode::unavailable, "wallet code: no free number found");
}

Try<std::optional<CodeOf>> WalletCodes::redeem(
    store::Database& db, std::string_view scanned, PersonId clerk, Instant now, For what
) const {
    const auto secret = secret_of(scanned);
    if (!secret) return std::nullopt;
    const bool typed = secret->by == FoundBy::digits;
    const wallet_code_store::Wanted wanted{
        secret->by, digest(typed ? "digits" : "payload", secret->bytes), what == For::top_up
    };
    auto found = wallet_code_store::use(db, wanted, clerk, now);
    if (!found || *found) return found;
    return wallet_code_store::used_since(db, wanted, clerk, now + -wallet_code_open_ms);
}

Try<std::optional<WalletId>> WalletCodes::redeem(
    store::Database& db, std::string_view scanned, PersonId clerk, Instant now
) const {
    const auto found = redeem(db, scanned, clerk, now, For::owner);
    if (!found) return std::unexpected(found.error());
    if (!*found) return std::nullopt;
    return (**found).wallet;
}

Try<std::optional<CodeOf>> WalletCodes::redeem_for_top_up(
    store::Database& db, std::string_view scanned, PersonId clerk, Instant now
) const {
    return redeem(db, scanned, clerk, now, For::top_up);
}

Try<> WalletCodes::revoke(store::Database& db, WalletId wallet) const {
    return wallet_code_store::remove(db, wallet);
}

} // namespace meguri::access

#include "access/wallet_code.hpp"

#include "base/codec.hpp"
#include "base/typed_digits.hpp"

namespace meguri::access {

namespace {

constexpr int digit_count = 12;
constexpr std::size_t payload_size = 16, payload_length = 26, max_scanned = 300;

// What was scanned or typed, brought to the form that was hashed.
struct Secret {
    std::string_view kind; // also the column it is found by
    Bytes bytes;
};

std::optional<Secret> secret_of(std::string_view scanned) {
    if (scanned.size() > max_scanned) return std::nullopt;
    if (const auto digits = typed_digits(scanned); digits && digits->size() == digit_count)
        return Secret{"digits", *digits};
    if (const auto path = scanned.rfind("/w/"); path != std::string_view::npos)
        scanned.remove_prefix(path + 3);
    if (scanned.size() != payload_length) return std::nullopt;
    auto payload = from_base32(scanned);
    if (!payload || payload->size() != payload_size) return std::nullopt;
    return Secret{"payload", std::move(*payload)};
}

store::Blob blob_of(const Hash& hash) { return {Bytes(view(hash))}; }

} // namespace

Hash WalletCodes::digest(std::string_view kind, std::string_view secret) const {
    Writer w;
    w.bytes(kind), w.bytes(secret);
    return hmac_sha256(view(key_), w.done());
}

Try<WalletCode>
WalletCodes::issue(store::Database& db, WalletId wallet, Instant now, Random& random) const {
    constexpr auto replace =
        "INSERT INTO wallet_code (wallet, payload, digits, expires_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (wallet) DO UPDATE SET payload = excluded.payload, digits = excluded.digits, "
        "expires_at = excluded.expires_at, used_by = NULL, used_at = NULL";
    constexpr int attempts = 4; // twelve digits that somebody else is showing right now: draw again
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto payload = random.bytes<payload_size>();
        WalletCode code{
            public_url_ + "/w/" + to_base32(view(payload)), random.digits(digit_count),
            now + wallet_code_life_ms
        };
        auto stored = db.run(
            replace, {wallet.value, blob_of(digest("payload", view(payload))),
                      blob_of(digest("digits", code.digits)), code.expires_at.ms}
        );
        if (!stored) return std::unexpected(stored.error());
        if (!stored->conflict) return code;
    }
    return fault(FaultCode::unavailable, "wallet code: no free number found");
}

Try<std::optional<WalletId>> WalletCodes::redeem(
    store::Database& db, std::string_view scanned, PersonId clerk, Instant now
) const {
    const auto secret = secret_of(scanned);
    if (!secret) return std::nullopt;
    const std::string found_by = " WHERE " + std::string(secret->kind) + " = $3 AND ";
    const store::Blob hash = blob_of(digest(secret->kind, secret->bytes));
    // One statement decides, so that of two clerks exactly one sees a row.
    auto used = db.run(
        "UPDATE wallet_code SET used_by = $1, used_at = $2" + found_by +
            "used_by IS NULL AND expires_at > $2 RETURNING wallet",
        {clerk.value, now.ms, hash}
    );
    if (used && used->empty())
        used = db.run(
            "SELECT wallet FROM wallet_code" + found_by + "used_by = $1 AND used_at > $2",
            {clerk.value, now.ms - wallet_code_open_ms, hash}
        );
    if (!used) return std::unexpected(used.error());
    if (used->empty()) return std::nullopt;
    return WalletId{used->one().integer(0)};
}

Try<> WalletCodes::revoke(store::Database& db, WalletId wallet) const {
    auto done = db.run("DELETE FROM wallet_code WHERE wallet = $1", {wallet.value});
    if (!done) return std::unexpected(done.error());
    return {};
}

std::vector<store::Migration> wallet_code_migrations() {
    return {
        {2026112221, "wallet codes",
         "CREATE TABLE wallet_code (wallet {integer} PRIMARY KEY, payload {blob} NOT NULL UNIQUE, "
         "digits {blob} NOT NULL UNIQUE,"
         "    expires_at {integer} NOT NULL, used_by {integer}, used_at {integer}){strict}"}
    };
}

} // namespace meguri::access

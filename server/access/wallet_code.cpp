#include "access/wallet_code.hpp"

#include "access/jpqr.hpp"
#include "access/wallet_code_store.hpp"
#include "base/codec.hpp"
#include "base/ensure.hpp"
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

std::optional<Secret> secret_of(std::string_view scanned, std::string_view provider) {
    if (scanned.size() > max_scanned) return std::nullopt;
    if (const auto form = jpqr::read_cpm(scanned)) {
        const bool ours = form->provider == provider && form->payment_id.size() == digit_count;
        return ours ? std::optional(Secret{FoundBy::digits, form->payment_id}) : std::nullopt;
    }
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

std::string WalletCodes::payload_of(std::string_view secret, const std::string& digits) const {
    if (jpqr_provider_.empty()) return public_url_ + "/w/" + to_base32(secret);
    const auto form = jpqr::write(jpqr::Cpm{jpqr_provider_, digits});
    MEGURI_ENSURE(form);
    return *form;
}

Try<WalletCode>
WalletCodes::issue(store::Database& db, CodeOf of, Instant now, Random& random) const {
    constexpr int attempts = 4; // twelve digits that somebody else is showing now: draw again
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto payload = random.bytes<payload_size>();
        WalletCode code{"", random.digits(digit_count), now + wallet_code_life_ms};
        code.payload = payload_of(view(payload), code.digits);
        auto stored = wallet_code_store::replace(
            db, of, digest("payload", view(payload)), digest("digits", code.digits), code.expires_at
        );
        if (!stored) return std::unexpected(stored.error());
        if (*stored) return code;
    }
    return fault(FaultCode::unavailable, "wallet code: no free number found");
}

WalletCodes::Opened WalletCodes::redeem(
    store::Database& db, std::string_view scanned, Scanning clerk, Use purpose, Instant now
) const {
    const auto refused = [](Refusal why) {
        return std::expected<CodeOf, Refusal>(std::unexpected(why));
    };
    if (const auto form = jpqr::read_cpm(scanned); form && form->provider != jpqr_provider_)
        return refused(Refusal::code_not_ours); // another service's: no guess, and said as it is
    const auto secret = secret_of(scanned, jpqr_provider_);
    if (!secret) return refused(Refusal::wallet_code_expired); // not even a guess
    const std::int64_t whose = clerk.place ? clerk.place.value : -clerk.person.value;
    const Instant lately = now + -wrong_wallet_codes_ms;
    const auto over = wallet_code_store::is_over_cap(db, whose, lately, most_wrong_wallet_codes);
    if (!over) return std::unexpected(over.error());
    if (*over) return refused(Refusal::too_many_requests);
    const bool typed = secret->by == FoundBy::digits;
    const wallet_code_store::Wanted wanted{
        secret->by, digest(typed ? "digits" : "payload", secret->bytes), purpose.on_mandate,
        purpose.pay_key ? Bytes(view(*purpose.pay_key)) : Bytes()
    };
    auto found = wallet_code_store::use(db, wanted, clerk.person, now);
    if (found && !*found) {
        const Instant since = now + -wallet_code_open_ms;
        found = wallet_code_store::used_since(db, wanted, clerk.person, since);
    }
    if (!found) return std::unexpected(found.error());
    if (*found) return std::expected<CodeOf, Refusal>(**found);
    if (auto counted = wallet_code_store::count_wrong(db, whose, lately, now); !counted)
        return std::unexpected(counted.error());
    return refused(Refusal::wallet_code_expired);
}

WalletCodes::Opened WalletCodes::redeem(
    store::Database& db, std::string_view scanned, Scanning clerk, Instant now
) const {
    return redeem(db, scanned, clerk, Use{}, now);
}

WalletCodes::Opened WalletCodes::redeem_for_top_up(
    store::Database& db, std::string_view scanned, Scanning clerk, Instant now
) const {
    return redeem(db, scanned, clerk, Use{.on_mandate = true}, now);
}

WalletCodes::Opened WalletCodes::redeem_to_pay(
    store::Database& db, std::string_view scanned, Scanning clerk, const ByteArray<16>& key,
    Instant now
) const {
    return redeem(db, scanned, clerk, Use{.pay_key = &key}, now);
}

Try<> WalletCodes::revoke(store::Database& db, WalletId wallet) const {
    return wallet_code_store::remove(db, wallet);
}

} // namespace meguri::access

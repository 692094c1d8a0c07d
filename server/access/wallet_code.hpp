// The code on a resident's phone that opens the wallet for the counter: 128 random bits as a QR
// (with JPQR: the digits), or twelve digits read aloud. Shown for 60 seconds, good once, and a new
// one voids the old, so a photograph of the queue is worth nothing [A1]. Used, expired, unknown and
// malformed are answered alike. Only keyed hashes are stored.
//
// The clerk who used a code may use it again for five minutes: a lost answer or a reload at the
// counter must not send the resident back to the start. For everybody else it is spent. A code that
// was used to pay opens again for the very key it was used with, and for nothing else: whoever
// scans twice must not be able to charge twice.
//
// Twelve digits must not be found by trying: a place (a resident, where a resident scans) that
// gives 30 wrong ones within ten minutes waits until they are over, also with a good one.
//
// Where the city is registered with JPQR, the QR is of its form (jpqr.hpp): the twelve digits under
// the city's provider number. The address of ours stays good, so that nobody waits at the change.
//
// A code made on a mandate is good where the wallet is topped up and nowhere else: everywhere else
// it is an unknown code, and stays unused. Who redeems it must ask whether the mandate still holds.
#pragma once

#include "base/city_keys.hpp"
#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ledger/refusal.hpp"
#include "store/database.hpp"

#include <expected>

namespace meguri::access {

inline constexpr std::int64_t wallet_code_life_ms = 60 * ms_per_second;
inline constexpr std::int64_t wallet_code_open_ms = 5 * ms_per_minute; // for the clerk who used it
inline constexpr std::int64_t most_wrong_wallet_codes = 30,
                              wrong_wallet_codes_ms = 10 * ms_per_minute;

struct WalletCode {
    std::string payload; // of the QR: PUBLIC_URL/w/<26 characters>, or JPQR's CPM
    std::string digits;  // "123456789012"
    Instant expires_at;
};

// Whose wallet a code opens, on which of its mandates (0: the owner shows it), and what it pays
// with: a program of points, or none: yen.
struct CodeOf {
    WalletId wallet;
    std::int64_t mandate = 0;
    ProgramId points{};
    friend bool operator==(const CodeOf&, const CodeOf&) = default;
};

// Who scans: wrong ones are counted for the place, or for the person where there is none.
struct Scanning {
    PersonId person;
    PlaceId place{};
};

class WalletCodes {
  public:
    // wallet_code_expired for everything that opens nothing, code_not_ours for another service's,
    // too_many_requests after too many.
    using Opened = Try<std::expected<CodeOf, Refusal>>;

    // `jpqr_provider`: 8 digits; "": not registered.
    WalletCodes(const CityKeys& keys, std::string public_url, std::string jpqr_provider = "")
        : key_(keys.key(KeyUse::wallet_code)), public_url_(std::move(public_url)),
          jpqr_provider_(std::move(jpqr_provider)) {}

    Try<WalletCode> issue(store::Database& db, CodeOf of, Instant now, Random& random) const;
    // `scanned`: the URL, its last part, or the twelve digits as typed. Two clerks at once: exactly
    // one wins.
    Opened redeem(store::Database& db, std::string_view scanned, Scanning clerk, Instant now) const;
    // The same at a counter that tops up: a code made on a mandate is taken, too.
    Opened redeem_for_top_up(
        store::Database& db, std::string_view scanned, Scanning clerk, Instant now
    ) const;
    // The same to pay under this command key, and under no other.
    Opened redeem_to_pay(
        store::Database& db, std::string_view scanned, Scanning clerk, const ByteArray<16>& key,
        Instant now
    ) const;
    // Voids the wallet's code: at sign-out, when the wallet is blocked.
    Try<> revoke(store::Database& db, WalletId wallet) const;

  private:
    struct Use {
        bool on_mandate = false;                // a code made on a mandate is taken, too
        const ByteArray<16>* pay_key = nullptr; // the payment's; null: no payment
    };
    Opened redeem(
        store::Database& db, std::string_view scanned, Scanning clerk, Use use, Instant now
    ) const;
    Hash digest(std::string_view kind, std::string_view secret) const;
    std::string payload_of(std::string_view secret, const std::string& digits) const;

    SecretKey key_;
    std::string public_url_, jpqr_provider_;
};

std::vector<store::Migration> wallet_code_migrations();

} // namespace meguri::access

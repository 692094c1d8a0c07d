// A wallet as somebody else's page holds it between scanning a code and the command (a top-up, a
// scan at an event, a transfer, a payment): sealed for this caller and place, good as long as a key
// is. It says nothing about the person, and nobody else can use it.
#pragma once

#include "access/permissions.hpp"
#include "base/city_keys.hpp"
#include "base/time.hpp"

#include <optional>

namespace meguri::service {

class WalletReferences {
  public:
    explicit WalletReferences(const CityKeys& keys) : key_(keys.key(KeyUse::wallet_reference)) {}

    std::string
    seal(WalletId wallet, const access::Caller& clerk, Instant now, Random& random) const;
    // Nothing for what we did not seal for this clerk at this place, or longer than 15 minutes
    // before the command's key was issued. Not before "now": the same key must get its answer
    // however late.
    std::optional<WalletId>
    open(std::string_view text, const access::Caller& clerk, Instant key_issued_at) const;

    // A wallet whose one-time code was scanned to be paid from, once: good with this very command
    // key of this clerk at this place, so that however often it is sent, one payment comes of it,
    // and a fresh key opens nothing. How long: as long as the ledger takes the key.
    struct ToPay {
        WalletId wallet;
        ProgramId points; // none: yen
    };
    std::string seal_to_pay(
        const ToPay& what, const access::Caller& clerk, const ByteArray<16>& key, Random& random
    ) const;
    std::optional<ToPay>
    open_to_pay(std::string_view text, const access::Caller& clerk, const ByteArray<16>& key) const;

  private:
    SecretKey key_;
};

} // namespace meguri::service

// A wallet as somebody else's page holds it between scanning a code and the command (a top-up, a
// scan at an event, a transfer): sealed for this caller and place, good as long as a key is. It
// says nothing about the person, and nobody else can use it.
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

  private:
    SecretKey key_;
};

} // namespace meguri::service

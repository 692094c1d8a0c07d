// From a resident's public id to the wallet. The ledger knows no people by name, and the features
// that give value know no more of a person than this.
#pragma once

#include "base/ids.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>

namespace meguri::service::resident_wallets {

// Nothing for nobody, staff, somebody who was removed.
Try<std::optional<WalletId>> find(store::Database& db, const std::string& resident);

} // namespace meguri::service::resident_wallets

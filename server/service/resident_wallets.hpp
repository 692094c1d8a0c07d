// From a resident's public id to the wallet. The ledger knows no people by name, and the features
// that give value know no more of a person than this.
#pragma once

#include "base/ids.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace meguri::service::resident_wallets {

// Nothing for nobody, staff, somebody who was removed.
Try<std::optional<WalletId>> find(store::Database& db, const std::string& resident);
// In the same order; an id that nobody has gives none.
Try<std::vector<WalletId>> find_all(store::Database& db, const std::vector<std::string>& residents);

} // namespace meguri::service::resident_wallets

// The rows of wallet_code: at most one a wallet, only keyed hashes. Internal to wallet_code.cpp.
#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::access::wallet_code_store {

enum class FoundBy { payload, digits };

// Replaces the wallet's code. False when one of the hashes is in use: another code shows the same.
Try<bool> replace(
    store::Database& db, WalletId wallet, const Hash& payload, const Hash& digits,
    Instant expires_at
);
// Marks an unused, unexpired code as used by this clerk, in one statement: of two clerks at once
// exactly one gets the wallet.
Try<std::optional<WalletId>>
use(store::Database& db, FoundBy by, const Hash& hash, PersonId clerk, Instant now);
// The wallet of a code that this very clerk has used since.
Try<std::optional<WalletId>>
used_since(store::Database& db, FoundBy by, const Hash& hash, PersonId clerk, Instant since);
Try<> remove(store::Database& db, WalletId wallet);

} // namespace meguri::access::wallet_code_store

// The rows of wallet_code: at most one a wallet, only keyed hashes. Internal to wallet_code.cpp.
#pragma once

#include "access/wallet_code.hpp"

#include <optional>

namespace meguri::access::wallet_code_store {

enum class FoundBy { payload, digits };
struct Wanted {
    FoundBy by;
    Hash hash;
    bool on_mandate; // a code made on a mandate is taken, too
    Bytes pay_key;   // of the payment it is used for; empty: for something else
};

// Replaces the wallet's code. False when one of the hashes is in use: another code shows the same.
Try<bool> replace(
    store::Database& db, CodeOf of, const Hash& payload, const Hash& digits, Instant expires_at
);
// Marks an unused, unexpired code as used by this clerk, in one statement: of two clerks at once
// exactly one gets the wallet.
Try<std::optional<CodeOf>>
use(store::Database& db, const Wanted& wanted, PersonId clerk, Instant now);
// What a code opens that this very clerk has used since, for the same payment or for none.
Try<std::optional<CodeOf>>
used_since(store::Database& db, const Wanted& wanted, PersonId clerk, Instant since);
Try<> remove(store::Database& db, WalletId wallet);
// Whether this one (a place; minus a person) gave so many wrong codes since then; one more.
Try<bool> is_over_cap(store::Database& db, std::int64_t whose, Instant since, std::int64_t most);
Try<> count_wrong(store::Database& db, std::int64_t whose, Instant since, Instant now);

} // namespace meguri::access::wallet_code_store

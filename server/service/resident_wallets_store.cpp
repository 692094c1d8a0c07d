#include "service/resident_wallets.hpp"

namespace meguri::service::resident_wallets {

Try<std::optional<WalletId>> find(store::Database& db, const std::string& resident) {
    const auto rows = db.run(
        "SELECT wallet FROM person WHERE id = $1 AND role = 2 AND removed_ms IS NULL AND wallet <> "
        "0",
        {resident}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return WalletId{rows->one().integer(0)};
}

} // namespace meguri::service::resident_wallets

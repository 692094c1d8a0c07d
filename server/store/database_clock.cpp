#include "store/database_clock.hpp"

namespace meguri::store {

Try<std::optional<Instant>> database_clock(Database& database) {
    if (database.kind() == Database::Kind::sqlite) return std::nullopt;
    const auto rows =
        database.run("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)");
    if (!rows) return std::unexpected(rows.error());
    return Instant{rows->one().integer(0)};
}

} // namespace meguri::store

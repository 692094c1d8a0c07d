#include "app/test_clock_store.hpp"

namespace meguri::app {

std::vector<store::Migration> test_clock_migrations() {
    return {{2026112270, "test_clock", R"(
CREATE TABLE test_clock (
    one {integer} PRIMARY KEY CHECK (one = 1),
    ahead_ms {integer} NOT NULL,
    stands_at_ms {integer} NOT NULL
){strict};)"}};
}

Try<std::optional<ClockSetting>> read_test_clock(store::Database& database) {
    auto rows = database.run("SELECT ahead_ms, stands_at_ms FROM test_clock");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return ClockSetting{rows->one().integer(0), {rows->one().integer(1)}};
}

Try<> keep_test_clock(store::Database& db, const ClockSetting& setting) {
    return db.execute(
        "INSERT INTO test_clock (one, ahead_ms, stands_at_ms) VALUES (1, $1, $2) "
        "ON CONFLICT (one) DO UPDATE SET ahead_ms = excluded.ahead_ms, "
        "stands_at_ms = excluded.stands_at_ms",
        {setting.ahead_ms, setting.stands_at.ms}
    );
}

} // namespace meguri::app

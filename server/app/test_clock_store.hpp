// The clock of a test environment as it was set last: one row.
#pragma once

#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::app {

std::vector<store::Migration> test_clock_migrations();

// Nothing when it was never set.
Try<std::optional<ClockSetting>> read_test_clock(store::Database& database);
Try<> keep_test_clock(store::Database& database, const ClockSetting& setting);

} // namespace meguri::app

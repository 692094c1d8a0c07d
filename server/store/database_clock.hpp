// What time the database's own machine has: a second opinion about ours.
#pragma once

#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::store {

// Nothing on SQLite, which has no clock but the one of the machine that asks.
Try<std::optional<Instant>> database_clock(Database& database);

} // namespace meguri::store

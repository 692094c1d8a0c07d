// Values to and from SQLite, each as the type it is. STRICT tables refuse the rest.
#pragma once

#include "store/database.hpp"

#include <sqlite3.h>

namespace meguri::store {

// Placeholder "$3" is parameters[2], wherever it stands. Points into the values, which must outlive
// the statement's run.
Try<> bind(sqlite3_stmt* statement, const std::vector<Value>& parameters);

// The row that the statement stands on. `invalid` when floating point is in it.
Try<Row> read_row(sqlite3_stmt* statement);

} // namespace meguri::store

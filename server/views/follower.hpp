// How a read model keeps up with the journal: a named position, moved on batch by batch.
#pragma once

#include "store/database.hpp"

#include <functional>
#include <string>

namespace meguri::views {

// Hands `take` the next entries (from < seq <= to, at most `rows` of them) and notes how far `name`
// has come; call in a transaction. True when the journal's end was reached.
Try<bool> follow_journal(
    store::Database& db, const std::string& name, std::int64_t rows,
    const std::function<Try<>(std::int64_t from, std::int64_t to)>& take
);

} // namespace meguri::views

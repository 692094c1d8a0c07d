// What `meguri status` reads of a city's database: beside the running server, in one read-only
// transaction, without taking the city over.
#pragma once

#include "base/time.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::app {

struct JournalFigures {
    std::int64_t epoch = 0;
    std::int64_t last_seq = 0;
    std::optional<Instant> last_at;  // nothing: no entry yet
    std::string head;                // hex, of the last group
    std::int64_t checkpoint_seq = 0; // a start replays what comes after it
    std::int64_t outbox = 0;         // effects on the outside world that wait
    std::int64_t messages = 0;       // SMS that wait
    std::int64_t checkpoint_distance() const { return last_seq - checkpoint_seq; } // entries
};

// Nothing: the database was prepared, but no server has ever started on it. A Fault when it cannot
// be read.
Try<std::optional<JournalFigures>> read_figures(store::Database& database);

} // namespace meguri::app

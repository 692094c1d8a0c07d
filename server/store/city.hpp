// A city's database as its one process opens it: the journal, and the registry's rows beside it.
//
// On SQLite both are faces of one connection, used from the core's thread alone: one lock, one page
// cache (two connections would throw each other's pages away at every commit), and registry work
// simply runs between two groups. On PostgreSQL each has a connection of its own, because the
// journal's may be waiting for the second copy.
#pragma once

#include "store/database.hpp"
#include "store/journal_store.hpp"

namespace meguri::store {

struct City {
    std::shared_ptr<Database> registry;
    std::unique_ptr<JournalStore> journal;
};
Try<City> open_city(const std::string& url);

// One more connection for registry rows (PostgreSQL), once the journal has been taken over with
// `epoch`. When another process takes over after that, what is written here fails as `fenced`:
// whoever was signed out or removed meanwhile must not come back by the hand of a server that
// slept.
Try<std::unique_ptr<Database>> open_registry(const std::string& url, std::int64_t epoch);

} // namespace meguri::store

// What people read about places, and which printed codes are theirs. The ledger knows a place only
// by its number.
#pragma once

#include "service/directory.hpp"
#include "store/database.hpp"

#include "base/time.hpp"

namespace meguri::features::places_store {

std::vector<store::Migration> migrations();
// False: the place has its texts already (a command sent again, or twice at once); nothing changed.
Try<bool> insert(store::Database& db, const service::PlaceTexts& place, Instant now);
// The old code stays known, as retired: a sticker that still hangs somewhere is answered plainly.
Try<> replace_code(store::Database& db, PlaceId place, std::int64_t code, Instant now);

// Kind of business and area, in words.
Try<> set_words(
    store::Database& db, PlaceId place, const std::string& type, const std::string& area
);

struct Organization {
    std::string name;
    OrganizationId number;
    Instant since;
};
struct Loaded {
    std::vector<service::PlaceTexts> places;
    std::vector<std::pair<std::int64_t, PlaceId>> retired_codes;
    std::vector<Organization> organizations; // of each place, in the same order
};
Try<Loaded> all(store::Database& db);

} // namespace meguri::features::places_store

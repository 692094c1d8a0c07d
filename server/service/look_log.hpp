// Every look at personal data by staff: who, whom, why, when. Append-only, each row chained to the
// one before, so that a missing or altered row shows (PRI-1). Write it in the transaction that
// reads.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::service {

std::vector<store::Migration> look_log_migrations();
Try<> note_look(
    store::Database& db, PersonId by, PersonId at, std::string_view what, std::string_view reason,
    Instant now
);

} // namespace meguri::service

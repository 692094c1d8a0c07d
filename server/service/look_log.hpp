// Every look at personal data by staff: who, whom, why, when. Append-only; each row's hash covers
// the one before (the journal's codec and hash), and a head says where the log ends, so that a row
// that was altered or taken away shows: `meguri verify` checks it (PRI-1). Whoever can write the
// tables and compute hashes could still cut the end off and set the head back; a copy of the
// database elsewhere is what holds against that.
//
// Write it in the transaction that reads: a look that was not written down must not have been
// answered.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::service {

std::vector<store::Migration> look_log_migrations();
// Inside a transaction only.
Try<> note_look(
    store::Database& db, PersonId by, PersonId at, std::string_view what, std::string_view reason,
    Instant now
);

} // namespace meguri::service

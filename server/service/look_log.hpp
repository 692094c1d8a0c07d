// Every look at personal data by staff: who, whom, why, when. Append-only; each row's hash covers
// the one before (the journal's codec and hash), and a head says where the log ends, so that a row
// that was altered or taken away shows: `meguri verify` checks it (PRI-1). Whoever can write the
// tables and compute hashes could still cut the end off and set the head back; a copy of the
// database elsewhere is what holds against that.
//
// The reason is an operator's own words about somebody: it is sealed under that person's key (the
// looker's, when nobody was found), and the hashes cover what is sealed.
//
// Write it in the transaction that reads: a look that was not written down must not have been
// answered.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"
#include "vault/vault.hpp"

namespace meguri::service {

std::vector<store::Migration> look_log_migrations();
// Inside a transaction only.
struct Look {
    PersonId by;
    PersonId at;           // none: nobody was found
    std::string_view what; // a word
    std::string_view reason;
};
Try<> note_look(store::Database& db, const vault::Vault& vault, const Look& look, Instant now);
// The reason of row `number` in clear; nothing when the person is gone.
Try<std::optional<std::string>>
reason_of_look(store::Database& db, const vault::Vault& vault, std::int64_t number);

} // namespace meguri::service

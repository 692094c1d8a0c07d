// Names and stamps of programs: what people read, beside the terms that the ledger knows. A row is
// written when a proposal is made and gets the program's number when it is approved. Beside it the
// results of its dry runs, which an approval names.
#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::features {

struct ProposalRow {
    ProposalId proposal;
    std::string id;         // public id of the proposal
    std::string program_id; // public id that the program has, or will have
    ProgramId program;      // none until approved
    std::string name, stamp;
    Instant proposed_at;
};

namespace programs_store {
std::vector<store::Migration> migrations();
// Repeating it (a command sent again) changes nothing.
Try<> insert(store::Database& db, const ProposalRow& row);
Try<> set_program(store::Database& db, ProposalId proposal, ProgramId program);
Try<std::vector<ProposalRow>> all(store::Database& db);

// The result of a dry run that somebody has had before them, and when last.
Try<> note_dry_run(store::Database& db, ProposalId proposal, const Hash& digest, Instant at);
Try<std::optional<Instant>>
find_dry_run(store::Database& db, ProposalId proposal, const Hash& digest);
} // namespace programs_store

} // namespace meguri::features

// Names and stamps of programs: what people read, beside the terms that the ledger knows. A row is
// written when a proposal is made and gets the program's number when it is approved.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

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
} // namespace programs_store

} // namespace meguri::features

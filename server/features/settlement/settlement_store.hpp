// Runs of settlement as the city sees them: their rows, and the transfers that came of them. The
// ledger knows of a run its last day, its number of rows and one digest
// (ledger/settlement_rows.hpp).
#pragma once

#include "base/hash.hpp"
#include "ledger/command.hpp"
#include "store/database.hpp"

#include <map>
#include <optional>

namespace meguri::features {

// In their order; a run never goes back.
enum class RunStage : std::int64_t {
    calculated = 1,   // its rows are written down and were held against the journal
    proposed = 2,     // stands in the ledger
    settling = 3,     // approved; being booked row by row
    settled = 4,      // every row is booked
    transferring = 5, // pay-outs are being booked
    transferred = 6,  // the bank's file can be fetched
    paid = 7,
    stopped = 8 // ended by somebody; what was booked before stays
};

struct SettlementRun {
    std::int64_t number = 0;
    std::string id;    // public
    Date first, until; // business days
    Date pay_on, paid_on;
    PersonId maker;
    Instant made_at;
    std::int64_t group = 1, group_version = 1; // by whose terms, as they were then

    RunStage stage = RunStage::calculated;
    std::int64_t rows = 0, organizations = 0;
    ledger::Amount total;     // yen, less fees and tax
    ledger::Amount fees, tax; // of its rows; read, never written with the run
    Hash frozen{};            // digest of all rows
    std::int64_t compared = 0, different = 0;
    ProposalId proposal;
    JobId job;
    std::int64_t done = 0; // rows that are booked, as far as noted here

    // Of its transfers; read, never written with the run.
    std::int64_t transfers = 0, returned = 0;
    ledger::Amount transferred; // yen, with what came back
};

enum class TransferState : std::int64_t { planned = 1, booked = 2, returned = 3, refused = 4 };

struct Transfer {
    OrganizationId organization;
    ledger::Amount amount; // yen
    Bytes sealed_account;  // as it was when the transfer was made
    TransferState state = TransferState::planned;
    Seq pay_out;        // once it is booked
    std::string reason; // why the bank sent it back
};

namespace settlement_store {

std::vector<store::Migration> migrations();

struct Made {
    SettlementRun run;
    bool now = false; // false: the key made it before
};
// Nothing while another run is not settled.
Try<std::optional<Made>> insert(
    store::Database& db, const SettlementRun& run, const ByteArray<16>& key,
    const std::vector<ledger::SettlementRow>& rows
);
Try<std::optional<SettlementRun>> find(store::Database& db, std::string_view id);
Try<std::optional<SettlementRun>> find_made(store::Database& db, const ByteArray<16>& key);
Try<std::vector<SettlementRun>> newest(store::Database& db, std::int64_t most);
Try<std::vector<SettlementRun>> of_stage(store::Database& db, RunStage stage);
Try<> update(store::Database& db, const SettlementRun& run); // all that may change

Try<std::vector<ledger::SettlementRow>> rows(store::Database& db, std::int64_t run);
// Units that runs have taken from each organization, by program.
using Taken = std::map<std::pair<OrganizationId, ProgramId>, std::int64_t>;
Try<Taken> settled_units(store::Database& db);

Try<> insert_transfers(store::Database& db, std::int64_t run, const std::vector<Transfer>& all);
Try<std::vector<Transfer>> transfers(store::Database& db, std::int64_t run); // by organization
Try<> update(store::Database& db, std::int64_t run, const Transfer& transfer);

} // namespace settlement_store

} // namespace meguri::features

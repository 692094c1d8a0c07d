// Jobs as the city plans them: name, time, policy, and the rows, frozen in slices. The ledger knows
// of a job only its sum, its number of rows and one digest (ledger/job_rows.hpp); each slice here
// carries the digest of all rows behind it, so that whoever does the work can prove that these rows
// were approved.
#pragma once

#include "base/hash.hpp"
#include "ledger/command.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::features {

enum class JobStage : std::int64_t {
    draft = 1,    // takes rows
    frozen = 2,   // takes none any more
    proposed = 3, // stands in the ledger
    approved = 4, // its sum is held; runs at its time
    ended = 5,    // done or stopped, and noted here to its end
    skipped = 6,  // its time passed while nothing could run
    discarded = 7
};
enum class JobAudience : std::int64_t { rows = 1, all = 2, marks = 3 };
enum class JobLate : std::int64_t { catch_up = 1, skip = 2 };

struct JobPlan {
    std::int64_t number = 0;
    std::string id; // public
    std::string name;
    ProgramId program;
    JobAudience audience = JobAudience::rows;
    ledger::Amount amount; // of each row, unless they are uploaded
    std::uint64_t marks = 0;
    Instant run_at;
    JobLate late = JobLate::catch_up;
    PersonId maker;
    Instant made_at;

    JobStage stage = JobStage::draft;
    std::int64_t rows = 0;
    ledger::Amount total;
    Hash frozen{}; // digest of all rows
    ProposalId proposal;
    JobId job;

    // What became of the rows, up to `noted` of them; kept here because the ledger need not know.
    std::int64_t noted = 0, given_rows = 0;
    ledger::Amount given;
    Seq last_seq; // nothing about the job is unnoted up to this entry
};

struct JobSlice {
    std::int64_t first = 0;
    std::vector<ledger::JobRow> rows;
    Hash rest{};
};
// Payments wait behind one slice at most: so many rows are to take the core less than 2 ms
// (`scripts/bench bulk` shows it).
inline constexpr std::size_t rows_a_slice = 200;
static_assert(rows_a_slice <= ledger::most_rows_at_once);

namespace jobs_store {

std::vector<store::Migration> migrations();

// Nothing when the key has made a plan before: find it with `find_made`.
Try<std::optional<JobPlan>> insert(store::Database& db, JobPlan plan, const ByteArray<16>& key);
Try<std::optional<JobPlan>> find_made(store::Database& db, const ByteArray<16>& key);
Try<std::optional<JobPlan>> find(store::Database& db, std::string_view id);
Try<std::vector<JobPlan>> newest(store::Database& db, std::int64_t most);
Try<std::vector<JobPlan>> of_stage(store::Database& db, JobStage stage);
Try<std::vector<JobPlan>> due(store::Database& db, Instant now);
Try<> update(store::Database& db, const JobPlan& plan); // all that may change
// A draft's rows, or its last step as one. False, and nothing changed: it is a draft no more, or
// does not have `rows_before` rows. Without this, a row that was answered for could be left out of
// what is frozen meanwhile (PRM-j).
Try<bool> update_draft(store::Database& db, const JobPlan& plan, std::int64_t rows_before);

Try<> insert_slices(store::Database& db, std::int64_t plan, const std::vector<JobSlice>& slices);
Try<> remove_slices(store::Database& db, std::int64_t plan);
// Rising, from the slice that begins at `first`.
Try<std::vector<JobSlice>>
slices_from(store::Database& db, std::int64_t plan, std::int64_t first, std::int64_t most);
// Falling, those before row `before`.
Try<std::vector<JobSlice>>
slices_before(store::Database& db, std::int64_t plan, std::int64_t before, std::int64_t most);
Try<> set_rest(store::Database& db, std::int64_t plan, const std::vector<JobSlice>& slices);

} // namespace jobs_store

// Rows in their order, cut into slices.
std::vector<JobSlice> cut_into_slices(std::int64_t first, const std::vector<ledger::JobRow>& rows);

} // namespace meguri::features

#include "features/jobs/jobs_store.hpp"

namespace meguri::features {

std::vector<JobSlice> cut_into_slices(std::int64_t first, const std::vector<ledger::JobRow>& rows) {
    std::vector<JobSlice> slices;
    for (std::size_t at = 0; at < rows.size(); at += rows_a_slice) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(rows_a_slice, rows.size() - at);
        slices.push_back(
            {first + static_cast<std::int64_t>(at),
             {begin, begin + static_cast<std::ptrdiff_t>(count)},
             {}}
        );
    }
    return slices;
}

namespace jobs_store {

std::vector<store::Migration> migrations() {
    return {{2026112251, "jobs", R"(
CREATE TABLE job_plan (
    number {identity},
    id {text} NOT NULL UNIQUE,
    made_key {blob} NOT NULL UNIQUE,
    name {text} NOT NULL,
    program {integer} NOT NULL,
    audience {integer} NOT NULL,
    amount {integer} NOT NULL,
    marks {integer} NOT NULL,
    run_ms {integer} NOT NULL,
    late {integer} NOT NULL,
    maker {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    stage {integer} NOT NULL,
    row_count {integer} NOT NULL,
    total {integer} NOT NULL,
    frozen {blob} NOT NULL,
    proposal {integer} NOT NULL,
    job {integer} NOT NULL,
    noted {integer} NOT NULL,
    given_rows {integer} NOT NULL,
    given {integer} NOT NULL,
    last_seq {integer} NOT NULL
){strict};
CREATE INDEX job_plan_due ON job_plan (run_ms) WHERE stage = 4;
CREATE TABLE job_slice (
    plan {integer} NOT NULL,
    first_row {integer} NOT NULL,
    packed {blob} NOT NULL,
    rest {blob} NOT NULL,
    PRIMARY KEY (plan, first_row)
){strict};)"}};
}

namespace {

#define MEGURI_PLAN_COLUMNS                                                                        \
    "number, id, name, program, audience, amount, marks, run_ms, late, maker, made_ms, stage, "    \
    "row_count, total, frozen, proposal, job, noted, given_rows, given, last_seq"

store::Blob blob_of(const Hash& hash) { return {Bytes(view(hash))}; }

JobPlan plan_of(const store::Row& r) {
    JobPlan p;
    p.number = r.integer(0);
    p.id = r.text(1);
    p.name = r.text(2);
    p.program = {r.integer(3)};
    p.audience = static_cast<JobAudience>(r.integer(4));
    p.amount = {r.integer(5)};
    p.marks = static_cast<std::uint64_t>(r.integer(6));
    p.run_at = {r.integer(7)};
    p.late = static_cast<JobLate>(r.integer(8));
    p.maker = {r.integer(9)};
    p.made_at = {r.integer(10)};
    p.stage = static_cast<JobStage>(r.integer(11));
    p.rows = r.integer(12);
    p.total = {r.integer(13)};
    p.frozen = to_array<32>(r.blob(14)).value_or(Hash{});
    p.proposal = {r.integer(15)};
    p.job = {r.integer(16)};
    p.noted = r.integer(17);
    p.given_rows = r.integer(18);
    p.given = {r.integer(19)};
    p.last_seq = {r.integer(20)};
    return p;
}

Try<std::vector<JobPlan>> plans_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    std::vector<JobPlan> plans;
    for (const store::Row& r : rows->rows)
        plans.push_back(plan_of(r));
    return plans;
}

Try<std::optional<JobPlan>> one_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(plan_of(rows->one()));
}

Bytes packed(const std::vector<ledger::JobRow>& rows) {
    Writer out;
    for (const ledger::JobRow& row : rows)
        out.i(row.wallet.value), out.i(row.amount.value);
    return out.done();
}

Try<JobSlice> slice_of(const store::Row& r) {
    JobSlice slice{r.integer(0), {}, to_array<32>(r.blob(2)).value_or(Hash{})};
    Reader in(r.blob(1));
    while (in.ok() && !in.at_end()) {
        const WalletId wallet{in.i()};
        slice.rows.push_back({wallet, {in.i()}});
    }
    if (!in.ok()) return fault(FaultCode::corrupt, "a slice of a job cannot be read");
    return slice;
}

Try<std::vector<JobSlice>> slices_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    std::vector<JobSlice> slices;
    for (const store::Row& r : rows->rows) {
        auto slice = slice_of(r);
        if (!slice) return std::unexpected(slice.error());
        slices.push_back(std::move(*slice));
    }
    return slices;
}

} // namespace

Try<std::optional<JobPlan>> insert(store::Database& db, JobPlan p, const ByteArray<16>& key) {
    const auto row = db.run(
        "INSERT INTO job_plan (id, made_key, name, program, audience, amount, marks, run_ms, late, "
        "maker, made_ms, stage, row_count, total, frozen, proposal, job, noted, given_rows, given, "
        "last_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, $13, 0, 0, 0, "
        "0, 0, 0) ON CONFLICT (made_key) DO NOTHING RETURNING number",
        {p.id, store::Blob{Bytes(view(key))}, p.name, p.program.value,
         static_cast<std::int64_t>(p.audience), p.amount.value, static_cast<std::int64_t>(p.marks),
         p.run_at.ms, static_cast<std::int64_t>(p.late), p.maker.value, p.made_at.ms,
         static_cast<std::int64_t>(p.stage), blob_of(p.frozen)}
    );
    if (!row) return std::unexpected(row.error());
    if (row->empty()) return std::nullopt;
    p.number = row->one().integer(0);
    return p;
}

Try<std::optional<JobPlan>> find_made(store::Database& db, const ByteArray<16>& key) {
    return one_of(db.run(
        "SELECT " MEGURI_PLAN_COLUMNS " FROM job_plan WHERE made_key = $1",
        {store::Blob{Bytes(view(key))}}
    ));
}

Try<std::optional<JobPlan>> find(store::Database& db, std::string_view id) {
    return one_of(
        db.run("SELECT " MEGURI_PLAN_COLUMNS " FROM job_plan WHERE id = $1", {std::string(id)})
    );
}

Try<std::vector<JobPlan>> newest(store::Database& db, std::int64_t most) {
    return plans_of(
        db.run("SELECT " MEGURI_PLAN_COLUMNS " FROM job_plan ORDER BY number DESC LIMIT $1", {most})
    );
}

Try<std::vector<JobPlan>> of_stage(store::Database& db, JobStage stage) {
    return plans_of(db.run(
        "SELECT " MEGURI_PLAN_COLUMNS " FROM job_plan WHERE stage = $1 ORDER BY number",
        {static_cast<std::int64_t>(stage)}
    ));
}

Try<std::vector<JobPlan>> due(store::Database& db, Instant now) {
    return plans_of(db.run(
        "SELECT " MEGURI_PLAN_COLUMNS " FROM job_plan WHERE stage = 4 AND run_ms <= $1 "
        "ORDER BY run_ms, number LIMIT 100",
        {now.ms}
    ));
}

Try<> update(store::Database& db, const JobPlan& p) {
    return db.execute(
        "UPDATE job_plan SET stage = $2, row_count = $3, total = $4, frozen = $5, proposal = $6, "
        "job = $7, noted = $8, given_rows = $9, given = $10, last_seq = $11 WHERE number = $1",
        {p.number, static_cast<std::int64_t>(p.stage), p.rows, p.total.value, blob_of(p.frozen),
         p.proposal.value, p.job.value, p.noted, p.given_rows, p.given.value, p.last_seq.value}
    );
}

Try<bool> update_draft(store::Database& db, const JobPlan& p, std::int64_t rows_before) {
    const auto changed = db.run(
        "UPDATE job_plan SET stage = $2, row_count = $3, total = $4, frozen = $5 "
        "WHERE number = $1 AND stage = $6 AND row_count = $7 RETURNING number",
        {p.number, static_cast<std::int64_t>(p.stage), p.rows, p.total.value, blob_of(p.frozen),
         static_cast<std::int64_t>(JobStage::draft), rows_before}
    );
    if (!changed) return std::unexpected(changed.error());
    return !changed->empty();
}

Try<> insert_slices(store::Database& db, std::int64_t plan, const std::vector<JobSlice>& slices) {
    for (const JobSlice& slice : slices) {
        if (auto done = db.execute(
                "INSERT INTO job_slice (plan, first_row, packed, rest) VALUES ($1, $2, $3, $4)",
                {plan, slice.first, store::Blob{packed(slice.rows)}, blob_of(slice.rest)}
            );
            !done)
            return done;
    }
    return {};
}

Try<> remove_slices(store::Database& db, std::int64_t plan) {
    return db.execute("DELETE FROM job_slice WHERE plan = $1", {plan});
}

Try<std::vector<JobSlice>>
slices_from(store::Database& db, std::int64_t plan, std::int64_t first, std::int64_t most) {
    return slices_of(db.run(
        "SELECT first_row, packed, rest FROM job_slice WHERE plan = $1 AND first_row >= $2 "
        "ORDER BY first_row LIMIT $3",
        {plan, first, most}
    ));
}

Try<std::vector<JobSlice>>
slices_before(store::Database& db, std::int64_t plan, std::int64_t before, std::int64_t most) {
    return slices_of(db.run(
        "SELECT first_row, packed, rest FROM job_slice WHERE plan = $1 AND first_row < $2 "
        "ORDER BY first_row DESC LIMIT $3",
        {plan, before, most}
    ));
}

Try<> set_rest(store::Database& db, std::int64_t plan, const std::vector<JobSlice>& slices) {
    for (const JobSlice& slice : slices) {
        if (auto done = db.execute(
                "UPDATE job_slice SET rest = $3 WHERE plan = $1 AND first_row = $2",
                {plan, slice.first, blob_of(slice.rest)}
            );
            !done)
            return done;
    }
    return {};
}

} // namespace jobs_store

} // namespace meguri::features

#include "features/settlement/settlement_store.hpp"

#include <fmt/core.h>

namespace meguri::features::settlement_store {

std::vector<store::Migration> migrations() {
    return {{2026112473, "settlement", R"(
CREATE TABLE settlement_run (
    number {identity},
    id {text} NOT NULL UNIQUE,
    made_key {blob} NOT NULL UNIQUE,
    first_day {integer} NOT NULL,
    until_day {integer} NOT NULL,
    pay_day {integer} NOT NULL,
    paid_day {integer} NOT NULL,
    maker {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    stage {integer} NOT NULL,
    row_count {integer} NOT NULL,
    organizations {integer} NOT NULL,
    total {integer} NOT NULL,
    frozen {blob} NOT NULL,
    compared {integer} NOT NULL,
    different {integer} NOT NULL,
    proposal {integer} NOT NULL,
    job {integer} NOT NULL,
    done {integer} NOT NULL
){strict};
CREATE TABLE settlement_row (
    run {integer} NOT NULL,
    position {integer} NOT NULL,
    organization {integer} NOT NULL,
    program {integer} NOT NULL,
    units {integer} NOT NULL,
    yen {integer} NOT NULL,
    tax {integer} NOT NULL,
    PRIMARY KEY (run, position)
){strict};
CREATE TABLE settlement_transfer (
    run {integer} NOT NULL,
    organization {integer} NOT NULL,
    amount {integer} NOT NULL,
    account {blob} NOT NULL,
    state {integer} NOT NULL,
    pay_out {integer} NOT NULL,
    reason {text} NOT NULL,
    PRIMARY KEY (run, organization)
){strict};)"}};
}

namespace {

constexpr std::string_view columns =
    "number, id, first_day, until_day, pay_day, paid_day, maker, made_ms, stage, row_count, "
    "organizations, total, frozen, compared, different, proposal, job, done, "
    // states 1, 2, 3: planned, booked, returned
    "(SELECT COUNT(*) FROM settlement_transfer t WHERE t.run = number AND t.state < 4), "
    "(SELECT COUNT(*) FROM settlement_transfer t WHERE t.run = number AND t.state = 3), "
    "(SELECT CAST(COALESCE(SUM(t.amount), 0) AS BIGINT) FROM settlement_transfer t "
    "WHERE t.run = number AND t.state < 4), group_number, group_version, "
    "(SELECT CAST(COALESCE(SUM(f.yen), 0) AS BIGINT) FROM settlement_row f "
    "WHERE f.run = number AND f.program = 0), "
    "(SELECT CAST(COALESCE(SUM(f.tax), 0) AS BIGINT) FROM settlement_row f "
    "WHERE f.run = number AND f.program = 0)";

SettlementRun run_of(const store::Row& r) {
    SettlementRun run;
    run.number = r.integer(0);
    run.id = r.text(1);
    run.first = Date::of_number(r.integer(2));
    run.until = Date::of_number(r.integer(3));
    run.pay_on = Date::of_number(r.integer(4));
    run.paid_on = Date::of_number(r.integer(5));
    run.maker = {r.integer(6)};
    run.made_at = {r.integer(7)};
    run.stage = static_cast<RunStage>(r.integer(8));
    run.rows = r.integer(9);
    run.organizations = r.integer(10);
    run.total = {r.integer(11)};
    run.frozen = to_array<32>(r.blob(12)).value_or(Hash{});
    run.compared = r.integer(13);
    run.different = r.integer(14);
    run.proposal = {r.integer(15)};
    run.job = {r.integer(16)};
    run.done = r.integer(17);
    run.transfers = r.integer(18);
    run.returned = r.integer(19);
    run.transferred = {r.integer(20)};
    run.group = r.integer(21);
    run.group_version = r.integer(22);
    run.fees = {r.integer(23)};
    run.tax = {r.integer(24)};
    return run;
}

Try<std::vector<SettlementRun>> runs_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    std::vector<SettlementRun> runs;
    for (const store::Row& r : rows->rows)
        runs.push_back(run_of(r));
    return runs;
}

Try<std::optional<SettlementRun>> one_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(run_of(rows->one()));
}

std::string select(std::string_view rest) {
    return fmt::format("SELECT {} FROM settlement_run {}", columns, rest);
}

} // namespace

Try<std::optional<Made>> insert(
    store::Database& db, const SettlementRun& run, const ByteArray<16>& key,
    const std::vector<ledger::SettlementRow>& rows
) {
    const auto before = find_made(db, key);
    if (!before) return std::unexpected(before.error());
    if (*before) return Made{**before, false};
    const auto open = db.run(
        "SELECT number FROM settlement_run WHERE stage < $1 LIMIT 1",
        {static_cast<std::int64_t>(RunStage::settled)}
    );
    if (!open) return std::unexpected(open.error());
    if (!open->empty()) return std::nullopt;
    const auto made = db.run(
        "INSERT INTO settlement_run (id, made_key, first_day, until_day, pay_day, paid_day, maker, "
        "made_ms, stage, row_count, organizations, total, frozen, compared, different, proposal, "
        "job, done, group_number, group_version) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, "
        "$10, $11, $12, $13, $14, 0, 0, 0, $15, $16) RETURNING number",
        {run.id, store::Blob{Bytes(view(key))}, run.first.number(), run.until.number(),
         run.pay_on.number(), run.maker.value, run.made_at.ms, static_cast<std::int64_t>(run.stage),
         run.rows, run.organizations, run.total.value, store::Blob{Bytes(view(run.frozen))},
         run.compared, run.different, run.group, run.group_version}
    );
    if (!made) return std::unexpected(made.error());
    Made done{run, true};
    done.run.number = made->one().integer(0);
    std::int64_t position = 0;
    for (const ledger::SettlementRow& row : rows) {
        const auto written = db.execute(
            "INSERT INTO settlement_row (run, position, organization, program, units, yen, tax) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {done.run.number, position++, row.organization.value, row.program.value,
             row.units.value, row.yen.value, row.tax.value}
        );
        if (!written) return std::unexpected(written.error());
    }
    return done;
}

Try<std::optional<SettlementRun>> find(store::Database& db, std::string_view id) {
    return one_of(db.run(select("WHERE id = $1"), {std::string(id)}));
}

Try<std::optional<SettlementRun>> find_made(store::Database& db, const ByteArray<16>& key) {
    return one_of(db.run(select("WHERE made_key = $1"), {store::Blob{Bytes(view(key))}}));
}

Try<std::vector<SettlementRun>> newest(store::Database& db, std::int64_t most) {
    return runs_of(db.run(select("ORDER BY number DESC LIMIT $1"), {most}));
}

Try<std::vector<SettlementRun>> of_stage(store::Database& db, RunStage stage) {
    return runs_of(
        db.run(select("WHERE stage = $1 ORDER BY number"), {static_cast<std::int64_t>(stage)})
    );
}

Try<> update(store::Database& db, const SettlementRun& run) {
    return db.execute(
        "UPDATE settlement_run SET stage = $2, proposal = $3, job = $4, done = $5, paid_day = $6 "
        "WHERE number = $1",
        {run.number, static_cast<std::int64_t>(run.stage), run.proposal.value, run.job.value,
         run.done, run.paid_on.number()}
    );
}

Try<std::vector<ledger::SettlementRow>> rows(store::Database& db, std::int64_t run) {
    const auto found = db.run(
        "SELECT organization, program, units, yen, tax FROM settlement_row WHERE run = $1 "
        "ORDER BY position",
        {run}
    );
    if (!found) return std::unexpected(found.error());
    std::vector<ledger::SettlementRow> rows;
    for (const store::Row& r : found->rows)
        rows.push_back(
            {{r.integer(0)}, {r.integer(1)}, {r.integer(2)}, {r.integer(3)}, {r.integer(4)}}
        );
    return rows;
}

Try<Taken> settled_units(store::Database& db) {
    const auto found =
        db.run("SELECT s.organization, s.program, CAST(SUM(s.units) AS BIGINT) "
               "FROM settlement_row s JOIN settlement_run r ON r.number = s.run "
               "WHERE s.position < r.done AND s.program <> 0 GROUP BY s.organization, s.program");
    if (!found) return std::unexpected(found.error());
    Taken taken;
    for (const store::Row& r : found->rows)
        taken[{{r.integer(0)}, {r.integer(1)}}] = r.integer(2);
    return taken;
}

Try<> insert_transfers(store::Database& db, std::int64_t run, const std::vector<Transfer>& all) {
    for (const Transfer& it : all) {
        const auto written = db.execute(
            "INSERT INTO settlement_transfer (run, organization, amount, account, state, pay_out, "
            "reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {run, it.organization.value, it.amount.value, store::Blob{it.sealed_account},
             static_cast<std::int64_t>(it.state), it.pay_out.value, it.reason}
        );
        if (!written) return written;
    }
    return {};
}

Try<std::vector<Transfer>> transfers(store::Database& db, std::int64_t run) {
    const auto found = db.run(
        "SELECT organization, amount, account, state, pay_out, reason FROM settlement_transfer "
        "WHERE run = $1 ORDER BY organization",
        {run}
    );
    if (!found) return std::unexpected(found.error());
    std::vector<Transfer> all;
    for (const store::Row& r : found->rows)
        all.push_back(
            {{r.integer(0)},
             {r.integer(1)},
             r.blob(2),
             static_cast<TransferState>(r.integer(3)),
             {r.integer(4)},
             r.text(5)}
        );
    return all;
}

Try<> update(store::Database& db, std::int64_t run, const Transfer& it) {
    return db.execute(
        "UPDATE settlement_transfer SET state = $3, pay_out = $4, reason = $5 "
        "WHERE run = $1 AND organization = $2",
        {run, it.organization.value, static_cast<std::int64_t>(it.state), it.pay_out.value,
         it.reason}
    );
}

} // namespace meguri::features::settlement_store

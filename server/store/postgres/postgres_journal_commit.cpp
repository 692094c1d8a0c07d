#include "store/journal_rows.hpp"
#include "store/postgres/postgres_arrays.hpp"
#include "store/postgres/postgres_journal.hpp"

namespace meguri::store {

namespace {

using postgres::Array;
using postgres::bigint_array;
using postgres::bigint_type;
using postgres::bytea_array;
using postgres::bytea_type;
using postgres::scalar;

// One array a column, filled row by row.
class ColumnArrays {
  public:
    explicit ColumnArrays(const std::vector<unsigned>& element_types) {
        for (unsigned type : element_types)
            columns_.emplace_back(type);
    }
    void integer(std::int64_t n) { next().add(n); }
    void blob(std::string_view b) { next().add(b); }
    void null() { next().add_null(); }
    std::vector<std::string_view> done() {
        std::vector<std::string_view> all;
        for (Array& column : columns_)
            all.push_back(column.done());
        return all;
    }

  private:
    Array& next() { return columns_[at_++ % columns_.size()]; }
    std::vector<Array> columns_;
    std::size_t at_ = 0;
};

std::vector<unsigned> entry_types() {
    std::vector<unsigned> types(20, bigint_type);
    for (std::size_t blob : {8, 10, 16, 17, 18, 19})
        types[blob] = bytea_type;
    return types;
}
std::vector<unsigned> leg_types() { return std::vector<unsigned>(9, bigint_type); }

std::vector<unsigned> arrays_of(std::vector<unsigned> types) {
    for (unsigned& t : types)
        t = t == bytea_type ? bytea_array : t == bigint_type ? bigint_array : postgres::text_array;
    return types;
}

// "unnest($1, $2, …)"
std::string unnest(std::size_t columns) {
    std::string text = "unnest(";
    for (std::size_t i = 1; i <= columns; ++i)
        text += (i > 1 ? ", $" : "$") + std::to_string(i);
    return text + ")";
}

} // namespace

// --------------------------------------------------------------------------------------------------------

Try<> PostgresJournal::prepare() {
    if (prepared_generation_ == database_->generation()) return {};
    const struct {
        const char* name;
        std::string sql;
        std::vector<unsigned> types;
    } statements[] = {
        {"journal_move_head",
         "WITH moved AS (UPDATE journal_head SET seq = $1, head = $2 WHERE epoch = $3 AND seq = $4 "
         "RETURNING 1) "
         "SELECT 1 / count(*) FROM moved",
         {bigint_type, bytea_type, bigint_type, bigint_type}},
        {"journal_entries", "INSERT INTO journal_entry SELECT * FROM " + unnest(20),
         arrays_of(entry_types())},
        {"journal_legs", "INSERT INTO journal_leg SELECT * FROM " + unnest(9),
         arrays_of(leg_types())},
        {"journal_group",
         "INSERT INTO journal_group VALUES ($1, $2, $3)",
         {bigint_type, bigint_type, bytea_type}},
        {"journal_cells",
         "INSERT INTO state_checkpoint (kind, id, value, as_of) SELECT k, i, v, $4 FROM unnest($1, "
         "$2, $3) AS cell(k, i, v) "
         "ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value, as_of = excluded.as_of",
         {bigint_array, bigint_array, bytea_array, bigint_type}},
        {"journal_outbox",
         "INSERT INTO outbox SELECT * FROM " + unnest(4),
         {bigint_array, bigint_array, postgres::text_array, bytea_array}},
        {"journal_position",
         "INSERT INTO checkpoint_position VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET seq = "
         "excluded.seq",
         {bigint_type}},
    };
    for (const auto& s : statements) {
        const Result made(PQprepare(
            database_->handle(), s.name, s.sql.c_str(), static_cast<int>(s.types.size()),
            s.types.data()
        ));
        if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
            return database_->error("preparing the journal", made.get());
    }
    prepared_generation_ = database_->generation();
    return {};
}

bool PostgresJournal::send(const char* statement, const std::vector<std::string_view>& parameters) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (std::string_view p : parameters)
        values.push_back(p.data()), lengths.push_back(static_cast<int>(p.size()));
    const std::vector<int> binary(parameters.size(), 1);
    return PQsendQueryPrepared(
               database_->handle(), statement, static_cast<int>(parameters.size()), values.data(),
               lengths.data(), binary.data(), 1
           ) == 1;
}

bool PostgresJournal::send_group(const Group& group, Seq last) {
    const Bytes to = scalar(last.value), epoch = scalar(epoch_), from = scalar(last_.value);
    if (!send("journal_move_head", {to, view(group.head), epoch, from})) return false;
    return (group.entries.empty() || send_entries(group)) && send_extras(group, last);
}

bool PostgresJournal::send_entries(const Group& group) {
    ColumnArrays rows(entry_types()), legs(leg_types());
    bool any_leg = false;
    for (const ledger::Entry& e : group.entries) {
        journal::put_entry(rows, e);
        for (std::size_t n = 0; n < e.legs.size(); ++n)
            journal::put_leg(legs, e.seq, static_cast<std::int64_t>(n), e.legs[n]);
        any_leg = any_leg || !e.legs.empty();
    }
    const Bytes first = scalar(group.entries.front().seq.value),
                last = scalar(group.entries.back().seq.value);
    return send("journal_entries", rows.done()) &&
           (!any_leg || send("journal_legs", legs.done())) &&
           send("journal_group", {last, first, view(group.head)});
}

bool PostgresJournal::send_extras(const Group& group, Seq last) {
    if (!group.cells.empty()) {
        Array kinds(bigint_type), ids(bigint_type), values(bytea_type);
        for (const CellRow& cell : group.cells) {
            kinds.add(static_cast<std::int64_t>(cell.kind)), ids.add(cell.id),
                values.add(std::string_view(cell.value));
        }
        const Bytes as_of = scalar(last.value);
        if (!send("journal_cells", {kinds.done(), ids.done(), values.done(), as_of})) return false;
    }
    if (!group.outbox.empty()) {
        Array seqs(bigint_type), numbers(bigint_type), kinds(postgres::text_type),
            payloads(bytea_type);
        std::int64_t n = 0;
        for (const OutboxRow& row : group.outbox) {
            seqs.add(row.seq.value), numbers.add(n++), kinds.add(std::string_view(row.kind));
            payloads.add(std::string_view(row.payload));
        }
        if (!send("journal_outbox", {seqs.done(), numbers.done(), kinds.done(), payloads.done()}))
            return false;
    }
    if (!group.checkpoint_position) return true;
    const Bytes position = scalar(group.checkpoint_position.value);
    return send("journal_position", {position});
}

Try<> PostgresJournal::commit(const Group& group) {
    if (auto settled = settle(); !settled) return settled;
    MEGURI_ENSURE(group.entries.empty() || group.entries.front().seq.value == last_.value + 1);
    const Seq last = group.entries.empty() ? last_ : group.entries.back().seq;
    if (auto connected = database_->ensure_connected(); !connected) return connected;
    if (auto prepared = prepare(); !prepared) return prepared;
    database_->take_notices(); // older ones say nothing about this commit
    PGconn* const connection = database_->handle();
    if (PQenterPipelineMode(connection) != 1)
        return fault(FaultCode::unavailable, "postgres: no pipeline");
    if (!send_group(group, last)) {
        database_->rollback(
        ); // ends the connection: without a Sync the server undoes what it has of the group
        return fault(FaultCode::unavailable, "postgres: sending a group failed");
    }
    if (PQpipelineSync(connection) != 1) return unknown("postgres: sending a group's end failed");
    if (auto received = receive(); !received) return received;
    last_ = last;
    return {};
}

// The connection is of no more use: what it still says could be taken for the answer to something
// else.
std::unexpected<Fault> PostgresJournal::unknown(std::string detail) {
    unsure_ = true;
    database_->rollback(); // in the middle of a pipeline this ends the connection
    return fault(FaultCode::outcome_unknown, std::move(detail));
}

Try<> PostgresJournal::receive() {
    PGconn* const connection = database_->handle();
    std::string trouble;
    bool fatal = false, not_moved = false, synced = false;
    for (int nothing = 0; !synced && nothing < 2;) {
        const Result result(PQgetResult(connection));
        nothing =
            result ? 0 : nothing + 1; // one between two statements; two when the connection is gone
        if (!result) continue;
        const ExecStatusType status = PQresultStatus(result.get());
        synced = status == PGRES_PIPELINE_SYNC;
        if (status != PGRES_FATAL_ERROR || !trouble.empty()) continue;
        const auto field = [&](int code) {
            const char* text = PQresultErrorField(result.get(), code);
            return std::string(text ? text : "");
        };
        trouble = "postgres: writing the journal: " + field(PG_DIAG_SQLSTATE) + " " +
                  field(PG_DIAG_MESSAGE_PRIMARY);
        not_moved = field(PG_DIAG_SQLSTATE) == "22012";
        fatal = field(PG_DIAG_SEVERITY_NONLOCALIZED) != "ERROR";
    }
    const std::string notices = database_->take_notices();
    if (!synced || fatal)
        return unknown(
            trouble.empty() ? "postgres: the connection was lost while committing" : trouble
        );
    if (PQexitPipelineMode(connection) != 1)
        return unknown("postgres: answers are left over after a commit");
    if (not_moved) return std::unexpected(why_not_moved());
    // An error before the Sync's answer undid the whole group.
    if (!trouble.empty()) return fault(FaultCode::unavailable, trouble);
    if (!notices.empty())
        return fault(FaultCode::outcome_unknown, "postgres: committed with a notice: " + notices);
    return {};
}

Fault PostgresJournal::why_not_moved() {
    auto now = read_head();
    if (!now) return now.error();
    if (now->epoch != epoch_)
        return {FaultCode::fenced, "another process has taken over the journal"};
    return {FaultCode::corrupt, "the journal has moved on without its leader"};
}

} // namespace meguri::store

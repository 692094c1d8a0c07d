#include "store/postgres/postgres_journal.hpp"

#include "store/journal_rows.hpp"
#include "store/postgres/postgres_arrays.hpp"

#include <algorithm>

namespace meguri::store {

namespace {

using postgres::Array;
using postgres::bigint_array;
using postgres::bigint_type;
using postgres::bytea_array;
using postgres::bytea_type;
using postgres::scalar;

constexpr std::int64_t entries_at_once = 10'000; // bounds memory while a long journal is read
constexpr std::int64_t cells_at_once = 20'000;
constexpr std::int64_t schema_lock =
    0x6d6567757269; // two processes that start together must not both create tables

struct Source {
    const PGresult* result;
    int row;
    std::int64_t integer(int i) const {
        return is_null(i) ? 0 : postgres::read_bigint(PQgetvalue(result, row, i));
    }
    bool is_null(int i) const { return PQgetisnull(result, row, i); }
    std::string_view blob(int i) const {
        return {PQgetvalue(result, row, i), static_cast<std::size_t>(PQgetlength(result, row, i))};
    }
};

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

Try<std::unique_ptr<PostgresJournal>> PostgresJournal::open(const std::string& url) {
    auto database = PostgresDatabase::open(url);
    if (!database) return std::unexpected(database.error());
    std::unique_ptr<PostgresJournal> journal(new PostgresJournal(std::move(*database)));
    if (auto created = journal->create_tables(); !created) return std::unexpected(created.error());
    return journal;
}

Try<> PostgresJournal::create_tables() {
    return database_->transaction([](Database& db) -> Try<> {
        if (auto quiet = db.run("SET LOCAL client_min_messages = warning"); !quiet)
            return std::unexpected(quiet.error());
        auto locked =
            db.run("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS locked", {schema_lock});
        if (!locked) return std::unexpected(locked.error());
        return db.script(journal::schema(Database::Kind::postgres));
    });
}

// --- taking over
// -------------------------------------------------------------------------------------------------------

Try<Head> PostgresJournal::raise_epoch() {
    Head head;
    auto raised = database_->transaction([&](Database& db) -> Try<> {
        if (auto limit = db.run("SET LOCAL lock_timeout = '2s'"); !limit)
            return std::unexpected(limit.error());
        auto made = db.run(
            "INSERT INTO journal_head VALUES (1, 0, 0, $1) ON CONFLICT (one) DO NOTHING",
            {Blob{Bytes(32, '\0')}}
        );
        if (!made) return std::unexpected(made.error());
        auto row = db.run("UPDATE journal_head SET epoch = epoch + 1 RETURNING epoch, seq, head");
        if (!row) return std::unexpected(row.error());
        const auto hash = to_array<32>(row->one().blob(2));
        if (!hash) return fault(FaultCode::corrupt, "the journal's head is not a hash");
        head = {row->one().integer(0), {row->one().integer(1)}, *hash};
        return {};
    });
    if (!raised) return std::unexpected(raised.error());
    return head;
}

// A leader that was stopped in the middle of a commit holds the head row's lock for as long as its
// machine answers.
Try<> PostgresJournal::end_blockers() {
    auto ended = database_->run("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE "
                                "relation = CAST('journal_head' AS regclass) "
                                "AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()");
    if (!ended) return std::unexpected(ended.error());
    return {};
}

Try<Head> PostgresJournal::take_over() {
    auto head = raise_epoch();
    if (!head) {
        if (auto ended = end_blockers(); !ended) return std::unexpected(ended.error());
        head = raise_epoch();
    }
    if (!head) return head;
    auto newest = database_->run("SELECT coalesce(max(seq), 0) FROM journal_entry");
    if (!newest) return std::unexpected(newest.error());
    if (newest->one().integer(0) != head->seq.value)
        return fault(FaultCode::corrupt, "the journal does not end at its head");
    epoch_ = head->epoch;
    last_ = head->seq;
    return head;
}

Try<Head> PostgresJournal::read_head() {
    auto row = database_->run("SELECT epoch, seq, head FROM journal_head");
    if (!row) return std::unexpected(row.error());
    const auto hash = row->empty() ? std::nullopt : to_array<32>(row->one().blob(2));
    if (!hash) return fault(FaultCode::corrupt, "the journal has no head");
    return Head{row->one().integer(0), {row->one().integer(1)}, *hash};
}

Try<Head> PostgresJournal::head() {
    auto head = read_head();
    if (!head) return head;
    if (head->epoch != epoch_)
        return fault(FaultCode::fenced, "another process has taken over the journal");
    last_ = head->seq;
    return head;
}

// --- reading
// -----------------------------------------------------------------------------------------------------------

Try<PostgresJournal::Result> PostgresJournal::query(
    const std::string& sql, const std::vector<Bytes>& parameters, const std::vector<unsigned>& types
) {
    if (auto connected = database_->ensure_connected(); !connected)
        return std::unexpected(connected.error());
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const Bytes& p : parameters)
        values.push_back(p.data()), lengths.push_back(static_cast<int>(p.size()));
    const std::vector<int> binary(parameters.size(), 1);
    Result result(PQexecParams(
        database_->handle(), sql.c_str(), static_cast<int>(parameters.size()), types.data(),
        values.data(), lengths.data(), binary.data(), 1
    ));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
        return database_->error("reading the journal", result.get());
    return result;
}

Try<std::vector<ledger::Entry>> PostgresJournal::read(
    const std::string& where, const std::vector<Bytes>& parameters,
    const std::vector<unsigned>& types
) {
    const auto select = [&](std::string_view columns, std::string_view from) {
        return "SELECT " + std::string(columns) + std::string(from) + where;
    };
    auto rows = query(
        select(journal::entry_columns, " FROM journal_entry ") + " ORDER BY seq", parameters, types
    );
    if (!rows) return std::unexpected(rows.error());
    auto legs = query(
        select(journal::leg_columns, " FROM journal_leg ") + " ORDER BY seq, n", parameters, types
    );
    if (!legs) return std::unexpected(legs.error());
    const int row_count = PQntuples(rows->get()), leg_count = PQntuples(legs->get());
    std::vector<ledger::Entry> entries;
    entries.reserve(static_cast<std::size_t>(row_count));
    int leg = 0;
    for (int row = 0; row < row_count; ++row) {
        auto entry = journal::take_entry(Source{rows->get(), row});
        if (!entry) return std::unexpected(entry.error());
        for (; leg < leg_count && Source{legs->get(), leg}.integer(0) == entry->seq.value; ++leg) {
            if (auto added = journal::take_leg(Source{legs->get(), leg}, *entry); !added)
                return std::unexpected(added.error());
        }
        entries.push_back(std::move(*entry));
    }
    if (leg < leg_count) {
        return fault(
            FaultCode::corrupt,
            "a leg without its entry: " + std::to_string(Source{legs->get(), leg}.integer(0))
        );
    }
    return entries;
}

Try<> PostgresJournal::read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& take) {
    auto end = read_head();
    if (!end) return std::unexpected(end.error());
    while (after < end->seq) {
        const Seq until{std::min(end->seq.value, after.value + entries_at_once)};
        auto some = read(
            "WHERE seq > $1 AND seq <= $2", {scalar(after.value), scalar(until.value)},
            {bigint_type, bigint_type}
        );
        if (!some) return std::unexpected(some.error());
        for (ledger::Entry& entry : *some) {
            if (auto taken = take(std::move(entry)); !taken) return taken;
        }
        after = until;
    }
    return {};
}

Try<Seq>
PostgresJournal::load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell) {
    std::int64_t kind = 0,
                 id = 0; // the last one read: page by page, in the order of the primary key
    for (bool more = true; more;) {
        auto rows = query(
            "SELECT kind, id, value, as_of FROM state_checkpoint WHERE (kind, id) > ($1, $2) ORDER "
            "BY kind, id LIMIT $3",
            {scalar(kind), scalar(id), scalar(cells_at_once)},
            {bigint_type, bigint_type, bigint_type}
        );
        if (!rows) return std::unexpected(rows.error());
        const int count = PQntuples(rows->get());
        for (int i = 0; i < count; ++i) {
            const Source from{rows->get(), i};
            kind = from.integer(0), id = from.integer(1);
            const CellRow row{static_cast<ledger::CellKind>(kind), id, Bytes(from.blob(2))};
            if (auto taken = cell(row, {from.integer(3)}); !taken)
                return std::unexpected(taken.error());
        }
        more = count == cells_at_once;
    }
    auto position = database_->run("SELECT seq FROM checkpoint_position");
    if (!position) return std::unexpected(position.error());
    return position->empty() ? Seq{} : Seq{position->one().integer(0)};
}

Try<Seq> PostgresJournal::first_at_or_after(Instant at) {
    auto found = query(std::string(journal::find_moment), {scalar(at.ms)}, {bigint_type});
    if (!found) return std::unexpected(found.error());
    if (PQntuples(found->get()) != 1) return fault(FaultCode::corrupt, "the journal has no head");
    return Seq{Source{found->get(), 0}.integer(0)};
}

Try<std::optional<ledger::Entry>> PostgresJournal::entry(Seq seq) {
    auto some = read("WHERE seq = $1", {scalar(seq.value)}, {bigint_type});
    if (!some) return std::unexpected(some.error());
    if (some->empty()) return std::nullopt;
    return std::move(some->front());
}

Try<std::vector<ledger::Entry>> PostgresJournal::entries(const std::vector<Seq>& seqs) {
    if (seqs.empty()) return std::vector<ledger::Entry>{};
    Array numbers(bigint_type);
    for (const Seq seq : seqs)
        numbers.add(seq.value);
    auto found = read("WHERE seq = ANY($1)", {Bytes(numbers.done())}, {bigint_array});
    if (!found) return found;
    std::vector<ledger::Entry> all;
    all.reserve(seqs.size());
    for (const Seq seq : seqs) {
        const auto at =
            std::lower_bound(found->begin(), found->end(), seq, [](const ledger::Entry& e, Seq s) {
                return e.seq < s;
            });
        if (at == found->end() || at->seq != seq) {
            return fault(
                FaultCode::corrupt, "the journal has no entry " + std::to_string(seq.value)
            );
        }
        all.push_back(*at);
    }
    return all;
}

// --- committing
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

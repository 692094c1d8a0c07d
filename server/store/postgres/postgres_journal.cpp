#include "store/postgres/postgres_journal.hpp"

#include "store/journal_rows.hpp"
#include "store/postgres/postgres_arrays.hpp"

#include <algorithm>

namespace meguri::store {

namespace {

using postgres::Array;
using postgres::bigint_array;
using postgres::bigint_type;
using postgres::scalar;

constexpr std::int64_t entries_at_once = 10'000; // bounds memory while a long journal is read
constexpr std::int64_t cells_at_once = 20'000;
// The epoch of the newest take-over. Registry transactions lock this row and not the head's, on
// which every group of payments would have to wait for them.
constexpr std::string_view fence_table =
    "CREATE TABLE IF NOT EXISTS registry_fence (one BIGINT PRIMARY KEY CHECK (one = 1), "
    "epoch BIGINT NOT NULL)";
constexpr std::int64_t schema_lock = 0x6d6567757269; // two that start together must not both create

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
        if (auto created = db.script(journal::schema(Database::Kind::postgres)); !created)
            return created;
        return db.script(fence_table);
    });
}

// --- taking over
// -------------------------------------------------------------------------------------------------------

// From any epoch, or only from `ours`: then fenced when another process has raised it meanwhile.
Try<Head> PostgresJournal::raise_epoch(std::optional<std::int64_t> ours) {
    Head head;
    auto raised = database_->transaction([&](Database& db) -> Try<> {
        if (auto limit = db.run("SET LOCAL lock_timeout = '2s'"); !limit)
            return std::unexpected(limit.error());
        auto made = db.run(
            "INSERT INTO journal_head VALUES (1, 0, 0, $1) ON CONFLICT (one) DO NOTHING",
            {Blob{Bytes(32, '\0')}}
        );
        if (!made) return std::unexpected(made.error());
        auto row = db.run(
            "UPDATE journal_head SET epoch = epoch + 1 WHERE $1 IN (epoch, 0) RETURNING epoch, "
            "seq, head",
            {ours.value_or(0)}
        );
        if (!row) return std::unexpected(row.error());
        if (row->empty())
            return fault(FaultCode::fenced, "another process has taken over the journal");
        const auto hash = to_array<32>(row->one().blob(2));
        if (!hash) return fault(FaultCode::corrupt, "the journal's head is not a hash");
        head = {row->one().integer(0), {row->one().integer(1)}, *hash};
        if (ours) return {}; // the same leader goes on
        return db.execute(
            "INSERT INTO registry_fence VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET epoch = "
            "excluded.epoch",
            {head.epoch}
        );
    });
    if (!raised && raised.error().code != FaultCode::fenced) {
        if (auto ended = end_blockers(); !ended) return std::unexpected(ended.error());
    }
    if (!raised) return std::unexpected(raised.error());
    return head;
}

// A leader that was stopped in the middle of a commit holds the head row's lock, or the fence's,
// for as long as its machine answers.
Try<> PostgresJournal::end_blockers() {
    auto ended = database_->run("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE "
                                "relation IN (CAST('journal_head' AS regclass), "
                                "CAST('registry_fence' AS regclass)) AND mode IN "
                                "('RowExclusiveLock', 'RowShareLock') "
                                "AND pid <> pg_backend_pid()");
    if (!ended) return std::unexpected(ended.error());
    return {};
}

Try<Head> PostgresJournal::take_over() {
    auto head = raise_epoch();
    if (!head) head = raise_epoch(); // who was in the way has been ended
    if (!head) return head;
    auto newest = database_->run("SELECT coalesce(max(seq), 0) FROM journal_entry");
    if (!newest) return std::unexpected(newest.error());
    if (newest->one().integer(0) != head->seq.value)
        return fault(FaultCode::corrupt, "the journal does not end at its head");
    epoch_ = head->epoch;
    last_ = head->seq;
    unsure_ = false;
    return head;
}

Try<> PostgresJournal::settle() {
    if (!unsure_) return {};
    auto head = raise_epoch(epoch_);
    if (!head) return std::unexpected(head.error());
    epoch_ = head->epoch;
    last_ = head->seq;
    unsure_ = false;
    return {};
}

Try<Head> PostgresJournal::read_head() {
    auto row = database_->run("SELECT epoch, seq, head FROM journal_head");
    if (!row) return std::unexpected(row.error());
    const auto hash = row->empty() ? std::nullopt : to_array<32>(row->one().blob(2));
    if (!hash) return fault(FaultCode::corrupt, "the journal has no head");
    return Head{row->one().integer(0), {row->one().integer(1)}, *hash};
}

Try<Head> PostgresJournal::head() {
    if (auto settled = settle(); !settled) return std::unexpected(settled.error());
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
    if (auto settled = settle(); !settled) return std::unexpected(settled.error());
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

} // namespace meguri::store

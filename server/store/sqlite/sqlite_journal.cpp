#include "store/sqlite/sqlite_journal.hpp"

#include "store/journal_rows.hpp"
#include "store/sqlite/sqlite_rows.hpp"

namespace meguri::store {

namespace {

std::string select(std::string_view columns, std::string_view rest) {
    return "SELECT " + std::string(columns) + " " + std::string(rest);
}

int remember_log_pages(void* pages, sqlite3*, const char*, int n) {
    *static_cast<int*>(pages) = n;
    return SQLITE_OK;
}

} // namespace

Try<std::unique_ptr<SqliteJournal>>
SqliteJournal::on(std::shared_ptr<SqliteDatabase> database, LogLimits limits) {
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal(std::move(database), limits));
    if (auto created = journal->create_tables(); !created) return std::unexpected(created.error());
    if (auto prepared = journal->prepare_inserts(); !prepared)
        return std::unexpected(prepared.error());
    // In place of SQLite's own automatic copying, which would fall on any commit.
    sqlite3* const handle = journal->database_->handle();
    sqlite3_wal_hook(handle, remember_log_pages, &journal->log_pages_);
    if (const std::string path = sqlite3_db_filename(handle, "main"); !path.empty())
        journal->copier_ = std::make_unique<LogCopier>(path);
    return journal;
}

SqliteJournal::~SqliteJournal() {
    for (sqlite3_stmt* s :
         {insert_entry_, insert_leg_, insert_group_, insert_outbox_, upsert_cell_, move_head_})
        sqlite3_reset(s);
    // Back to SQLite's own copying, as the connection was opened; our hook points into *this.
    sqlite3_wal_autocheckpoint(database_->handle(), 20'000);
}

Try<> SqliteJournal::create_tables() {
    if (auto cache = database_->script("PRAGMA cache_size = -65536"); !cache) return cache; // 64 MB
    return database_->transaction([](Database& db) {
        return db.script(journal::schema(Database::Kind::sqlite));
    });
}

Try<> SqliteJournal::prepare_inserts() {
    const struct {
        sqlite3_stmt** statement;
        std::string sql;
    } all[] = {
        {&insert_entry_, "INSERT INTO journal_entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                         "$10, $11, $12, $13, $14, $15, "
                         "$16, $17, $18, $19, $20)"},
        {&insert_leg_, "INSERT INTO journal_leg VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
        {&insert_group_, "INSERT INTO journal_group VALUES ($1, $2, $3)"},
        {&insert_outbox_, "INSERT INTO outbox VALUES ($1, $2, $3, $4)"},
        {&upsert_cell_,
         "INSERT INTO state_checkpoint (kind, id, value, as_of) VALUES ($1, $2, $3, $4) "
         "ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value, as_of = excluded.as_of"},
        {&move_head_, "UPDATE journal_head SET seq = $1, head = $2 WHERE epoch = $3 AND seq = $4"},
    };
    for (const auto& one : all) {
        auto statement = database_->prepared(one.sql);
        if (!statement) return std::unexpected(statement.error());
        *one.statement = *statement;
    }
    return {};
}

Try<Head> SqliteJournal::raise_epoch() {
    Head head;
    auto raised = database_->transaction([&](Database& db) -> Try<> {
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

Try<Head> SqliteJournal::take_over() {
    auto head = raise_epoch();
    if (!head) return head;
    auto newest = database_->run("SELECT coalesce(max(seq), 0) FROM journal_entry");
    if (!newest) return std::unexpected(newest.error());
    if (newest->one().integer(0) != head->seq.value)
        return fault(FaultCode::corrupt, "the journal does not end at its head");
    epoch_ = head->epoch;
    last_ = head->seq;
    return head;
}

Try<Head> SqliteJournal::read_head() {
    auto row = database_->run("SELECT epoch, seq, head FROM journal_head");
    if (!row) return std::unexpected(row.error());
    const auto hash = row->empty() ? std::nullopt : to_array<32>(row->one().blob(2));
    if (!hash) return fault(FaultCode::corrupt, "the journal has no head");
    return Head{row->one().integer(0), {row->one().integer(1)}, *hash};
}

Try<Head> SqliteJournal::head() {
    auto head = read_head();
    if (!head) return head;
    if (head->epoch != epoch_)
        return fault(FaultCode::fenced, "another process has taken over the journal");
    last_ = head->seq;
    return head;
}

Try<Seq> SqliteJournal::load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell
) {
    auto cells =
        database_->prepared("SELECT kind, id, value, as_of FROM state_checkpoint ORDER BY kind, id"
        );
    if (!cells) return std::unexpected(cells.error());
    {
        Running rows(*cells);
        const Source from{*cells};
        int step;
        while ((step = rows.step()) == SQLITE_ROW) {
            const CellRow row{
                static_cast<ledger::CellKind>(from.integer(0)), from.integer(1), Bytes(from.blob(2))
            };
            if (auto taken = cell(row, {from.integer(3)}); !taken)
                return std::unexpected(taken.error());
        }
        if (step != SQLITE_DONE) return database_->error("reading the checkpoint");
    }
    auto position = database_->run("SELECT seq FROM checkpoint_position");
    if (!position) return std::unexpected(position.error());
    return position->empty() ? Seq{} : Seq{position->one().integer(0)};
}

Try<> SqliteJournal::read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& take) {
    auto entry_rows = database_->prepared(
        select(journal::entry_columns, "FROM journal_entry WHERE seq > $1 ORDER BY seq")
    );
    auto leg_rows = database_->prepared(
        select(journal::leg_columns, "FROM journal_leg WHERE seq > $1 ORDER BY seq, n")
    );
    if (!entry_rows || !leg_rows)
        return std::unexpected((entry_rows ? leg_rows : entry_rows).error());
    Running entries(*entry_rows), legs(*leg_rows);
    Binder(*entry_rows).integer(after.value);
    Binder(*leg_rows).integer(after.value);
    const Source entry_at{*entry_rows}, leg_at{*leg_rows};
    int leg = legs.step(), step;
    while ((step = entries.step()) == SQLITE_ROW) {
        auto entry = journal::take_entry(entry_at);
        if (!entry) return std::unexpected(entry.error());
        // A leg whose entry is missing would stop the merge here, and be found below.
        for (; leg == SQLITE_ROW && leg_at.integer(0) == entry->seq.value; leg = legs.step()) {
            if (auto added = journal::take_leg(leg_at, *entry); !added) return added;
        }
        if (auto taken = take(std::move(*entry)); !taken) return taken;
    }
    if (step != SQLITE_DONE) return database_->error("reading the journal");
    if (leg == SQLITE_ROW)
        return fault(
            FaultCode::corrupt, "a leg without its entry: " + std::to_string(leg_at.integer(0))
        );
    if (leg != SQLITE_DONE) return database_->error("reading the journal's legs");
    return {};
}

Try<Seq> SqliteJournal::first_at_or_after(Instant at) {
    auto found = database_->run(journal::find_moment, {at.ms});
    if (!found) return std::unexpected(found.error());
    return Seq{found->one().integer(0)};
}

Try<std::optional<ledger::Entry>> SqliteJournal::entry(Seq seq) {
    auto entry_row =
        database_->prepared(select(journal::entry_columns, "FROM journal_entry WHERE seq = $1"));
    auto leg_rows = database_->prepared(
        select(journal::leg_columns, "FROM journal_leg WHERE seq = $1 ORDER BY n")
    );
    if (!entry_row || !leg_rows) return std::unexpected((entry_row ? leg_rows : entry_row).error());
    Running entries(*entry_row), legs(*leg_rows);
    Binder(*entry_row).integer(seq.value);
    const int found = entries.step();
    if (found == SQLITE_DONE) return std::nullopt;
    if (found != SQLITE_ROW) return database_->error("reading an entry");
    auto entry = journal::take_entry(Source{*entry_row});
    if (!entry) return std::unexpected(entry.error());
    Binder(*leg_rows).integer(seq.value);
    int step;
    while ((step = legs.step()) == SQLITE_ROW) {
        if (auto added = journal::take_leg(Source{*leg_rows}, *entry); !added)
            return std::unexpected(added.error());
    }
    if (step != SQLITE_DONE) return database_->error("reading an entry's legs");
    return std::move(*entry);
}

// No round trips here: one look-up a number is as fast as one query for all.
Try<std::vector<ledger::Entry>> SqliteJournal::entries(const std::vector<Seq>& seqs) {
    std::vector<ledger::Entry> all;
    all.reserve(seqs.size());
    for (const Seq seq : seqs) {
        auto one = entry(seq);
        if (!one) return std::unexpected(one.error());
        if (!*one)
            return fault(
                FaultCode::corrupt, "the journal has no entry " + std::to_string(seq.value)
            );
        all.push_back(std::move(**one));
    }
    return all;
}

} // namespace meguri::store

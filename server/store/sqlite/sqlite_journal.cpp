#include "store/sqlite/sqlite_journal.hpp"

#include "store/journal_rows.hpp"

namespace meguri::store {

namespace {

constexpr int idle_log_pages = 1'000;     // 4 MB: worth an fsync when nothing waits
constexpr int longest_log_pages = 32'000; // 128 MB: a commit copies it, whoever waits

// Resets a statement when its work ends, however it ends: an open one would keep an old snapshot
// alive.
class Running {
  public:
    explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
    ~Running() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    int step() { return sqlite3_step(statement_); }

  private:
    sqlite3_stmt* statement_;
};

class Binder {
  public:
    explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}
    void integer(std::int64_t n) { sqlite3_bind_int64(statement_, ++column_, n); }
    // An empty string has data() too; a null pointer would bind NULL.
    void blob(std::string_view b) {
        sqlite3_bind_blob64(
            statement_, ++column_, b.empty() ? "" : b.data(), b.size(), SQLITE_TRANSIENT
        );
    }
    void text(std::string_view t) {
        sqlite3_bind_text64(
            statement_, ++column_, t.data(), t.size(), SQLITE_TRANSIENT, SQLITE_UTF8
        );
    }
    void null() { sqlite3_bind_null(statement_, ++column_); }

  private:
    sqlite3_stmt* statement_;
    int column_ = 0;
};

struct Source {
    sqlite3_stmt* statement;
    std::int64_t integer(int i) const { return sqlite3_column_int64(statement, i); }
    bool is_null(int i) const { return sqlite3_column_type(statement, i) == SQLITE_NULL; }
    std::string_view blob(int i) const {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, i));
        return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, i))};
    }
};

std::string select(std::string_view columns, std::string_view rest) {
    return "SELECT " + std::string(columns) + " " + std::string(rest);
}

int remember_log_pages(void* pages, sqlite3*, const char*, int n) {
    *static_cast<int*>(pages) = n;
    return SQLITE_OK;
}

} // namespace

Try<std::unique_ptr<SqliteJournal>> SqliteJournal::on(std::shared_ptr<SqliteDatabase> database) {
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal(std::move(database)));
    if (auto created = journal->create_tables(); !created) return std::unexpected(created.error());
    if (auto prepared = journal->prepare_inserts(); !prepared)
        return std::unexpected(prepared.error());
    // In place of SQLite's own automatic copying, which would fall on any commit.
    sqlite3_wal_hook(journal->database_->handle(), remember_log_pages, &journal->log_pages_);
    return journal;
}

SqliteJournal::~SqliteJournal() {
    for (sqlite3_stmt* s :
         {insert_entry_, insert_leg_, insert_group_, insert_outbox_, upsert_cell_, move_head_})
        sqlite3_reset(s);
    sqlite3_wal_autocheckpoint(
        database_->handle(), idle_log_pages
    ); // replaces our hook, which points into *this
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

Try<> SqliteJournal::commit(const Group& group) {
    MEGURI_ENSURE(group.entries.empty() || group.entries.front().seq.value == last_.value + 1);
    const Seq last = group.entries.empty() ? last_ : group.entries.back().seq;
    if (auto begun = database_->begin(); !begun) return begun;
    if (auto written = write(group, last); !written) {
        database_->rollback();
        return written;
    }
    if (auto committed = database_->commit(); !committed) return committed;
    last_ = last;
    if (log_pages_ > longest_log_pages) return maintain();
    return {};
}

Try<> SqliteJournal::write(const Group& group, Seq last) {
    if (auto moved = move_head(group, last); !moved) return moved;
    if (auto written = write_entries(group); !written) return written;
    return write_checkpoint(group, last);
}

Try<> SqliteJournal::move_head(const Group& group, Seq last) {
    Binder to(move_head_);
    to.integer(last.value);
    to.blob(view(group.head));
    to.integer(epoch_);
    to.integer(last_.value);
    if (auto moved = done(move_head_); !moved) return moved;
    if (sqlite3_changes(database_->handle()) == 1) return {};
    auto now = read_head();
    if (!now) return std::unexpected(now.error());
    if (now->epoch != epoch_)
        return fault(FaultCode::fenced, "another process has taken over the journal");
    return fault(FaultCode::corrupt, "the journal has moved on without its leader");
}

Try<> SqliteJournal::write_entries(const Group& group) {
    for (const ledger::Entry& e : group.entries) {
        Binder to(insert_entry_);
        journal::put_entry(to, e);
        if (auto inserted = done(insert_entry_); !inserted) return inserted;
        for (std::size_t n = 0; n < e.legs.size(); ++n) {
            Binder leg(insert_leg_);
            journal::put_leg(leg, e.seq, static_cast<std::int64_t>(n), e.legs[n]);
            if (auto inserted = done(insert_leg_); !inserted) return inserted;
        }
    }
    std::int64_t n = 0;
    for (const OutboxRow& row : group.outbox) {
        Binder to(insert_outbox_);
        to.integer(row.seq.value), to.integer(n++), to.text(row.kind), to.blob(row.payload);
        if (auto inserted = done(insert_outbox_); !inserted) return inserted;
    }
    if (group.entries.empty()) return {};
    Binder to(insert_group_);
    to.integer(group.entries.back().seq.value), to.integer(group.entries.front().seq.value),
        to.blob(view(group.head));
    return done(insert_group_);
}

Try<> SqliteJournal::write_checkpoint(const Group& group, Seq last) {
    for (const CellRow& cell : group.cells) {
        Binder to(upsert_cell_);
        to.integer(static_cast<std::int64_t>(cell.kind)), to.integer(cell.id), to.blob(cell.value),
            to.integer(last.value);
        if (auto saved = done(upsert_cell_); !saved) return saved;
    }
    if (!group.checkpoint_position) return {};
    auto moved = database_->run(
        "INSERT INTO checkpoint_position VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET seq = "
        "excluded.seq",
        {group.checkpoint_position.value}
    );
    if (!moved) return std::unexpected(moved.error());
    return {};
}

Try<> SqliteJournal::done(sqlite3_stmt* statement) {
    const int step = sqlite3_step(statement);
    if (step == SQLITE_DONE) {
        sqlite3_reset(statement);
        return {};
    }
    auto failed =
        database_->error("writing the journal"); // before reset, which forgets the message
    sqlite3_reset(statement);
    return failed;
}

Try<> SqliteJournal::maintain() {
    if (log_pages_ < idle_log_pages) return {};
    // PASSIVE never waits for a reader. What a reader still needs stays in the log until the next
    // time. A failure loses nothing: everything is in the log.
    sqlite3_wal_checkpoint_v2(
        database_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
    );
    log_pages_ = 0;
    return {};
}

} // namespace meguri::store

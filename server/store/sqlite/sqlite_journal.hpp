// The journal in the city's one file. A group is one transaction: WAL with synchronous=FULL, so one
// fsync of appended pages makes it durable.
//
// The log is copied back into the file by a LogCopier, beside the commits.
#pragma once

#include "store/journal_rows.hpp"
#include "store/sqlite/log_copier.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace meguri::store {

// When the log is copied, in pages of 4 KB.
struct LogLimits {
    int copy = 2'000;      // so much is worth a copy beside the commits
    int restart = 16'000;  // time to begin the log anew from its start
    int rest = 1'000;      // ... once a commit has so little left to copy: a few milliseconds
    int longest = 128'000; // copying cannot keep up: a commit does it, whoever waits
};

class SqliteJournal final : public JournalStore {
  public:
    // `database` may be used for registry rows as well: by the same thread, never in the middle of
    // a call here.
    static Try<std::unique_ptr<SqliteJournal>>
    on(std::shared_ptr<SqliteDatabase> database, LogLimits limits = {});
    ~SqliteJournal() override;

    Try<Head> take_over() override;
    Try<Head> head() override;
    Try<Seq> load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell) override;
    Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) override;
    Try<Seq> first_at_or_after(Instant at) override;
    Try<std::optional<ledger::Entry>> entry(Seq seq) override;
    Try<std::vector<ledger::Entry>> entries(const std::vector<Seq>& seqs) override;
    Try<std::optional<Seq>> find_key(const ledger::Actor& actor, const ledger::Key& key) override {
        return journal::find_key(*database_, actor, key);
    }
    Try<> commit(const Group& group) override;

  private:
    SqliteJournal(std::shared_ptr<SqliteDatabase> database, LogLimits limits)
        : database_(std::move(database)), limits_(limits) {}
    Try<> create_tables();
    Try<> prepare_inserts();
    Try<Head> raise_epoch();
    Try<Head> read_head();
    Try<> write(const Group& group, Seq last);
    Try<> write_entries(const Group& group);
    Try<> write_checkpoint(const Group& group, Seq last);
    Try<> move_head(const Group& group, Seq last);
    void shorten_log();
    Try<> done(sqlite3_stmt* statement); // runs it to its end and makes it ready for the next row

    std::shared_ptr<SqliteDatabase> database_;
    const LogLimits limits_;
    std::int64_t epoch_ = 0;            // 0: not the leader yet
    Seq last_;                          // newest entry that we know to be committed
    int log_pages_ = 0;                 // in the log after the newest commit
    int asked_pages_ = 0;               // so many there were when the copier was last started
    std::unique_ptr<LogCopier> copier_; // none for a database in memory
    sqlite3_stmt *insert_entry_ = nullptr, *insert_leg_ = nullptr, *insert_group_ = nullptr,
                 *insert_outbox_ = nullptr, *upsert_cell_ = nullptr,
                 *move_head_ = nullptr; // owned by the database
};

} // namespace meguri::store

// The journal in the city's one file. A group is one transaction: WAL with synchronous=FULL, so one
// fsync of appended pages makes it durable.
//
// Copying the log back into the file (a checkpoint) costs an fsync of its own and many writes; it
// must not fall on a payment. `maintain` does it when nothing waits; only a log that has grown far
// beyond that is copied by a commit.
#pragma once

#include "store/journal_store.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace meguri::store {

class SqliteJournal final : public JournalStore {
  public:
    // `database` may be used for registry rows as well: by the same thread, never in the middle of
    // a call here.
    static Try<std::unique_ptr<SqliteJournal>> on(std::shared_ptr<SqliteDatabase> database);
    ~SqliteJournal() override;

    Try<Head> take_over() override;
    Try<Head> head() override;
    Try<Seq> load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell) override;
    Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) override;
    Try<Seq> first_at_or_after(Instant at) override;
    Try<std::optional<ledger::Entry>> entry(Seq seq) override;
    Try<std::vector<ledger::Entry>> entries(const std::vector<Seq>& seqs) override;
    Try<> commit(const Group& group) override;
    Try<> maintain() override;

  private:
    explicit SqliteJournal(std::shared_ptr<SqliteDatabase> database)
        : database_(std::move(database)) {}
    Try<> create_tables();
    Try<> prepare_inserts();
    Try<Head> raise_epoch();
    Try<Head> read_head();
    Try<> write(const Group& group, Seq last);
    Try<> write_entries(const Group& group);
    Try<> write_checkpoint(const Group& group, Seq last);
    Try<> move_head(const Group& group, Seq last);
    Try<> done(sqlite3_stmt* statement); // runs it to its end and makes it ready for the next row

    std::shared_ptr<SqliteDatabase> database_;
    std::int64_t epoch_ = 0; // 0: not the leader yet
    Seq last_;               // newest entry that we know to be committed
    int log_pages_ = 0;
    sqlite3_stmt *insert_entry_ = nullptr, *insert_leg_ = nullptr, *insert_group_ = nullptr,
                 *insert_outbox_ = nullptr, *upsert_cell_ = nullptr,
                 *move_head_ = nullptr; // owned by the database
};

} // namespace meguri::store

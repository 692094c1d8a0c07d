// The journal on PostgreSQL. A group is one round trip: all its statements go out together in
// libpq's pipeline mode and share one transaction, which the Sync at their end commits. No BEGIN is
// sent: should this process stop in between, no transaction stays open under its name.
//
// Three rules, each of which has lost money elsewhere:
//  - the first statement moves the head row where epoch and seq are still ours, and divides by the
//  number of rows moved:
//    a leader that has been replaced gets an error inside its own transaction, and nothing of its
//    group remains;
//  - each statement reports success before anything is committed: only the Sync's own answer
//  counts;
//  - a commit that comes with any notice may be missing on the second copy, and one without an
//  answer may be there all
//    the same: both are outcome_unknown.
#pragma once

#include "store/journal_rows.hpp"
#include "store/postgres/postgres_database.hpp"

namespace meguri::store {

class PostgresJournal final : public JournalStore {
  public:
    static Try<std::unique_ptr<PostgresJournal>> open(const std::string& url);

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
    struct ResultDeleter {
        void operator()(PGresult* r) const { PQclear(r); }
    };
    using Result = std::unique_ptr<PGresult, ResultDeleter>;

    explicit PostgresJournal(std::unique_ptr<PostgresDatabase> database)
        : database_(std::move(database)) {}
    Try<> create_tables();
    Try<Head> raise_epoch(std::optional<std::int64_t> ours = std::nullopt);
    Try<Head> read_head();
    Try<> end_blockers();
    Try<> settle();  // after an unknown outcome: see unsure_
    Try<> prepare(); // the commit's statements, once for each connection
    Try<Result> query(
        const std::string& sql, const std::vector<Bytes>& parameters,
        const std::vector<unsigned>& types
    );
    Try<std::vector<ledger::Entry>> read(
        const std::string& where, const std::vector<Bytes>& parameters,
        const std::vector<unsigned>& types
    );

    bool send(const char* statement, const std::vector<std::string_view>& parameters);
    bool send_group(const Group& group, Seq last);
    bool send_entries(const Group& group);
    bool send_extras(const Group& group, Seq last);
    Try<> receive();
    std::unexpected<Fault> unknown(std::string detail);
    Fault why_not_moved();

    std::unique_ptr<PostgresDatabase> database_;
    int prepared_generation_ = -1;
    // A commit was sent and its answer lost. Its backend may still be at work, and would change
    // what we have read since; before anything else the epoch is raised once more, which waits for
    // it or shuts it out.
    bool unsure_ = false;
    std::int64_t epoch_ = 0; // 0: not the leader yet
    Seq last_;               // newest entry that we know to be committed
};

} // namespace meguri::store

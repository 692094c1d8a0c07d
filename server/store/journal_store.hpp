// The journal's port: what the engine needs of a database. One writer per city; whoever opens it
// raises the epoch, and from then on every commit of the one before changes no row and fails as
// `fenced`.
//
// Tables (docs/journal.md describes each column): journal_entry, journal_leg, journal_group,
// journal_head, state_checkpoint, checkpoint_position, outbox. Only adapters touch them; views/ and
// audit/ read them.
#pragma once

#include "base/result.hpp"
#include "ledger/encoding.hpp"

#include <functional>
#include <memory>

namespace meguri::store {

struct CellRow {
    ledger::CellKind kind;
    std::int64_t id;
    Bytes value;
};

// An effect on the outside world, written with the entry that causes it and carried out by the
// leader only.
struct OutboxRow {
    Seq seq;
    std::string kind;
    Bytes payload;
};

// One database transaction. Entries are numbered without gaps from the head's seq + 1.
struct Group {
    std::vector<ledger::Entry>
        entries; // may be empty: a heartbeat that proves this process still leads
    Hash head{}; // after this group
    std::vector<CellRow>
        cells; // checkpoint slice, each cell once; their as_of is the last seq of this group
    std::vector<OutboxRow> outbox;
    Seq checkpoint_position; // non-zero: a pass of the sweep has ended; replay may start after this
                             // entry
};

struct Head {
    std::int64_t epoch = 0;
    Seq seq;
    Hash head{};
};

class JournalStore {
  public:
    virtual ~JournalStore() = default;

    // Creates the tables where missing, raises the epoch in a transaction of its own, and returns
    // where the journal ends.
    virtual Try<Head> take_over() = 0;
    // The head as it stands, without raising anything; FaultCode::fenced when the epoch is no
    // longer ours.
    virtual Try<Head> head() = 0;

    // Every checkpointed cell, then the entries after the returned position must be replayed.
    virtual Try<Seq> load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell
    ) = 0;
    // Entries with seq > after, in order, with legs, facts and counts; stops at the first Fault of
    // `entry`.
    virtual Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) = 0;
    // seq of the first entry stamped at or after `at`, or last + 1. O(log n).
    virtual Try<Seq> first_at_or_after(Instant at) = 0;
    virtual Try<std::optional<ledger::Entry>> entry(Seq seq) = 0;
    // Several entries by number, e.g. one page of a chain: one for each number, in the order asked,
    // duplicates allowed. A number that the journal does not hold is FaultCode::corrupt: pass only
    // numbers that came from the journal.
    virtual Try<std::vector<ledger::Entry>> entries(const std::vector<Seq>& seqs) = 0;

    // The entry that answered this actor's key; nothing: none did. Reads the stretch of the journal
    // in which the rules can have answered it (from a minute before its issue to the end of its
    // life), by number, with no index of keys: some milliseconds for an ordinary city's quarter of
    // an hour. For keys that memory has forgotten.
    virtual Try<std::optional<Seq>>
    find_key(const ledger::Actor& actor, const ledger::Key& key) = 0;

    // All of the group or nothing; durable when it returns. unavailable: nothing was done.
    // outcome_unknown: ask `head`. What `head` then shows beyond the last group that was committed
    // with success may not be answered, until an empty group has been committed: only that proves
    // that it is kept.
    virtual Try<> commit(const Group& group) = 0;
};

// Adapters for a url as in open_database. They share the process lock of the database file.
Try<std::unique_ptr<JournalStore>> open_journal(const std::string& url);

} // namespace meguri::store

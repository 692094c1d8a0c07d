#include "store/journal_rows.hpp"
#include "store/sqlite/sqlite_journal.hpp"
#include "store/sqlite/sqlite_rows.hpp"

namespace meguri::store {

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
    shorten_log();
    return {};
}

// SQLite begins its log anew only at a commit that finds all of it copied. While payments keep
// coming the background copy is always a little behind, so the last few pages are copied here.
void SqliteJournal::shorten_log() {
    if (!copier_) return;
    if (log_pages_ < asked_pages_) asked_pages_ = 0; // the log has begun anew
    if (copier_->busy()) return;
    // What was really copied: a long read (`meguri verify`) holds copying up, and what has gathered
    // meanwhile must not fall on a payment once it ends.
    const int copied = copier_->copied() <= log_pages_ ? copier_->copied() : 0;
    const int left = log_pages_ - copied, grown = log_pages_ - asked_pages_;
    if (log_pages_ >= limits_.longest || (log_pages_ >= limits_.restart && left <= limits_.rest)) {
        sqlite3_wal_checkpoint_v2(
            database_->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
        );
    } else if (grown >= limits_.copy ||
               (log_pages_ >= limits_.restart && grown >= limits_.rest / 10)) {
        asked_pages_ = log_pages_;
        copier_->start();
    }
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

} // namespace meguri::store

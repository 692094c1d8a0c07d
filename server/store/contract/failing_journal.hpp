// A real journal that fails when told to, in each of the ways in which a real one can.
#pragma once

#include "store/journal_store.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace meguri::store {

enum class CommitFault {
    none,
    refused,     // nothing was written, and that is known
    lost_before, // nothing was written, but the answer was lost
    lost_after,  // it was written, but the answer was lost
};

// Set by the test, from any thread.
struct Trouble {
    std::atomic<CommitFault> next{CommitFault::none};   // the next commit that carries an entry
    std::atomic<CommitFault> always{CommitFault::none}; // every commit, the empty ones too
    std::atomic<bool> unreadable{false};
    std::atomic<int> look_up_ms{0
    }; // how long the search for an old key takes, as in a long journal
    std::atomic<int> looked_up{0};
    std::atomic<bool> gone_back{false}; // an older copy of the database has come in its place
};

class FailingJournal : public JournalStore {
  public:
    FailingJournal(std::unique_ptr<JournalStore> real, Trouble& trouble)
        : real_(std::move(real)), trouble_(trouble) {}

    Try<Head> take_over() override { return real_->take_over(); }
    Try<Head> head() override {
        auto head = read([&] { return real_->head(); });
        if (head && trouble_.gone_back) head->seq.value -= 1;
        return head;
    }
    Try<Seq> load_checkpoint(const std::function<Try<>(const CellRow&, Seq)>& cell) override {
        return read([&] { return real_->load_checkpoint(cell); });
    }
    Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) override {
        return read([&] { return real_->read_entries(after, entry); });
    }
    Try<Seq> first_at_or_after(Instant at) override {
        return read([&] { return real_->first_at_or_after(at); });
    }
    Try<std::optional<ledger::Entry>> entry(Seq seq) override {
        return read([&] { return real_->entry(seq); });
    }
    Try<std::vector<ledger::Entry>> entries(const std::vector<Seq>& seqs) override {
        return read([&] { return real_->entries(seqs); });
    }
    Try<std::optional<Seq>> find_key(const ledger::Actor& actor, const ledger::Key& key) override {
        ++trouble_.looked_up;
        std::this_thread::sleep_for(std::chrono::milliseconds(trouble_.look_up_ms));
        return read([&] { return real_->find_key(actor, key); });
    }

    Try<> commit(const Group& group) override {
        CommitFault how =
            group.entries.empty() ? CommitFault::none : trouble_.next.exchange(CommitFault::none);
        if (how == CommitFault::none) how = trouble_.always;
        if (how == CommitFault::refused)
            return fault(FaultCode::unavailable, "the test pulled the plug before");
        if (how == CommitFault::lost_before)
            return fault(FaultCode::outcome_unknown, "the test lost the request");
        auto done = real_->commit(group);
        if (how == CommitFault::lost_after && done)
            return fault(FaultCode::outcome_unknown, "the test lost the answer");
        return done;
    }

  private:
    template <class Read> std::invoke_result_t<Read> read(Read read) {
        if (trouble_.unreadable)
            return fault(FaultCode::unavailable, "the test took the disk away");
        return read();
    }

    std::unique_ptr<JournalStore> real_;
    Trouble& trouble_;
};

} // namespace meguri::store

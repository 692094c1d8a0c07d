// The one writer of a city. Commands queue up; the core thread decides them in order against the
// state in memory, writes the whole group in one database transaction, and only then releases the
// answers, those of reads included: nobody ever sees what is not on disk. There is no timer: while
// one group is being written the next one collects.
//
//   any thread ──submit──▶ queue ──▶ decide · seal · apply · check ──▶ commit ──▶ deliver ──▶ io
//   thread
//                                    └──────────── core thread ────────────┘
//
// It must never: answer before the commit; undo in memory (a failed commit drops the state and
// loads it anew); let anything but a Command change the state; wait for people or networks.
//
// Paused: a commit has failed and none has succeeded since. Commands are answered `paused`. Reads
// are served as soon as the state is loaded anew and ends exactly where the last successful commit
// ended (docs/adr/0008): what nobody was told is not shown before a commit has proved that it is
// kept.
#pragma once

#include "base/random.hpp"
#include "base/steady_clock.hpp"
#include "engine/registry.hpp"
#include "ledger/apply.hpp"
#include "ledger/decide.hpp"
#include "store/journal_store.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace meguri::engine {

using EntryPtr = std::shared_ptr<const ledger::Entry>;

// What became of a command. `entry` is set when it is in the journal (now, or from an earlier send
// with the same key); it may itself be a refusal. Without an entry nothing was recorded: `refusal`
// says why.
struct Answer {
    EntryPtr entry;
    Refusal refusal = Refusal::none;
    std::shared_ptr<const ledger::Explanation> unrecorded; // of a refusal without an entry

    bool done() const { return entry && refusal == Refusal::none; }
    const ledger::Explanation& explanation() const {
        static const ledger::Explanation nothing;
        if (entry) return entry->explanation;
        return unrecorded ? *unrecorded : nothing;
    }
};

struct Options {
    std::size_t queue_limit = 20'000; // commands waiting; one more is answered queue_full
    std::size_t group_limit = 512;    // commands in one transaction
    std::int64_t sweep_period_ms = 10'000;
    std::int64_t heartbeat_ms = 1'000; // an idle leader proves itself this often
};

struct Stats {
    std::uint64_t groups = 0, entries = 0, refusals = 0, commit_us = 0;
};

class Engine {
  public:
    using Done = std::move_only_function<void(Answer)>;
    using Read = std::move_only_function<void(const ledger::State&)>;
    using Reply = std::move_only_function<void()>;
    // Nothing: the journal could not be read, or the engine is paused and cannot tell what is kept.
    using Entries = std::move_only_function<void(std::optional<std::vector<EntryPtr>>)>;
    // Called on the core thread once a group is on disk: hand the replies to the io thread in one
    // go. `committed` are the group's new entries, for live pages and views: a hint, never the
    // truth.
    using Deliver =
        std::function<void(std::vector<Reply> replies, std::vector<EntryPtr> committed)>;

    Engine(
        std::unique_ptr<store::JournalStore> journal, const Clock& clock, const SteadyClock& steady,
        Random& random, Deliver deliver, Options options = {}
    );
    ~Engine(); // stops

    // Takes over from whoever wrote before, loads, replays, checks; then the core thread serves.
    Try<> start();
    // Answers what is queued, ends the core thread. Later commands
    // are `paused`.
    void stop();

    void submit(ledger::Command command, Done done);
    // `look` runs on the core thread against the state, `then` (on the io thread) after everything
    // it saw is on disk. Keep `look` under a millisecond: payments wait behind it. While the engine
    // is paused and its state cannot be shown either, `then` gets false.
    void read(Read look, std::move_only_function<void(bool served)> then);
    // Entries by number, in the order given, read by the core thread. Numbers beyond the journal
    // are left out.
    void read_entries(std::vector<Seq> seqs, Entries then);
    // One page of a holder's history, newest first, along its chain: entries before `before` (0:
    // from the newest).
    void read_chain(
        ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit, Entries then
    );
    // A piece of registry work on the core thread, between two groups (SQLite). Keep it under 5 ms.
    void between_groups(std::move_only_function<void()> work);

    // The moment that a command would be stamped with now: the clock's, but never before the newest
    // entry, also when the clock was ahead and has been set back. Keys are sealed with it, because
    // their age is judged by it. Any thread.
    Instant now() const { return std::max(Instant{last_at_ms_.load()}, clock_.now()); }
    Instant last_at() const { return {last_at_ms_.load()}; } // of the newest entry; 0: none
    bool ready() const { return ready_.load(); }
    // While not ready: the seconds until writing is tried again, at least 1. Any thread.
    int ready_in_s() const;
    bool fenced() const { return fenced_.load(); } // another process leads: this one must end
    std::int64_t epoch() const { return epoch_; }  // of our take-over, once started
    std::size_t queued() const { return queued_.load(); }
    Stats stats() const;

  private:
    struct Submitted {
        ledger::Command command;
        Done done;
    };
    struct Pending { // a command whose answer leaves after the commit
        static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
        Done done;
        Answer answer;                  // known already, unless
        std::size_t in_group = nowhere; // it is this entry of the group
    };
    struct Looked {
        Read look;
        std::move_only_function<void(bool)> then;
    };
    using Fetch =
        std::move_only_function<Reply()>; // reads the journal, returns what to run on the io thread
    struct Inbox {
        std::vector<Submitted> commands;
        std::vector<Looked> looks;
        std::vector<Fetch> fetches;
        std::vector<std::move_only_function<void()>> works;
        bool empty() const {
            return commands.empty() && looks.empty() && fetches.empty() && works.empty();
        }
    };

    using ReadJournal = std::move_only_function<Try<std::vector<ledger::Entry>>()>;
    void fetch(ReadJournal read, Entries then);
    void run();
    Inbox take(std::int64_t wait_ms);
    void serve(Inbox inbox);
    void release(std::vector<Pending> pending, Inbox inbox, store::Group group);
    void run_aside(Inbox& inbox);
    void fail(std::vector<Pending>& pending, std::vector<Looked>& looks, const Fault& fault);
    void serve_paused(Inbox inbox);
    Pending decide(ledger::Command command, store::Group& group);
    Pending earlier(Seq seq, const store::Group& group);
    Try<EntryPtr> find_forgotten(const ledger::Command& command); // null: never answered
    bool may_look_up();
    Seq newest_of(ledger::HolderKind holder, std::int64_t id) const;
    static Seq
    previous_on_chain(const ledger::Entry& entry, ledger::HolderKind holder, std::int64_t id);
    Try<EntryPtr> find_entry(Seq seq, const store::Group& group); // null: no such entry
    Try<std::vector<ledger::Entry>>
    chain_page(ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit);
    Try<> commit(store::Group& group);
    Try<> load();
    Try<> replay(ledger::State& state, Seq checkpoint);
    Try<> date_last_entry(ledger::State& state);
    void pause(const Fault& why);
    void try_again();
    void rest_before_writing();
    Try<> resume();
    void sweep(store::Group& group);
    void forget_keys(std::int64_t passed_ms);

    std::unique_ptr<store::JournalStore> journal_;
    std::int64_t epoch_ = 0;
    const Clock& clock_;        // stamps entries and judges keys
    const SteadyClock& steady_; // says when to beat, sweep and try again: must not leap
    Random& random_;
    Deliver deliver_;
    const Options options_;

    // Core thread only.
    ledger::State state_;
    Hash head_{};
    struct Acknowledged { // where the journal ended after our last successful commit
        Seq seq;
        Hash head{};
        friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
    } acknowledged_;
    bool loaded_ = false;   // the state is what the journal held when it was read last
    bool readable_ = false; // and may be shown: it ends where acknowledged_ does
    struct Sweep {
        int kind = 0;              // index into the order of kinds
        std::int64_t next = 1;     // next cell of that kind
        Seq began;                 // last entry when this pass began
        std::int64_t moved_ms = 0; // steady: when the cursor last moved
        Seq stored;                // position that the checkpoint holds
    } sweep_;
    std::int64_t last_commit_ms_ = 0, keys_swept_ms_ = 0; // steady
    // Memory knows the answer of every key issued from here on; older ones are looked for in the
    // journal.
    Instant keys_complete_from_;
    // Looking for one reads a quarter of an hour of the journal: whoever sends old keys again and
    // again must not make payments wait. Spent so far, less a tenth of the time that has passed.
    std::int64_t looked_up_us_ = 0, looked_up_ms_ = 0; // the second: steady
    std::int64_t retry_at_ms_ = 0; // steady; paused: when to try the database again
    std::int64_t rest_ms_ = 0;     // paused: reads are tried at once, writing after this time
    std::optional<std::int64_t> served_again_ms_; // steady: when the last pause ended

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    Inbox inbox_;
    bool stopping_ = false;
    Stats stats_;
    std::atomic<bool> ready_{false}, fenced_{false};
    std::atomic<std::size_t> queued_{0};
    std::atomic<std::int64_t> last_at_ms_{0};  // of the newest entry
    std::atomic<std::int64_t> write_at_ms_{0}; // steady; paused: when to try a commit
    std::thread thread_;
};

} // namespace meguri::engine

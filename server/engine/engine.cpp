#include "engine/engine.hpp"

#include "base/log.hpp"
#include "engine/effects.hpp"
#include "ledger/invariants/invariants.hpp"

#include <chrono>

namespace meguri::engine {

using ledger::Command;
using ledger::Entry;

namespace {
// A command that leads nowhere: nothing was recorded.
Answer not_recorded(Refusal why) { return {nullptr, why, {}}; }

Answer recorded(EntryPtr entry) {
    const Refusal refusal = entry->refusal;
    return {std::move(entry), refusal, {}};
}

// To a key that memory has forgotten: what the rules say to one that they remember.
Answer again(const EntryPtr& before, const Command& command) {
    const bool same = std::holds_alternative<ledger::CloseKey>(command.body) ||
                      before->kind == ledger::EntryKind::close_key ||
                      before->content == content_digest(command.body);
    return same ? recorded(before) : not_recorded(Refusal::key_reused);
}
} // namespace

Engine::Engine(
    std::unique_ptr<store::JournalStore> journal, const Clock& clock, const SteadyClock& steady,
    Random& random, Deliver deliver, Options options
)
    : journal_(std::move(journal)), clock_(clock), steady_(steady), random_(random),
      deliver_(std::move(deliver)), options_(options) {}

Engine::~Engine() { stop(); }

Try<> Engine::start() {
    const auto taken = journal_->take_over();
    if (!taken) return std::unexpected(taken.error());
    epoch_ = taken->epoch;
    if (auto loaded = load(); !loaded) return loaded;
    // Before anything is answered, one commit of our own must succeed: it proves that we lead.
    store::Group first;
    if (auto done = commit(first); !done) return done;
    ready_ = readable_ = true;
    thread_ = std::thread([this] { run(); });
    return {};
}

void Engine::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Engine::submit(Command command, Done done) {
    Refusal no = Refusal::none;
    {
        std::lock_guard lock(mutex_);
        if (stopping_)
            no = Refusal::paused;
        else if (inbox_.commands.size() >= options_.queue_limit)
            no = Refusal::queue_full;
        else
            inbox_.commands.push_back({std::move(command), std::move(done)});
        queued_ = inbox_.commands.size();
    }
    if (no != Refusal::none) {
        std::vector<Reply> replies;
        replies.push_back([done = std::move(done), no]() mutable { done(not_recorded(no)); });
        return deliver_(std::move(replies), {});
    }
    arrived_.notify_one();
}

void Engine::read(Read look, std::move_only_function<void(bool)> then) {
    {
        std::lock_guard lock(mutex_);
        inbox_.looks.push_back({std::move(look), std::move(then)});
    }
    arrived_.notify_one();
}

void Engine::between_groups(std::move_only_function<void()> work) {
    {
        std::lock_guard lock(mutex_);
        inbox_.works.push_back(std::move(work));
    }
    arrived_.notify_one();
}

Stats Engine::stats() const {
    std::lock_guard lock(mutex_);
    return stats_;
}

// --- the core thread
// ------------------------------------------------------------------------------------------------

void Engine::run() {
    for (;;) {
        Inbox inbox = take(200);
        const bool nothing = inbox.empty();
        if (!ready_) try_again();
        serve(std::move(inbox));
        std::unique_lock lock(mutex_);
        if (fenced_) {
            stopping_ = true; // later commands are refused by submit
            lock.unlock();
            return serve_paused(take(0));
        }
        if (stopping_ && nothing && inbox_.empty()) return;
    }
}

Engine::Inbox Engine::take(std::int64_t wait_ms) {
    std::unique_lock lock(mutex_);
    if (inbox_.empty() && !stopping_) arrived_.wait_for(lock, std::chrono::milliseconds(wait_ms));
    Inbox taken;
    std::swap(taken, inbox_);
    if (taken.commands.size() > options_.group_limit) {
        const auto rest =
            taken.commands.begin() + static_cast<std::ptrdiff_t>(options_.group_limit);
        inbox_.commands.assign(
            std::make_move_iterator(rest), std::make_move_iterator(taken.commands.end())
        );
        taken.commands.erase(rest, taken.commands.end());
    }
    queued_ = inbox_.commands.size();
    return taken;
}

void Engine::serve(Inbox inbox) {
    if (!ready_) return serve_paused(std::move(inbox));
    store::Group group;
    std::vector<Pending> pending;
    pending.reserve(inbox.commands.size());
    group.entries.reserve(inbox.commands.size());
    for (Submitted& s : inbox.commands) {
        pending.push_back(decide(std::move(s.command), group));
        pending.back().done = std::move(s.done);
    }
    for (Looked& l : inbox.looks)
        l.look(state_);
    sweep(group);

    const bool heartbeat = steady_.passed_ms() - last_commit_ms_ >= options_.heartbeat_ms;
    if (!group.entries.empty() || !group.cells.empty() || group.checkpoint_position || heartbeat) {
        if (auto done = commit(group); !done) {
            pause(done.error()); // first: who hears of the failure must not find it ready
            fail(pending, inbox.looks, done.error());
            if (!fenced_) try_again();
            // What has nothing to do with the group must be answered all the same.
            inbox.commands.clear();
            inbox.looks.clear();
            return serve_paused(std::move(inbox));
        }
    }
    release(std::move(pending), std::move(inbox), std::move(group));
}

// The group is on disk: everything that was said and seen may now be told.
void Engine::release(std::vector<Pending> pending, Inbox inbox, store::Group group) {
    std::vector<EntryPtr> committed;
    committed.reserve(group.entries.size());
    for (Entry& e : group.entries)
        committed.push_back(std::make_shared<const Entry>(std::move(e)));
    std::vector<Reply> replies;
    replies.reserve(pending.size() + inbox.looks.size());
    for (Pending& p : pending) {
        if (p.in_group != Pending::nowhere) p.answer = recorded(committed[p.in_group]);
        replies.push_back([d = std::move(p.done), a = std::move(p.answer)]() mutable {
            d(std::move(a));
        });
    }
    for (Looked& l : inbox.looks)
        replies.push_back([t = std::move(l.then)]() mutable { t(true); });
    if (!replies.empty() || !committed.empty()) deliver_(std::move(replies), std::move(committed));
    run_aside(inbox);
}

// Reads of the journal and registry work: after the answers to commands have left.
void Engine::run_aside(Inbox& inbox) {
    std::vector<Reply> replies;
    for (Fetch& f : inbox.fetches)
        replies.push_back(f());
    if (!replies.empty()) deliver_(std::move(replies), {});
    for (auto& work : inbox.works)
        work();
}

// `unavailable` is certain: nothing was done, so `paused`. Otherwise nobody must be told "no": it
// may have happened, and the key will give the answer later.
void Engine::fail(std::vector<Pending>& pending, std::vector<Looked>& looks, const Fault& fault) {
    const Refusal why =
        fault.code == FaultCode::unavailable ? Refusal::paused : Refusal::outcome_unknown;
    std::vector<Reply> replies;
    for (Pending& p : pending) {
        replies.push_back([d = std::move(p.done), why]() mutable { d(not_recorded(why)); });
    }
    for (Looked& l : looks)
        replies.push_back([t = std::move(l.then)]() mutable { t(false); });
    deliver_(std::move(replies), {});
}

// Nothing can be recorded; what is known to be kept can be told all the same.
void Engine::serve_paused(Inbox inbox) {
    std::vector<Reply> replies;
    for (Submitted& s : inbox.commands) {
        replies.push_back([d = std::move(s.done)]() mutable { d(not_recorded(Refusal::paused)); });
    }
    for (Looked& l : inbox.looks) {
        if (readable_) l.look(state_);
        replies.push_back([t = std::move(l.then), served = readable_]() mutable { t(served); });
    }
    if (!replies.empty()) deliver_(std::move(replies), {});
    run_aside(inbox);
}

Engine::Pending Engine::decide(Command command, store::Group& group) {
    const Instant at = std::max(state_.last_at, clock_.now());
    const ledger::Now now = ledger::Now::of(at);
    // A journal that cannot be read is no reason to say no: the key keeps its answer for later.
    if (auto* cancel = std::get_if<ledger::Cancel>(&command.body)) {
        auto original = find_entry(cancel->payment, group);
        if (!original) return {{}, not_recorded(Refusal::outcome_unknown), Pending::nowhere};
        cancel->original = std::move(*original);
    }
    const auto forgotten = find_forgotten(command);
    if (!forgotten) return {{}, not_recorded(Refusal::outcome_unknown), Pending::nowhere};
    if (*forgotten) return {{}, again(*forgotten, command), Pending::nowhere};

    ledger::Decision decision = ledger::decide(state_, command, now);
    if (auto* repeat = std::get_if<ledger::Repeat>(&decision)) return earlier(repeat->seq, group);
    if (auto* refused = std::get_if<ledger::Refused>(&decision)) {
        auto why = std::make_shared<const ledger::Explanation>(std::move(refused->explanation));
        return {{}, {nullptr, refused->word, std::move(why)}, Pending::nowhere};
    }
    Entry& entry = std::get<Entry>(decision);
    ledger::seal(state_, entry, now, random_.bytes<16>());
    ledger::apply(state_, entry);
    if (auto broken = ledger::invariants::broken(state_, entry)) {
        log::error("invariant_broken", {{"entry", entry.seq.value}, {"claim", *broken}});
        MEGURI_ENSURE(!"an invariant of the ledger is broken");
    }
    if (auto effect = effect_of(entry)) group.outbox.push_back(std::move(*effect));
    group.entries.push_back(std::move(entry));
    return {{}, {}, group.entries.size() - 1};
}

// The same key was answered before: that answer, whether it is on disk already or leaves with this
// group.
Engine::Pending Engine::earlier(Seq seq, const store::Group& group) {
    if (!group.entries.empty() && seq >= group.entries.front().seq) {
        return {{}, {}, static_cast<std::size_t>(seq.value - group.entries.front().seq.value)};
    }
    const auto entry = find_entry(seq, group);
    const bool found = entry && *entry;
    return {
        {}, found ? recorded(*entry) : not_recorded(Refusal::outcome_unknown), Pending::nowhere
    };
}

Try<> Engine::commit(store::Group& group) {
    group.head = ledger::next_head(head_, group.entries);
    const auto began = std::chrono::steady_clock::now();
    if (auto done = journal_->commit(group); !done) return done;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began
    );
    head_ = group.head;
    acknowledged_ = {state_.last, head_};
    last_commit_ms_ = steady_.passed_ms();
    last_at_ms_ = state_.last_at.ms;
    std::lock_guard lock(mutex_);
    stats_.groups += 1;
    stats_.entries += group.entries.size();
    for (const Entry& e : group.entries)
        stats_.refusals += e.refusal != Refusal::none;
    stats_.commit_us += static_cast<std::uint64_t>(took.count());
    return {};
}

} // namespace meguri::engine

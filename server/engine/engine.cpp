#include "engine/engine.hpp"

#include "base/log.hpp"
#include "ledger/invariants/invariants.hpp"

#include <chrono>

namespace meguri::engine {

using ledger::Command;
using ledger::Entry;

namespace {
// A command that leads nowhere: nothing was recorded.
Answer not_recorded(Refusal why) { return {nullptr, why, {}}; }

Answer recorded(EntryPtr entry) {
    Answer answer{entry, entry->refusal, entry->explanation};
    return answer;
}
} // namespace

Engine::Engine(std::unique_ptr<store::JournalStore> journal, const Clock& clock, Random& random, Deliver deliver, Options options)
    : journal_(std::move(journal)), clock_(clock), random_(random), deliver_(std::move(deliver)), options_(options) {}

Engine::~Engine() { stop(); }

Try<> Engine::start() {
    if (auto taken = journal_->take_over(); !taken) return std::unexpected(taken.error());
    if (auto loaded = load(); !loaded) return loaded;
    // Before anything is answered, one commit of our own must succeed: it proves that we lead.
    store::Group first;
    if (auto done = commit(first); !done) return done;
    ready_ = true;
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
        if (stopping_) no = Refusal::paused;
        else if (inbox_.commands.size() >= options_.queue_limit) no = Refusal::queue_full;
        else inbox_.commands.push_back({std::move(command), std::move(done)});
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

void Engine::read_entries(std::vector<Seq> seqs, std::move_only_function<void(std::vector<EntryPtr>)> then) {
    Fetch fetch = [this, seqs = std::move(seqs), then = std::move(then)]() mutable -> Reply {
        std::vector<EntryPtr> found;
        std::erase_if(seqs, [&](Seq seq) { return seq.value < 1 || seq > state_.last; });
        if (auto entries = journal_->entries(seqs)) {
            for (Entry& e : *entries) found.push_back(std::make_shared<const Entry>(std::move(e)));
        } else {
            log::error("journal_read_failed", {{"detail", entries.error().detail}});
        }
        return [found = std::move(found), then = std::move(then)]() mutable { then(std::move(found)); };
    };
    {
        std::lock_guard lock(mutex_);
        inbox_.fetches.push_back(std::move(fetch));
    }
    arrived_.notify_one();
}

void Engine::read_chain(ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit,
                        std::move_only_function<void(std::vector<EntryPtr>)> then) {
    Fetch fetch = [this, holder, id, before, limit, then = std::move(then)]() mutable -> Reply {
        std::vector<EntryPtr> page;
        for (Entry& e : chain_page(holder, id, before, limit)) page.push_back(std::make_shared<const Entry>(std::move(e)));
        return [page = std::move(page), then = std::move(then)]() mutable { then(std::move(page)); };
    };
    {
        std::lock_guard lock(mutex_);
        inbox_.fetches.push_back(std::move(fetch));
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

// --- the core thread ------------------------------------------------------------------------------------------------

void Engine::run() {
    for (;;) {
        Inbox inbox = take(200);
        const bool nothing = inbox.empty();
        if (!ready_) try_again();
        serve(std::move(inbox));
        if (nothing && ready_) {
            if (auto kept = journal_->maintain(); !kept) log::warning("maintenance_failed", {{"detail", kept.error().detail}});
        }
        std::lock_guard lock(mutex_);
        if (fenced_ || (stopping_ && nothing && inbox_.empty())) return;
    }
}

Engine::Inbox Engine::take(std::int64_t wait_ms) {
    std::unique_lock lock(mutex_);
    if (inbox_.empty() && !stopping_) arrived_.wait_for(lock, std::chrono::milliseconds(wait_ms));
    Inbox taken;
    std::swap(taken, inbox_);
    if (taken.commands.size() > options_.group_limit) {
        const auto rest = taken.commands.begin() + static_cast<std::ptrdiff_t>(options_.group_limit);
        inbox_.commands.assign(std::make_move_iterator(rest), std::make_move_iterator(taken.commands.end()));
        taken.commands.erase(rest, taken.commands.end());
    }
    queued_ = inbox_.commands.size();
    return taken;
}

void Engine::serve(Inbox inbox) {
    if (!ready_) return refuse_all(std::move(inbox));
    store::Group group;
    std::vector<Pending> pending;
    pending.reserve(inbox.commands.size());
    for (Submitted& s : inbox.commands) {
        pending.push_back(decide(std::move(s.command), group));
        pending.back().done = std::move(s.done);
    }
    for (Looked& l : inbox.looks) l.look(state_);
    const Instant now = clock_.now();
    sweep(group, now);

    const bool heartbeat = now - last_commit_ >= options_.heartbeat_ms;
    if (!group.entries.empty() || !group.cells.empty() || group.checkpoint_position || heartbeat) {
        if (auto done = commit(group); !done) {
            fail(pending, inbox.looks, done.error());
            recover(done.error());
            return;
        }
    }
    release(std::move(pending), std::move(inbox), std::move(group));
}

// The group is on disk: everything that was said and seen may now be told.
void Engine::release(std::vector<Pending> pending, Inbox inbox, store::Group group) {
    std::vector<EntryPtr> committed;
    committed.reserve(group.entries.size());
    for (Entry& e : group.entries) committed.push_back(std::make_shared<const Entry>(std::move(e)));
    std::vector<Reply> replies;
    replies.reserve(pending.size() + inbox.looks.size());
    for (Pending& p : pending) {
        if (p.in_group != Pending::nowhere) p.answer = recorded(committed[p.in_group]);
        replies.push_back([d = std::move(p.done), a = std::move(p.answer)]() mutable { d(std::move(a)); });
    }
    for (Looked& l : inbox.looks) replies.push_back([t = std::move(l.then)]() mutable { t(true); });
    for (Fetch& f : inbox.fetches) replies.push_back(f());
    if (!replies.empty() || !committed.empty()) deliver_(std::move(replies), std::move(committed));
    for (auto& work : inbox.works) work();
}

// Whoever waits must not be told "no": it may have happened. The key will give the answer later.
void Engine::fail(std::vector<Pending>& pending, std::vector<Looked>& looks, const Fault& fault) {
    const Refusal why = fault.code == FaultCode::unavailable ? Refusal::paused : Refusal::outcome_unknown;
    std::vector<Reply> replies;
    for (Pending& p : pending) {
        replies.push_back([d = std::move(p.done), why]() mutable { d(not_recorded(why)); });
    }
    for (Looked& l : looks) replies.push_back([t = std::move(l.then)]() mutable { t(false); });
    deliver_(std::move(replies), {});
}

void Engine::refuse_all(Inbox inbox) {
    std::vector<Reply> replies;
    for (Submitted& s : inbox.commands) {
        replies.push_back([d = std::move(s.done)]() mutable { d(not_recorded(Refusal::paused)); });
    }
    for (Looked& l : inbox.looks) replies.push_back([t = std::move(l.then)]() mutable { t(false); });
    for (Fetch& f : inbox.fetches) replies.push_back(f());
    if (!replies.empty()) deliver_(std::move(replies), {});
    for (auto& work : inbox.works) work();
}

Engine::Pending Engine::decide(Command command, store::Group& group) {
    const Instant at = std::max(state_.last_at, clock_.now());
    const ledger::Now now = ledger::Now::of(at);
    if (auto* cancel = std::get_if<ledger::Cancel>(&command.body)) cancel->original = find_entry(cancel->payment, group);
    if (auto forgotten = find_forgotten(command, at, group)) return earlier(*forgotten, group);

    ledger::Decision decision = ledger::decide(state_, command, now);
    if (auto* repeat = std::get_if<ledger::Repeat>(&decision)) return earlier(repeat->seq, group);
    if (auto* refused = std::get_if<ledger::Refused>(&decision)) {
        return {{}, {nullptr, refused->word, std::move(refused->explanation)}, Pending::nowhere};
    }
    Entry& entry = std::get<Entry>(decision);
    ledger::seal(state_, entry, now, random_.bytes<16>());
    ledger::apply(state_, entry);
    if (auto broken = ledger::invariants::broken(state_, entry)) {
        log::error("invariant_broken", {{"entry", entry.seq.value}, {"claim", *broken}});
        MEGURI_ENSURE(!"an invariant of the ledger is broken");
    }
    group.entries.push_back(std::move(entry));
    return {{}, {}, group.entries.size() - 1};
}

// The same key was answered before: that answer, whether it is on disk already or leaves with this group.
Engine::Pending Engine::earlier(Seq seq, const store::Group& group) {
    if (!group.entries.empty() && seq >= group.entries.front().seq) {
        return {{}, {}, static_cast<std::size_t>(seq.value - group.entries.front().seq.value)};
    }
    EntryPtr entry = find_entry(seq, group);
    return {{}, entry ? recorded(entry) : not_recorded(Refusal::outcome_unknown), Pending::nowhere};
}

EntryPtr Engine::find_entry(Seq seq, const store::Group& group) {
    if (seq.value < 1 || seq > state_.last) return nullptr;
    if (!group.entries.empty() && seq >= group.entries.front().seq) {
        return std::make_shared<const Entry>(group.entries[static_cast<std::size_t>(seq.value - group.entries.front().seq.value)]);
    }
    auto found = journal_->entry(seq);
    if (!found) {
        log::error("journal_read_failed", {{"entry", seq.value}, {"detail", found.error().detail}});
        return nullptr;
    }
    return *found ? std::make_shared<const Entry>(std::move(**found)) : nullptr;
}

namespace {
// On whose chain the answer to a command stands: the same as in its entry, done or refused.
std::pair<ledger::HolderKind, std::int64_t> chain_of(const ledger::Body& body) {
    using ledger::HolderKind;
    if (const auto* c = std::get_if<ledger::Payment>(&body)) return {HolderKind::wallet, c->wallet.value};
    if (const auto* c = std::get_if<ledger::TopUp>(&body)) return {HolderKind::wallet, c->wallet.value};
    if (const auto* c = std::get_if<ledger::SetWalletStatus>(&body)) return {HolderKind::wallet, c->wallet.value};
    if (const auto* c = std::get_if<ledger::Cancel>(&body)) return {HolderKind::place, c->place.value};
    if (const auto* c = std::get_if<ledger::SetPlaceStatus>(&body)) return {HolderKind::place, c->place.value};
    if (const auto* c = std::get_if<ledger::CloseKey>(&body)) {
        return c->wallet ? std::pair(HolderKind::wallet, c->wallet.value) : std::pair(HolderKind::place, c->place.value);
    }
    return {HolderKind::program, 0};
}
} // namespace

// Memory forgets a key some time after it has gone out of date; saying "too late, nothing was done" to somebody whose
// payment was done would make them pay twice. Its answer, if any, stands on the chain, newer than the key.
std::optional<Seq> Engine::find_forgotten(const Command& command, Instant now, const store::Group& group) {
    if (!command.key || now - command.key->issued_at <= ledger::key_life_ms) return std::nullopt;
    if (state_.keys.contains({command.actor, command.key->id})) return std::nullopt; // the rules know it
    const auto [holder, id] = chain_of(command.body);
    const bool closing = std::holds_alternative<ledger::CloseKey>(command.body);
    for (Seq next = newest_of(holder, id); next;) {
        const EntryPtr e = find_entry(next, group);
        if (!e || command.key->issued_at - e->at > ms_per_minute) return std::nullopt; // older than the key could be
        if (e->key && e->key->id == command.key->id && e->actor == command.actor) {
            const bool same = closing || e->kind == ledger::EntryKind::close_key || e->content == content_digest(command.body);
            return same ? std::optional(e->seq) : std::nullopt;
        }
        next = previous_on_chain(*e, holder, id);
    }
    return std::nullopt;
}

Seq Engine::newest_of(ledger::HolderKind holder, std::int64_t id) const {
    const auto chain = [](const ledger::Cell* cell) { return cell ? cell->chain : Seq{}; };
    if (holder == ledger::HolderKind::wallet) return chain(state_.wallets.find({id}));
    if (holder == ledger::HolderKind::place) return chain(state_.places.find({id}));
    if (holder == ledger::HolderKind::program) return chain(state_.programs.find({id}));
    return {};
}

Seq Engine::previous_on_chain(const Entry& entry, ledger::HolderKind holder, std::int64_t id) {
    for (const ledger::Leg& leg : entry.legs) {
        if (ledger::holder_kind(leg.account.kind) == holder && leg.account.holder == id) return leg.prev;
    }
    return {};
}

std::vector<Entry> Engine::chain_page(ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit) {
    Seq next = newest_of(holder, id);
    std::vector<Entry> page;
    // A page may start in the middle of the chain: `before` is an entry of it, and its own link leads on.
    bool skip = static_cast<bool>(before) && before <= next;
    if (skip) next = before;
    while (next && page.size() < limit) {
        auto found = journal_->entry(next);
        if (!found || !*found) break;
        next = previous_on_chain(**found, holder, id);
        if (!skip) page.push_back(std::move(**found));
        skip = false;
    }
    return page;
}

Try<> Engine::commit(store::Group& group) {
    group.head = ledger::next_head(head_, group.entries);
    const auto began = std::chrono::steady_clock::now();
    if (auto done = journal_->commit(group); !done) return done;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    head_ = group.head;
    last_commit_ = clock_.now();
    std::lock_guard lock(mutex_);
    stats_.groups += 1;
    stats_.entries += group.entries.size();
    for (const Entry& e : group.entries) stats_.refusals += e.refusal != Refusal::none;
    stats_.commit_us += static_cast<std::uint64_t>(took.count());
    return {};
}

} // namespace meguri::engine

// What the engine reads from the journal itself: entries by number, pages of a chain, the answer to
// a key that memory has forgotten. On the core thread, between groups.
#include "base/log.hpp"
#include "engine/engine.hpp"

#include <algorithm>

namespace meguri::engine {

using ledger::Command;
using ledger::Entry;

namespace {
std::vector<EntryPtr> shared(std::vector<Entry> entries) {
    std::vector<EntryPtr> all;
    all.reserve(entries.size());
    for (Entry& e : entries)
        all.push_back(std::make_shared<const Entry>(std::move(e)));
    return all;
}
} // namespace

void Engine::read_entries(std::vector<Seq> seqs, Entries then) {
    fetch(
        [this, seqs = std::move(seqs)]() mutable {
            std::erase_if(seqs, [&](Seq seq) { return seq.value < 1 || seq > state_.last; });
            return journal_->entries(seqs);
        },
        std::move(then)
    );
}

void Engine::read_chain(
    ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit, Entries then
) {
    fetch(
        [this, holder, id, before, limit] { return chain_page(holder, id, before, limit); },
        std::move(then)
    );
}

void Engine::fetch(ReadJournal read, Entries then) {
    Fetch fetch = [this, read = std::move(read), then = std::move(then)]() mutable -> Reply {
        std::optional<std::vector<EntryPtr>> told;
        if (readable_) {
            if (auto found = read()) {
                told = shared(std::move(*found));
            } else {
                log::error("journal_read_failed", {{"detail", found.error().detail}});
            }
        }
        return
            [told = std::move(told), then = std::move(then)]() mutable { then(std::move(told)); };
    };
    {
        std::lock_guard lock(mutex_);
        inbox_.fetches.push_back(std::move(fetch));
    }
    arrived_.notify_one();
}

Try<EntryPtr> Engine::find_entry(Seq seq, const store::Group& group) {
    if (seq.value < 1 || seq > state_.last) return EntryPtr();
    if (!group.entries.empty() && seq >= group.entries.front().seq) {
        return std::make_shared<const Entry>(
            group.entries[static_cast<std::size_t>(seq.value - group.entries.front().seq.value)]
        );
    }
    auto found = journal_->entry(seq);
    if (!found) {
        log::error("journal_read_failed", {{"entry", seq.value}, {"detail", found.error().detail}});
        return std::unexpected(found.error());
    }
    return *found ? std::make_shared<const Entry>(std::move(**found)) : EntryPtr();
}

// Memory forgets a key some time after it has gone out of date; saying "too late, nothing was done"
// to somebody whose payment was done would make them pay twice. Its answer, if any, stands in the
// journal.
Try<EntryPtr> Engine::find_forgotten(const Command& command) {
    if (!command.key || command.key->issued_at >= keys_complete_from_) return EntryPtr();
    if (state_.keys.contains({command.actor, command.key->id}))
        return EntryPtr(); // the rules know it
    if (!may_look_up()) return fault(FaultCode::unavailable, "too many old keys at once");
    const std::int64_t began = steady_.passed_ms();
    const auto seq = journal_->find_key(command.actor, *command.key);
    // Half a millisecond for what the clock rounds away.
    looked_up_us_ += (steady_.passed_ms() - began) * 1'000 + 500;
    if (!seq) {
        log::error("journal_read_failed", {{"detail", seq.error().detail}});
        return std::unexpected(seq.error());
    }
    return *seq ? find_entry(**seq, {}) : EntryPtr();
}

// False: no look-up now; the answer is "not known yet", and the key keeps its own for later.
bool Engine::may_look_up() {
    constexpr std::int64_t most_us = 100'000, us_in_a_ms = 100; // a tenth
    const std::int64_t passed = steady_.passed_ms();
    looked_up_us_ =
        std::max<std::int64_t>(0, looked_up_us_ - (passed - looked_up_ms_) * us_in_a_ms);
    looked_up_ms_ = passed;
    return looked_up_us_ < most_us;
}

Seq Engine::newest_of(ledger::HolderKind holder, std::int64_t id) const {
    const auto chain = [](const ledger::Cell* cell) { return cell ? cell->chain : Seq{}; };
    if (holder == ledger::HolderKind::wallet) return chain(state_.wallets.find({id}));
    if (holder == ledger::HolderKind::place) return chain(state_.places.find({id}));
    if (holder == ledger::HolderKind::program) return chain(state_.programs.find({id}));
    if (holder == ledger::HolderKind::organization) return chain(state_.organizations.find({id}));
    return {};
}

Seq Engine::previous_on_chain(const Entry& entry, ledger::HolderKind holder, std::int64_t id) {
    for (const ledger::Leg& leg : entry.legs) {
        if (ledger::holder_kind(leg.account.kind) == holder && leg.account.holder == id)
            return leg.prev;
    }
    return {};
}

Try<std::vector<Entry>>
Engine::chain_page(ledger::HolderKind holder, std::int64_t id, Seq before, std::size_t limit) {
    Seq next = newest_of(holder, id);
    std::vector<Entry> page;
    // A page may start in the middle of the chain: `before` is an entry of it, and its own link
    // leads on.
    bool skip = static_cast<bool>(before) && before <= next;
    if (skip) next = before;
    while (next && page.size() < limit) {
        auto found = journal_->entry(next);
        if (!found) return std::unexpected(found.error());
        if (!*found)
            return fault(FaultCode::corrupt, "a chain leads to an entry that is not there");
        next = previous_on_chain(**found, holder, id);
        if (!skip) page.push_back(std::move(**found));
        skip = false;
    }
    return page;
}

} // namespace meguri::engine

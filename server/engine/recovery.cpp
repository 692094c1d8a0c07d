// How memory comes back from the journal, and goes to the checkpoint little by little.
//
// A rolling sweep: a cursor passes over all cells once per period, and each group's transaction
// also writes the changed cells of the next small slice. When a pass ends, the entry at which it
// *began* becomes the position from which replay may start: every cell that had changed before is
// stored. Cells written later in the pass hold newer entries too, so each says up to which entry it
// goes, and replay skips what it already holds. Replayed cells count as changed: they are written
// again by the next pass (forgetting that once corrupted thousands of balances in a prototype).
#include "base/log.hpp"
#include "engine/checkpoint.hpp"
#include "engine/engine.hpp"
#include "ledger/invariants/invariants.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace meguri::engine {

using ledger::CellKind;

// Loaded aside: a state that is only half there must never be taken for the city.
Try<> Engine::load() {
    loaded_ = false;
    ledger::State state;
    const auto position = load_cells(*journal_, state);
    if (!position) return std::unexpected(position.error());
    if (auto replayed = replay(state, *position); !replayed) return replayed;
    const auto head = journal_->head();
    if (!head) return std::unexpected(head.error());
    if (head->seq != state.last)
        return fault(FaultCode::corrupt, "the journal does not end where its head says");
    if (auto dated = date_last_entry(state); !dated) return dated;
    if (auto broken = ledger::invariants::check_all(state))
        return fault(FaultCode::corrupt, *broken);
    state_ = std::move(state);
    head_ = head->head;
    sweep_ = {};
    sweep_.began = state_.last;
    sweep_.moved_ms = steady_.passed_ms();
    loaded_ = true;
    return {};
}

// Answers to keys that may still be used must be in memory too, so replay goes back at least that
// far.
Try<> Engine::replay(ledger::State& state, Seq checkpoint) {
    keys_complete_from_ = clock_.now() + -2 * ledger::key_life_ms;
    const auto keys_from = journal_->first_at_or_after(keys_complete_from_);
    if (!keys_from) return std::unexpected(keys_from.error());
    state.last = {std::max<std::int64_t>(0, std::min(checkpoint.value, keys_from->value - 1))};
    std::size_t replayed = 0;
    auto read = journal_->read_entries(state.last, [&](ledger::Entry&& entry) -> Try<> {
        if (entry.seq.value != state.last.value + 1)
            return fault(FaultCode::corrupt, "the journal has a gap");
        ledger::apply(state, entry);
        ++replayed;
        return {};
    });
    if (!read) return read;
    log::info(
        "loaded", {{"wallets", state.wallets.size()},
                   {"places", state.places.size()},
                   {"entry", state.last.value},
                   {"replayed", replayed}}
    );
    return {};
}

// Nothing may be stamped earlier than the newest entry, also when none had to be replayed.
Try<> Engine::date_last_entry(ledger::State& state) {
    if (!state.last) return {};
    const auto newest = journal_->entry(state.last);
    if (!newest) return std::unexpected(newest.error());
    if (!*newest) return fault(FaultCode::corrupt, "the newest entry is not there");
    state.last_at = (*newest)->at;
    return {};
}

// A commit failed or nobody knows: what is in memory may never have happened. Drop it, load what
// the database has, and take no command until an empty commit succeeds.
void Engine::pause(const Fault& why) {
    ready_ = loaded_ = readable_ = false;
    log::error("commit_failed", {{"detail", why.detail}});
    if (why.code == FaultCode::fenced) fenced_ = true;
    retry_at_ms_ = 0;
    rest_before_writing();
}

// A full disk takes an empty commit and refuses the next payment: whoever serves again at once
// flaps between ready and paused, and everybody's payment fails once. So each failure soon after
// serving again doubles the time in which nothing is written; the first one rests not at all.
void Engine::rest_before_writing() {
    constexpr std::int64_t soon_ms = ms_per_minute, first_rest_ms = 1'000, longest_rest_ms = 60'000;
    const std::int64_t passed = steady_.passed_ms();
    const bool again = served_again_ms_ && passed - *served_again_ms_ < soon_ms;
    rest_ms_ = again ? std::clamp(rest_ms_ * 2, first_rest_ms, longest_rest_ms) : 0;
    write_at_ms_ = passed + rest_ms_;
}

int Engine::ready_in_s() const {
    const std::int64_t left = write_at_ms_.load() - steady_.passed_ms();
    return static_cast<int>(std::max<std::int64_t>(1, (left + 999) / 1000));
}

void Engine::try_again() {
    const std::int64_t passed = steady_.passed_ms();
    if (passed < retry_at_ms_) return;
    retry_at_ms_ = passed + 500;
    if (auto resumed = resume(); resumed) {
        log::info("serving_again", {{"entry", state_.last.value}});
        served_again_ms_ = passed;
        ready_ = true;
    } else if (resumed.error().code == FaultCode::fenced) {
        readable_ = false;
        fenced_ = true;
    } else {
        log::error("still_paused", {{"detail", resumed.error().detail}, {"readable", readable_}});
    }
}

// One attempt. The head is asked each time, so that a leader that has been replaced shows its old
// state for no longer than one attempt lasts.
Try<> Engine::resume() {
    readable_ = false;
    const auto head = journal_->head();
    if (!head) return std::unexpected(head.error());
    const Acknowledged found{head->seq, head->head};
    const bool lost =
        found.seq < acknowledged_.seq || (found.seq == acknowledged_.seq && found != acknowledged_);
    if (lost) return fault(FaultCode::corrupt, "the journal has lost what was acknowledged");
    if (!loaded_ || found != Acknowledged{state_.last, head_}) {
        if (auto loaded = load(); !loaded) return loaded;
    }
    readable_ = Acknowledged{state_.last, head_} == acknowledged_;
    if (steady_.passed_ms() < write_at_ms_)
        return fault(FaultCode::unavailable, "resting, because writing failed again and again");
    store::Group empty;
    if (auto done = commit(empty); !done) return done;
    readable_ = true;
    return {};
}

namespace {

// As the ledger orders them (for_each_kind); wallets, by far the most, come last.
constexpr CellKind sweep_order[] = {CellKind::program,      CellKind::place, CellKind::proposal,
                                    CellKind::organization, CellKind::card,  CellKind::handout,
                                    CellKind::job,          CellKind::hold,  CellKind::city,
                                    CellKind::sources,      CellKind::wallet};
constexpr int sweep_kinds = std::size(sweep_order);

void write_cell(ledger::State& s, CellKind kind, std::int64_t id, Seq as_of, store::Group& group) {
    // If this group fails the whole state is loaded anew, so the mark may be set before the commit.
    if (auto bytes = ledger::encode_if_changed(s, kind, id, as_of))
        group.cells.push_back({kind, id, std::move(*bytes)});
}

} // namespace

void Engine::sweep(store::Group& group) {
    const std::int64_t passed = steady_.passed_ms();
    if (passed - keys_swept_ms_ > ms_per_minute) forget_keys(passed);
    std::int64_t all = 0;
    for (CellKind kind : sweep_order)
        all += ledger::cell_count(state_, kind);
    // As many cells as the time since the last slice asks for, so that a pass takes one period at
    // any load.
    const std::int64_t elapsed = passed - sweep_.moved_ms;
    const std::int64_t due =
        all * std::min(elapsed, options_.sweep_period_ms) / options_.sweep_period_ms;
    if (due == 0 && elapsed < options_.sweep_period_ms) return;
    sweep_.moved_ms = passed;
    constexpr std::size_t most_cells = 256; // written in one group: bounds what a payment waits for
    for (std::int64_t looked = 0; looked <= due && group.cells.size() < most_cells; ++looked) {
        while (sweep_.kind < sweep_kinds &&
               sweep_.next > ledger::cell_count(state_, sweep_order[sweep_.kind])) {
            sweep_.kind += 1;
            sweep_.next = 1;
        }
        if (sweep_.kind == sweep_kinds) {
            if (sweep_.began.value > 0 && sweep_.began != sweep_.stored) {
                group.checkpoint_position = sweep_.began;
                sweep_.stored = sweep_.began;
            }
            sweep_.kind = 0;
            sweep_.next = 1;
            sweep_.began = state_.last;
            break;
        }
        write_cell(state_, sweep_order[sweep_.kind], sweep_.next++, state_.last, group);
    }
}

void Engine::forget_keys(std::int64_t passed_ms) {
    const Instant at = now();
    ledger::forget_old_keys(state_, at);
    // A clock that leaps ahead and comes back must not make a forgotten key look fresh.
    keys_complete_from_ = std::max(keys_complete_from_, at + -2 * ledger::key_life_ms);
    keys_swept_ms_ = passed_ms;
}

} // namespace meguri::engine

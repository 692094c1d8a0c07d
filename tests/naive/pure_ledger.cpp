#include "naive/pure_ledger.hpp"

#include "ledger/invariants/invariants.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

PureLedger::Result PureLedger::run(Command command, Instant clock) {
    const Now now = Now::of(std::max(clock, state_.last_at));
    if (auto* cancel = std::get_if<Cancel>(&command.body)) {
        const bool there = cancel->payment.value >= 1 && cancel->payment <= state_.last;
        cancel->original = there ? std::make_shared<const Entry>(entry(cancel->payment)) : nullptr;
    }
    Decision decision = decide(state_, command, now);
    if (auto* repeat = std::get_if<Repeat>(&decision)) {
        const Entry& earlier = entry(repeat->seq);
        return {earlier.refusal, earlier.seq, true, earlier.explanation};
    }
    if (auto* refused = std::get_if<Refused>(&decision)) return {refused->word, {}, false, std::move(refused->explanation)};
    Entry& fresh = std::get<Entry>(decision);
    seal(state_, fresh, now, random_.bytes<16>());
    apply(state_, fresh);
    if (auto what = invariants::broken(state_, fresh); what && broken_.empty()) broken_ = *what;
    journal_.push_back(std::move(fresh));
    const Entry& done = journal_.back();
    return {done.refusal, done.seq, false, done.explanation};
}

} // namespace meguri::naive

// The real rules with nothing around them: a state, a list for a journal, a clock that is told.
// Fast enough for millions of commands; what the engine adds (queue, disk, restart) is tested
// elsewhere.
#pragma once

#include "base/random.hpp"
#include "ledger/apply.hpp"
#include "ledger/decide.hpp"
#include "naive/naive_ledger.hpp"

namespace meguri::naive {

// What an entry, or a refusal that was not recorded, answers: in the naive ledger's words, so that
// they can be compared.
Answer answer_of(const ledger::Entry& entry);
Answer answer_of(Refusal word, const ledger::Explanation& why);

class PureLedger {
  public:
    explicit PureLedger(std::uint64_t seed = 1) : random_(seed) {}
    // Stamps, decides, seals, applies and checks every invariant, as the engine does.
    Answer run(ledger::Command command, Instant clock);

    const ledger::State& state() const { return state_; }
    ledger::State& state() { return state_; }
    const std::vector<ledger::Entry>& journal() const { return journal_; }
    const ledger::Entry& entry(Seq seq) const {
        return journal_.at(static_cast<std::size_t>(seq.value - 1));
    }
    // The first broken invariant so far; empty when all held.
    const std::string& broken() const { return broken_; }

  private:
    ledger::State state_;
    std::vector<ledger::Entry> journal_;
    SeededRandom random_;
    std::string broken_;
};

} // namespace meguri::naive

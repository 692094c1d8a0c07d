// Limits hold to the unit under any number of simultaneous top-ups (CHG-c): what a person has
// topped up in a program, and what the program has issued. Checked at each top-up against the terms
// of that moment; a later version may set a limit below what was already issued, which stops
// further top-ups and takes nothing back.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

#include <map>

namespace meguri::ledger {

Broken invariants::limits::after(const State& state, const Entry& entry) {
    for (const Count& count : entry.counts) {
        const Program* program = state.programs.find(count.program);
        const Wallet* wallet = state.wallets.find(count.wallet);
        if (!program || !wallet || count.by.value <= 0)
            return fmt::format("entry {} counts nothing real", entry.seq.value);
        const ProgramTerms& terms = program->terms;
        if (terms.budget.value > 0 && program->issued() > terms.budget) {
            return fmt::format("program {} is beyond its budget", count.program.value);
        }
        for (const Tally& tally : wallet->tallies) {
            const bool same = tally.counter == count.counter && tally.program == count.program;
            const Amount most = terms.top_up.person_maximum;
            if (same && most.value > 0 && tally.total > most) {
                return fmt::format(
                    "wallet {} is beyond the maximum for one person", count.wallet.value
                );
            }
        }
    }
    return std::nullopt;
}

Broken invariants::limits::over(const State& state) {
    std::map<ProgramId, Amount> topped_up;
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (const Tally& tally : wallet->tallies) {
            if (tally.counter == Counter::topped_up) topped_up[tally.program] += tally.total;
        }
    }
    for (const auto& [id, total] : topped_up) {
        const Program* program = state.programs.find(id);
        if (!program || total > program->issued())
            return fmt::format("more was topped up in program {} than issued", id.value);
    }
    return std::nullopt;
}

} // namespace meguri::ledger

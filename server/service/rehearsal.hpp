// A dry run (PRM-j, PAY-f): the real rules, command by command, on a fork of the city that is
// thrown away. What comes out has a digest of its own, so that a second person can approve exactly
// that result.
#pragma once

#include "ledger/decide.hpp"

#include <map>
#include <optional>

namespace meguri::service {

struct Rehearsal {
    Seq as_of;               // the city as it stood after this entry
    std::int64_t heads = 0;  // wallets or rows that were tried
    std::int64_t people = 0; // of them accepted
    ledger::Amount total, premium;
    std::optional<ledger::Amount> budget_left, premium_left; // nothing: no budget
    std::map<Refusal, std::int64_t> refusals;                // the other heads, by word

    // Of the result and of what the proposal says; not of the moment: the same result of a city in
    // which only other things have happened since is the same result.
    Hash digest(const Hash& proposal) const;
};

// Every wallet once: the smallest amount that can be bought, or one unit of what is given.
// Nothing, and the refusal, when the proposal itself cannot be approved any more.
std::expected<Rehearsal, Refusal>
rehearse_program(ledger::State& fork, ProposalId proposal, ledger::Now now);

// Every row of a job of grants, in its order; the whole of it must fit into the budget.
std::expected<Rehearsal, Refusal> rehearse_rows(
    ledger::State& fork, ProgramId program, const std::vector<ledger::JobRow>& rows, ledger::Now now
);

} // namespace meguri::service

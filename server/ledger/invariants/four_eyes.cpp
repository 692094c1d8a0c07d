// Terms of money come into force only when a second person has approved exactly what the first
// proposed (PAY-f), and money is owed to places. Without it one clerk, or one stolen session, could
// issue money.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
bool two_people(const Proposal& p) {
    const PersonId by = p.content.by;
    return by && p.closed_by && by != p.closed_by;
}

// The proposal that `entry` closes as approved.
const Proposal* approved_by(const State& state, const Entry& entry) {
    for (const Fact& fact : entry.facts) {
        const auto* closed = std::get_if<ProposalClosed>(&fact);
        if (closed && closed->state == ProposalState::approved)
            return state.proposals.find(closed->proposal);
    }
    return nullptr;
}
} // namespace

Broken invariants::four_eyes::after(const State& state, const Entry& entry) {
    for (const Fact& fact : entry.facts) {
        if (const auto* opened = std::get_if<JobOpened>(&fact)) {
            const Proposal* proposal = approved_by(state, entry);
            const bool sound = proposal && proposal->job && two_people(*proposal) &&
                               entry.actor.person == proposal->closed_by &&
                               proposal->job->program == opened->program &&
                               proposal->job->rows == opened->rows &&
                               proposal->job->total == opened->total &&
                               proposal->job->audience == opened->expected;
            if (!sound)
                return fmt::format("job {} was opened without two people", opened->job.value);
        }
        if (const auto* opened = std::get_if<SettlementOpened>(&fact)) {
            const Proposal* proposal = approved_by(state, entry);
            const bool sound = proposal && proposal->settlement && two_people(*proposal) &&
                               entry.actor.person == proposal->closed_by &&
                               proposal->settlement->until == opened->until &&
                               proposal->settlement->rows == opened->rows &&
                               proposal->settlement->audience == opened->expected;
            if (!sound)
                return fmt::format("run {} was opened without two people", opened->job.value);
        }
        const auto* published = std::get_if<ProgramPublished>(&fact);
        if (!published) continue;
        const Proposal* proposal = approved_by(state, entry);
        const bool sound = proposal && two_people(*proposal) &&
                           entry.actor.person == proposal->closed_by &&
                           proposal->content.terms == published->terms &&
                           proposal->content.based_on + 1 == published->version;
        if (!sound)
            return fmt::format(
                "program {} was published without two people", published->program.value
            );
    }
    return std::nullopt;
}

Broken invariants::four_eyes::over(const State& state) {
    for (std::int64_t i = 1; i <= state.proposals.size(); ++i) {
        const Proposal* p = state.proposals.find({i});
        if (p && p->state == ProposalState::approved && !two_people(*p))
            return fmt::format("one person approved proposal {}", i);
    }
    return std::nullopt;
}

} // namespace meguri::ledger

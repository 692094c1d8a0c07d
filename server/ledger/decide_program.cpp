// Four eyes (PAY-f): one person proposes the terms of a program, another approves exactly what was
// proposed. A proposal is void when the program it was based on has changed since.
#include "ledger/decide.hpp"

namespace meguri::ledger {

namespace {
Refusal refuse_open(const Proposal* proposal) {
    if (!proposal) return Refusal::proposal_unknown;
    return proposal->state == ProposalState::open ? Refusal::none : Refusal::proposal_closed;
}
} // namespace

Hash proposal_digest(const Propose& propose, std::uint32_t based_on) {
    Writer out;
    out.raw("meguri proposal 1");
    out.i(propose.program.value);
    out.u(based_on);
    write(out, propose.terms);
    out.raw(view(propose.texts));
    return sha256(out.done());
}

Outcome decide_propose(const State& state, const Propose& propose, PersonId by, Now now) {
    const Program* program = state.programs.find(propose.program);
    if (propose.program && !program) return refuse(Refusal::program_unknown);
    auto field = contradiction(propose.terms, now.business_date);
    // Yen in people's wallets must never turn into points by a new version, nor points into yen.
    if (program && program->terms.unit != propose.terms.unit) field = "unit";
    if (field) {
        Explanation why;
        why.field = *field;
        return refuse(Refusal::terms_contradictory, std::move(why));
    }
    const std::uint32_t based_on = program ? program->version : 0;
    Entry entry{.kind = EntryKind::propose};
    entry.facts = {Proposed{
        state.proposals.next(), by, propose.program, based_on, propose.terms, propose.texts,
        proposal_digest(propose, based_on)
    }};
    return entry;
}

Outcome decide_approve(const State& state, const Approve& approve, PersonId by, Now now) {
    const Proposal* proposal = state.proposals.find(approve.proposal);
    if (const Refusal no = refuse_open(proposal); no != Refusal::none) return refuse(no);
    const Proposed& content = proposal->content;
    const Program* program = state.programs.find(content.program);
    const bool changed = (program ? program->version : 0) != content.based_on;
    if (changed || contradiction(content.terms, now.business_date))
        return refuse(Refusal::proposal_void);
    if (approve.digest != content.digest) return refuse(Refusal::proposal_differs);
    if (content.by == by) return refuse(Refusal::same_person);

    const ProgramId published = content.program ? content.program : state.programs.next();
    Entry entry{.kind = EntryKind::approve};
    entry.facts = {
        ProposalClosed{approve.proposal, ProposalState::approved, by},
        ProgramPublished{published, content.based_on + 1, content.terms}
    };
    return entry;
}

Outcome decide_withdraw(const State& state, const Withdraw& withdraw, PersonId by, Now) {
    const Proposal* proposal = state.proposals.find(withdraw.proposal);
    if (const Refusal no = refuse_open(proposal); no != Refusal::none) return refuse(no);
    Entry entry{.kind = EntryKind::withdraw};
    entry.facts = {ProposalClosed{withdraw.proposal, ProposalState::withdrawn, by}};
    return entry;
}

Outcome decide_stop_program(const State& state, const StopProgram& stop, Now) {
    const Program* program = state.programs.find(stop.program);
    if (!program) return refuse(Refusal::program_unknown);
    if (program->stopped) return refuse(Refusal::program_stopped);
    Entry entry{.kind = EntryKind::stop_program};
    entry.facts = {ProgramStopped{stop.program}};
    return entry;
}

} // namespace meguri::ledger

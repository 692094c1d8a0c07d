// Four eyes (PAY-f): one person proposes the terms of a program, another approves exactly what was
// proposed. A proposal is void when the program it was based on has changed since.
#include "ledger/limits.hpp"
#include "ledger/terms_in_city.hpp"

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

Hash job_digest(const ProposeJob& propose, std::uint32_t based_on) {
    Writer out;
    out.raw("meguri job 1");
    out.i(propose.program.value);
    out.u(based_on);
    out.i(propose.rows), out.i(propose.total.value);
    out.raw(view(propose.audience));
    return sha256(out.done());
}

namespace {

Outcome refuse_terms(std::string field, std::string reason) {
    Explanation why;
    why.field = std::move(field);
    why.reason = std::move(reason);
    return refuse(Refusal::terms_contradictory, std::move(why));
}

} // namespace

Outcome decide_propose(const State& state, const Propose& propose, PersonId by, Now now) {
    const Program* program = state.programs.find(propose.program);
    if (propose.program && !program) return refuse(Refusal::program_unknown);
    if (auto found = contradiction(state, propose.program, propose.terms, now.business_date))
        return refuse_terms(found->field, found->reason);
    const std::uint32_t based_on = program ? program->version : 0;
    Entry entry{.kind = EntryKind::propose};
    entry.facts = {Proposed{
        state.proposals.next(), by, propose.program, based_on, propose.terms, propose.texts,
        proposal_digest(propose, based_on)
    }};
    return entry;
}

Outcome decide_propose_job(const State& state, const ProposeJob& propose, PersonId by, Now) {
    const Program* program = state.programs.find(propose.program);
    if (!program) return refuse(Refusal::program_unknown);
    if (program->stopped) return refuse(Refusal::program_stopped);
    constexpr std::int64_t most_rows = 10'000'000;
    if (propose.rows < 1 || propose.rows > most_rows) return refuse_terms("rows", "out_of_range");
    if (propose.total.value < propose.rows || propose.total.value > propose.rows * amount_max.value)
        return refuse_terms("total", "out_of_range");
    Entry entry{.kind = EntryKind::propose_job};
    entry.facts = {JobProposed{
        state.proposals.next(), by, propose.program, program->version, propose.rows, propose.total,
        propose.audience, job_digest(propose, program->version)
    }};
    return entry;
}

bool still_applies(const State& state, const Proposed& content, Date today) {
    const Program* program = state.programs.find(content.program);
    const bool changed = (program ? program->version : 0) != content.based_on;
    return !changed && !contradiction(state, content.program, content.terms, today);
}

namespace {

Outcome approve_program(const State& state, const Proposed& content, PersonId by, Now now) {
    if (!still_applies(state, content, now.business_date)) return refuse(Refusal::proposal_void);
    const ProgramId published = content.program ? content.program : state.programs.next();
    Entry entry{.kind = EntryKind::approve};
    entry.facts = {
        ProposalClosed{content.proposal, ProposalState::approved, by},
        ProgramPublished{published, content.based_on + 1, content.terms}
    };
    return entry;
}

// The whole of the job is held from this moment on.
Outcome approve_job(const State& state, const JobProposed& content, PersonId by, Now now) {
    const Program* program = state.programs.find(content.program);
    if (program->version != content.based_on || program->stopped)
        return refuse(Refusal::proposal_void);
    Explanation why;
    const Wallet nobody;
    const Limits limits(state, content.program, *program, {}, nobody, now.business_date);
    if (const Refusal no = limits.refuse_budget(content.total, why); no != Refusal::none)
        return refuse(no, std::move(why));
    Entry entry{.kind = EntryKind::approve, .amount = content.total};
    const JobId job = state.jobs.next();
    entry.facts = {
        ProposalClosed{content.proposal, ProposalState::approved, by},
        JobOpened{job, content.program, content.rows, content.total, content.audience}
    };
    entry.legs = {
        {Account::issue(content.program), -content.total, {}},
        {Account::reserved(content.program), content.total, {}}
    };
    entry.explanation = std::move(why);
    return entry;
}

// Whether its rows are still right is found out row by row: another run may have settled some.
Entry approve_settlement(const State& state, const SettlementProposed& content, PersonId by) {
    Entry entry{.kind = EntryKind::approve, .amount = content.total};
    entry.facts = {
        ProposalClosed{content.proposal, ProposalState::approved, by},
        SettlementOpened{state.jobs.next(), content.until, content.rows, content.audience}
    };
    return entry;
}

Outcome approve_any(const State& state, const Proposal& proposal, PersonId by, Now now) {
    if (proposal.settlement) return approve_settlement(state, *proposal.settlement, by);
    if (proposal.job) return approve_job(state, *proposal.job, by, now);
    return approve_program(state, proposal.content, by, now);
}

const Hash& digest_of(const Proposal& proposal) {
    if (proposal.settlement) return proposal.settlement->digest;
    return proposal.job ? proposal.job->digest : proposal.content.digest;
}

} // namespace

Outcome decide_approve(const State& state, const Approve& approve, PersonId by, Now now) {
    const Proposal* proposal = state.proposals.find(approve.proposal);
    if (const Refusal no = refuse_open(proposal); no != Refusal::none) return refuse(no);
    Outcome outcome = approve_any(state, *proposal, by, now);
    if (!outcome && outcome.error().word == Refusal::proposal_void) return outcome;
    if (approve.digest != digest_of(*proposal)) return refuse(Refusal::proposal_differs);
    if (proposal->content.by == by) return refuse(Refusal::same_person);
    return outcome;
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

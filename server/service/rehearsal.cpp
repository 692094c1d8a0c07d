#include "service/rehearsal.hpp"

#include "ledger/apply.hpp"
#include "ledger/giving.hpp"
#include "ledger/job_rows.hpp"

namespace meguri::service {

using ledger::Amount;
using ledger::Now;
using ledger::State;

namespace {

void add(State& fork, ledger::Entry entry, Now now) {
    ledger::seal(fork, entry, now, {});
    ledger::apply(fork, entry);
}

std::optional<Amount> budget_left(const State& fork, ProgramId id) {
    const ledger::Program* program = fork.programs.find(id);
    if (!program || program->terms.budget.value == 0) return std::nullopt;
    return ledger::left_of(program->terms.budget, program->issued());
}

// A counter that is open whatever becomes of the real ones.
PlaceId counter(State& fork) {
    const PlaceId id = fork.places.next();
    ledger::Place& place = fork.places.at(id);
    place.exists = true;
    place.capabilities.bits = ledger::Capabilities::all;
    return id;
}

Amount smallest(const ledger::TopUpTerms& terms) {
    const std::int64_t step = terms.step.value;
    return {(terms.minimum.value + step - 1) / step * step};
}

// Counts what the outcome gave to wallets, and makes it true in the fork.
void count(Rehearsal& result, State& fork, ProgramId program, ledger::Outcome outcome, Now now) {
    result.heads += 1;
    if (!outcome) {
        result.refusals[outcome.error().word] += 1;
        return;
    }
    result.people += 1;
    for (const ledger::Leg& leg : outcome->legs) {
        if (leg.account.kind != ledger::AccountKind::lot) continue;
        (leg.account.program == program ? result.total : result.premium) += leg.amount;
    }
    add(fork, std::move(*outcome), now);
}

} // namespace

Hash Rehearsal::digest(const Hash& proposal) const {
    Writer out;
    out.raw("meguri dry run 1");
    out.raw(view(proposal));
    out.i(heads), out.i(people), out.i(total.value), out.i(premium.value);
    for (const auto& left : {budget_left, premium_left})
        out.i(left ? left->value : -1);
    out.u(refusals.size());
    for (const auto& [word, times] : refusals)
        out.u(static_cast<std::uint64_t>(word)), out.i(times);
    return sha256(out.done());
}

std::expected<Rehearsal, Refusal> rehearse_program(State& fork, ProposalId proposal, Now now) {
    Rehearsal result{.as_of = fork.last};
    const ledger::Proposal* p = fork.proposals.find(proposal);
    if (!p) return std::unexpected(Refusal::proposal_unknown);
    if (p->job) return std::unexpected(Refusal::proposal_differs);
    const PersonId somebody_else{-1};
    auto approved = ledger::decide_approve(fork, {proposal, p->content.digest}, somebody_else, now);
    if (!approved) return std::unexpected(approved.error().word);
    add(fork, std::move(*approved), now);
    const ProgramId program = fork.proposals.find(proposal)->published;
    const ledger::ProgramTerms terms = fork.programs.find(program)->terms;
    // As on its first day, when that is still to come.
    if (terms.issue_from && now.business_date < terms.issue_from)
        now = Now::of(terms.issue_from.begins());
    const PlaceId place = counter(fork);
    for (std::int64_t n = 1; n <= fork.wallets.size(); ++n) {
        const WalletId wallet{n};
        if (!fork.wallets.find(wallet)) continue;
        const bool sold = terms.top_up.offered();
        auto outcome =
            sold
                ? ledger::decide_top_up(fork, {wallet, place, program, smallest(terms.top_up)}, now)
                : ledger::decide_grant(fork, {wallet, program, {1}}, now);
        count(result, fork, program, std::move(outcome), now);
    }
    result.budget_left = budget_left(fork, program);
    result.premium_left = budget_left(fork, terms.bonus.into);
    return result;
}

namespace {

// Why the job passed a row over; asked in the job's own order.
Refusal passed_over(const State& fork, ProgramId id, const ledger::JobRow& row, Date today) {
    const ledger::Wallet* wallet = fork.wallets.find(row.wallet);
    if (!wallet) return Refusal::wallet_unknown;
    if (row.amount < Amount{1} || row.amount > ledger::amount_max)
        return Refusal::amount_out_of_range;
    if (wallet->moved_to) return Refusal::wallet_moved;
    const ledger::Program& program = *fork.programs.find(id);
    if (const Refusal no = ledger::refuse_eligible(program, *wallet); no != Refusal::none)
        return no;
    ledger::Explanation why;
    return ledger::Limits(fork, id, program, row.wallet, *wallet, today)
        .refuse(ledger::Counted::received, row.amount, why);
}

struct OpenJob {
    JobId job;
    std::vector<Hash> digests; // of all rows from the i-th on
};

// Proposed and approved as it will be: the whole of it is held first.
std::expected<OpenJob, Refusal>
open_job(State& fork, ProgramId program, const std::vector<ledger::JobRow>& rows, Now now) {
    OpenJob open{fork.jobs.next(), std::vector<Hash>(rows.size() + 1)};
    open.digests.back() = ledger::behind_last_row();
    Amount total;
    for (std::size_t i = rows.size(); i-- > 0;) {
        open.digests[i] =
            ledger::rows_digest({rows[i]}, static_cast<std::int64_t>(i), open.digests[i + 1]);
        total += rows[i].amount;
    }
    const PersonId one{-1}, another{-2};
    const ProposalId proposal = fork.proposals.next();
    const ledger::ProposeJob propose{program, std::ssize(rows), total, open.digests.front()};
    auto proposed = ledger::decide_propose_job(fork, propose, one, now);
    if (!proposed) return std::unexpected(proposed.error().word);
    add(fork, std::move(*proposed), now);
    const Hash digest = fork.proposals.find(proposal)->job->digest;
    auto approved = ledger::decide_approve(fork, {proposal, digest}, another, now);
    if (!approved) return std::unexpected(approved.error().word);
    add(fork, std::move(*approved), now);
    return open;
}

} // namespace

std::expected<Rehearsal, Refusal>
rehearse_rows(State& fork, ProgramId program, const std::vector<ledger::JobRow>& rows, Now now) {
    Rehearsal result{.as_of = fork.last};
    const auto open = open_job(fork, program, rows, now);
    if (!open) return std::unexpected(open.error());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto given =
            ledger::decide_grant_rows(fork, {open->job, {rows[i]}, open->digests[i + 1]}, now);
        if (!given) return std::unexpected(given.error().word);
        result.heads += 1;
        if (given->amount.value > 0) {
            result.people += 1;
            result.total += given->amount;
        } else {
            result.refusals[passed_over(fork, program, rows[i], now.business_date)] += 1;
        }
        add(fork, std::move(*given), now);
    }
    result.budget_left = budget_left(fork, program);
    return result;
}

} // namespace meguri::service

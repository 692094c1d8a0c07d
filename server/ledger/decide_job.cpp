// A grant to many (PRM-a, PRM-j): two people approved the list, its whole amount is held, and
// slices of it are given, each row exactly once, in their order. A slice proves that its rows are
// the approved ones (job_rows.hpp). A row that cannot be given (a wallet that is not there,
// blocked or of a card that is not active, as for a single grant; not eligible; a limit) is
// passed over; what was held for it goes back at the end.
#include "ledger/giving.hpp"
#include "ledger/job_rows.hpp"

namespace meguri::ledger {

namespace {

Refusal refuse_job(const Job* job) {
    if (!job) return Refusal::job_unknown;
    return job->ended ? Refusal::job_ended : Refusal::none;
}

bool give_row(
    const State& state, const Job& job, const Program& program, const JobRow& row, Entry& entry,
    Date today
) {
    if (out_of_range(row.amount)) return false;
    // What was on a card may have moved to an app since the rows were written: it goes there.
    WalletId to = row.wallet;
    const Wallet* wallet = state.wallets.find(to);
    while (wallet && wallet->moved_to) {
        to = wallet->moved_to;
        wallet = state.wallets.find(to);
    }
    if (refuse_wallet(state, wallet) != Refusal::none) return false;
    if (refuse_eligible(program, *wallet) != Refusal::none) return false;
    // Rows of one slice must see each other's counts.
    const Limits limits(state, job.program, program, to, *wallet, today, &entry.counts);
    if (row.amount > limits.room(Counted::received)) return false;
    give(entry, Account::reserved(job.program), job.program, program, to, row.amount, today);
    return true;
}

void end(Entry& entry, ProgramId program, Amount left) {
    if (left.value == 0) return;
    add_leg(entry.legs, Account::reserved(program), -left);
    add_leg(entry.legs, Account::issue(program), left);
}

} // namespace

Outcome decide_grant_rows(const State& state, const GrantRows& slice, Now now) {
    const Job* job = state.jobs.find(slice.job);
    if (job && job->until) return refuse(Refusal::job_unknown); // a run of settlement
    if (const Refusal no = refuse_job(job); no != Refusal::none) return refuse(no);
    const std::int64_t count = std::ssize(slice.rows);
    const bool sized =
        count >= 1 && slice.rows.size() <= most_rows_at_once && count <= job->rows - job->done;
    if (!sized || rows_digest(slice.rows, job->done, slice.rest) != job->expected)
        return refuse(Refusal::job_differs);
    const Program& program = *state.programs.find(job->program);
    if (const Refusal no = refuse_program(&program, now.business_date); no != Refusal::none)
        return refuse(no); // stopped: waits until it is resumed or ended

    Entry entry{.kind = EntryKind::grant_rows};
    Amount left = job->left;
    for (const JobRow& row : slice.rows) {
        if (row.amount > left) return refuse(Refusal::job_differs); // more than was approved in all
        if (!give_row(state, *job, program, row, entry, now.business_date)) continue;
        left -= row.amount;
        entry.amount += row.amount;
    }
    const bool ended = job->done + count == job->rows;
    entry.facts = {
        JobAdvanced{slice.job, job->done + count, ended ? Amount{} : left, slice.rest, ended}
    };
    if (ended) end(entry, job->program, left);
    return entry;
}

Outcome decide_end_job(const State& state, const EndJob& ask, Now) {
    const Job* job = state.jobs.find(ask.job);
    if (const Refusal no = refuse_job(job); no != Refusal::none) return refuse(no);
    Entry entry{.kind = EntryKind::end_job};
    entry.facts = {JobAdvanced{ask.job, job->done, {}, job->expected, true}};
    end(entry, job->program, job->left);
    return entry;
}

} // namespace meguri::ledger

#include "app/job_runner.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"
#include "service/under_way.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace meguri::app {

namespace {

constexpr std::int64_t slices_a_turn = 20; // read at once, noted together
constexpr std::int64_t entries_a_page = 200;

struct Seen {
    std::optional<ledger::Job> job;
    Seq last;
};
auto see(JobId id) {
    return [id](const ledger::State& state) {
        const ledger::Job* job = state.jobs.find(id);
        return Seen{job ? std::optional(*job) : std::nullopt, state.last};
    };
}

// The slice of this job that the entry is, if it is one.
const ledger::JobAdvanced* slice_in(const ledger::Entry& entry, JobId job) {
    if (entry.kind != ledger::EntryKind::grant_rows) return nullptr;
    const auto* slice = ledger::fact_of<ledger::JobAdvanced>(entry);
    return slice && slice->job == job ? slice : nullptr;
}

void note(features::JobPlan& plan, const ledger::Entry& entry, const ledger::JobAdvanced& slice) {
    plan.noted = slice.done;
    plan.given += entry.amount;
    for (const ledger::Leg& leg : entry.legs)
        plan.given_rows += leg.account.kind == ledger::AccountKind::lot;
    plan.last_seq = entry.seq;
}

ledger::Command command_for(JobId job, const features::JobSlice& slice) {
    return {{}, std::nullopt, ledger::GrantRows{job, slice.rows, slice.rest}};
}

} // namespace

http::Async<void> JobRunner::run() {
    while (rounds_.running()) {
        co_await run_due();
        co_await rounds_.rest(std::chrono::seconds(1));
    }
}

void JobRunner::stop() { rounds_.stop(); }
void JobRunner::look_again() { rounds_.wake(); }

http::Async<void> JobRunner::run_due() {
    const auto read = [now = p_.engine.now()](store::Database& db) {
        return features::jobs_store::due(db, now);
    };
    const auto due = co_await service::transact(p_.registry, read);
    if (!due) {
        log::warning("jobs_unreadable", {{"detail", due.error().detail}});
        co_return;
    }
    if (due->empty()) co_return;
    const bool agreed = co_await p_.clocks.agrees();
    if (!agreed) co_return;
    for (const features::JobPlan& plan : *due) {
        if (rounds_.running()) co_await run_job(plan);
    }
}

http::Async<bool> JobRunner::save(const features::JobPlan& plan) {
    const auto write = [plan](store::Database& db) {
        return features::jobs_store::update(db, plan);
    };
    const auto saved = co_await service::transact(p_.registry, write);
    if (!saved) log::warning("job_not_noted", {{"detail", saved.error().detail}});
    co_return saved.has_value();
}

http::Async<void> JobRunner::run_job(const features::JobPlan& due) {
    features::JobPlan plan = due;
    const auto seen = co_await service::look(p_.engine, see(plan.job));
    if (!seen) co_return; // paused: the next round tries again
    if (!seen->job) {
        log::error("job_missing", {{"job", plan.job.value}});
        co_return;
    }
    if (plan.noted < seen->job->done) {
        const bool noted = co_await note_missed(plan, seen->job->done);
        if (!noted) co_return;
    }
    if (seen->job->ended) {
        plan.stage = features::JobStage::ended;
        co_await save(plan);
        co_return;
    }
    const bool late = p_.engine.now() - plan.run_at > late_ms && seen->job->done == 0;
    if (late && plan.late == features::JobLate::skip) {
        const ledger::Command end{{}, std::nullopt, ledger::EndJob{plan.job}};
        const auto answer = co_await service::submit(p_.engine, end);
        if (!answer.done()) co_return;
        log::info("job_skipped", {{"job", plan.job.value}});
        plan.stage = features::JobStage::skipped;
        co_await save(plan);
        co_return;
    }
    if (seen->job->done == 0) {
        plan.last_seq = seen->last; // what a crash leaves unnoted comes after this
        if (!co_await save(plan)) co_return;
    }
    for (std::int64_t done = seen->job->done; done < plan.rows && rounds_.running();
         done = plan.noted) {
        if (!co_await give(plan, done)) co_return;
    }
}

// A few slices from row `done` on, two of them under way: while one is being written the next is in
// the queue already, so that every group takes one. Should the first be refused, the second does
// not prove itself and is refused as well. False: not now, or no further.
http::Async<bool> JobRunner::give(features::JobPlan& plan, std::int64_t done) {
    const auto read = [number = plan.number, done](store::Database& db) {
        return features::jobs_store::slices_from(db, number, done, slices_a_turn);
    };
    const auto slices = co_await service::transact(p_.registry, read);
    if (!slices) co_return false;
    bool more = !slices->empty() && slices->front().first == done;
    if (!more) log::error("job_rows_missing", {{"job", plan.job.value}, {"row", done}});
    std::deque<service::UnderWay> under_way;
    for (std::size_t next = 0; more || !under_way.empty();) {
        while (more && rounds_.running() && under_way.size() < 2 && next < slices->size())
            under_way.emplace_back(p_.engine, command_for(plan.job, (*slices)[next++]));
        if (under_way.empty()) break;
        const auto answer = co_await under_way.front().wait();
        under_way.pop_front();
        // What was given after one whose outcome is unknown is noted in its order, from the
        // journal.
        if (more && answer.done()) {
            note(plan, *answer.entry, *slice_in(*answer.entry, plan.job));
            waiting_.erase(plan.number);
        } else if (std::exchange(more, false) && waiting_.insert(plan.number).second) {
            log::warning(
                "job_waits", {{"job", plan.job.value}, {"why", text_of(answer.refusal).word}}
            );
        }
    }
    if (plan.noted == plan.rows) {
        plan.stage = features::JobStage::ended;
        log::info("job_done", {{"job", plan.job.value}, {"rows", plan.given_rows}});
    }
    const bool saved = co_await save(plan);
    co_return more&& saved;
}

// After a crash: slices that were given and not noted come soon after the last noted one.
http::Async<bool> JobRunner::note_missed(features::JobPlan& plan, std::int64_t done) {
    while (plan.noted < done) {
        std::vector<Seq> page;
        for (std::int64_t n = 1; n <= entries_a_page; ++n)
            page.push_back({plan.last_seq.value + n});
        const auto entries = co_await service::read_entries(p_.engine, page);
        if (!entries || entries->empty()) co_return false;
        for (const engine::EntryPtr& entry : *entries) {
            if (const auto* slice = slice_in(*entry, plan.job)) note(plan, *entry, *slice);
        }
        plan.last_seq = std::max(plan.last_seq, entries->back()->seq);
    }
    co_return co_await save(plan);
}

} // namespace meguri::app

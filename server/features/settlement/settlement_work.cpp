// Books what was approved: rows of a run in their order, then pay-outs. The ledger takes a row only
// once and a pay-out's source only once, so after a crash it is asked how far it is.
#include "features/settlement/settlement.hpp"

#include "base/log.hpp"
#include "ledger/settlement_rows.hpp"
#include "service/ask.hpp"
#include "service/under_way.hpp"

#include <algorithm>
#include <deque>
#include <fmt/core.h>

namespace meguri::features {

namespace {

constexpr std::size_t at_once = 16;      // commands in the queue
constexpr std::int64_t rows_a_note = 64; // between two notes of how far it is
constexpr auto between_rounds = std::chrono::seconds(1);

ledger::SourceRef source_of(const SettlementRun& run, OrganizationId to) {
    const Hash hash = sha256(fmt::format("settlement/{}/pay-out/{}", run.id, to.value));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

// The digest of all rows behind each.
std::vector<Hash> digests_behind(const std::vector<ledger::SettlementRow>& rows) {
    std::vector<Hash> behind(rows.size());
    Hash digest{};
    for (std::size_t i = rows.size(); i-- > 0;) {
        behind[i] = digest;
        digest = ledger::rows_digest({rows[i]}, static_cast<std::int64_t>(i), digest);
    }
    return behind;
}

// Nothing was decided: the same command may be sent again.
bool not_now(Refusal refusal) {
    return refusal == Refusal::paused || refusal == Refusal::outcome_unknown ||
           refusal == Refusal::queue_full;
}

} // namespace

http::Async<void> Settlements::run() {
    while (rounds_.running()) {
        co_await go_on();
        co_await rounds_.rest(between_rounds);
    }
}

http::Async<void> Settlements::go_on() {
    const auto read = [](store::Database& db) -> Try<std::vector<SettlementRun>> {
        std::vector<SettlementRun> all;
        for (const RunStage stage :
             {RunStage::proposed, RunStage::settling, RunStage::transferring}) {
            auto some = settlement_store::of_stage(db, stage);
            if (!some) return some;
            all.insert(all.end(), some->begin(), some->end());
        }
        return all;
    };
    const auto runs = co_await service::transact(p_.registry, read);
    if (!runs) {
        log::warning("settlement_unreadable", {{"detail", runs.error().detail}});
        co_return;
    }
    for (const SettlementRun& found : *runs) {
        if (!rounds_.running()) co_return;
        const auto own = co_await turns_.wait(found.id);
        const auto again = [id = found.id](store::Database& db) {
            return settlement_store::find(db, id);
        };
        const auto kept = co_await service::transact(p_.registry, again);
        if (!kept || !*kept) continue;
        SettlementRun run = **kept;
        if (run.stage == RunStage::proposed) co_await join(run);
        if (run.stage == RunStage::settling) co_await book(run);
        if (run.stage == RunStage::transferring) co_await pay_out(run);
    }
}

// A proposal that was decided just before a crash.
http::Async<void> Settlements::join(SettlementRun& run) {
    struct Decided {
        ledger::ProposalState state = ledger::ProposalState::open;
        JobId job;
    };
    const auto decide = [run](const ledger::State& state) {
        Decided found;
        const ledger::Proposal* p = state.proposals.find(run.proposal);
        if (p) found.state = p->state;
        // Only one run is open at a time: the newest job of its kind is the one.
        for (std::int64_t n = state.jobs.size(); n > 0 && !found.job; --n) {
            const ledger::Job* job = state.jobs.find({n});
            if (job && job->until) found.job = {n};
        }
        return found;
    };
    const auto found = co_await service::look(p_.engine, decide);
    if (!found || found->state == ledger::ProposalState::open) co_return;
    const bool approved = found->state == ledger::ProposalState::approved;
    run.stage = approved ? RunStage::settling : RunStage::stopped;
    if (approved) run.job = found->job;
    co_await save(run);
}

http::Async<void> Settlements::book(SettlementRun& run) {
    const auto read = [number = run.number](store::Database& db) {
        return settlement_store::rows(db, number);
    };
    const auto rows = co_await service::transact(p_.registry, read);
    if (!rows) co_return;
    const auto see_job = [id = run.job](const ledger::State& state) {
        const ledger::Job* job = state.jobs.find(id);
        return job ? std::pair(job->done, job->ended) : std::pair(std::int64_t{0}, true);
    };
    const auto job = co_await service::look(p_.engine, see_job);
    if (!job) co_return;
    run.done = job->first;
    bool ended = job->second;
    const std::vector<Hash> behind = digests_behind(*rows);
    std::deque<service::UnderWay> under_way;
    Refusal refused = Refusal::none;
    auto next = static_cast<std::size_t>(run.done);
    while (!ended || !under_way.empty()) {
        while (!ended && rounds_.running() && under_way.size() < at_once && next < rows->size()) {
            const ledger::Command command{
                {}, std::nullopt, ledger::Settle{run.job, (*rows)[next], behind[next]}
            };
            under_way.emplace_back(p_.engine, command);
            ++next;
        }
        if (under_way.empty()) break;
        const auto answer = co_await under_way.front().wait();
        under_way.pop_front();
        if (!answer.done()) {
            if (!ended) refused = answer.refusal;
            ended = true; // those behind it do not prove themselves any more
            continue;
        }
        ++run.done;
        if (run.done % rows_a_note == 0) co_await save(run);
    }
    if (run.done == run.rows) {
        run.stage = RunStage::settled;
        log::info("settlement_done", {{"rows", run.rows}});
    } else if (refused != Refusal::none && !not_now(refused) && refused != Refusal::job_ended) {
        // What is booked stays; the rest is owed as before and goes with the next run.
        log::error("settlement_refused", {{"why", text_of(refused).word}, {"row", run.done}});
        const ledger::Command end{{}, std::nullopt, ledger::EndJob{run.job}};
        const auto done = co_await service::submit(p_.engine, end);
        if (!done.done()) co_return;
        run.stage = RunStage::stopped;
    } else if (ended && (refused == Refusal::none || refused == Refusal::job_ended)) {
        run.stage = RunStage::stopped; // by somebody
    }
    co_await save(run);
}

http::Async<void> Settlements::pay_out(SettlementRun& run) {
    const auto read = [number = run.number](store::Database& db) {
        return settlement_store::transfers(db, number);
    };
    const auto all = co_await service::transact(p_.registry, read);
    if (!all) co_return;
    bool whole = true;
    for (const Transfer& planned : *all) {
        if (planned.state != TransferState::planned) continue;
        if (!rounds_.running()) co_return;
        const ledger::Command command{
            {ledger::ActorKind::machine, {}},
            std::nullopt,
            ledger::PayOut{planned.organization, planned.amount},
            source_of(run, planned.organization)
        };
        const auto answer = co_await service::submit(p_.engine, command);
        Transfer transfer = planned;
        if (answer.done()) {
            transfer.state = TransferState::booked;
            transfer.pay_out = answer.entry->seq;
        } else if (not_now(answer.refusal)) {
            whole = false;
            continue;
        } else {
            log::error("pay_out_refused", {{"why", text_of(answer.refusal).word}});
            transfer.state = TransferState::refused;
        }
        const auto note = [number = run.number, transfer](store::Database& db) {
            return settlement_store::update(db, number, transfer);
        };
        const auto noted = co_await service::transact(p_.registry, note);
        if (!noted) whole = false;
    }
    if (!whole) co_return; // the next round goes on
    run.stage = RunStage::transferred;
    co_await save(run);
}

} // namespace meguri::features

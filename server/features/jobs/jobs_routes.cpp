#include "features/jobs/job_json.hpp"
#include "features/jobs/jobs.hpp"
#include "ledger/giving.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"

#include <set>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

void Jobs::add_routes(http::Router& router) {
    router.on(Operation::listJobs, [this](Request& r) { return list(r); });
    router.on(Operation::createJob, [this](Request& r) { return create(r); });
    router.on(Operation::getJob, [this](Request& r) { return get(r); });
    router.on(Operation::addJobRows, [this](Request& r) { return add_rows(r); });
    router.on(Operation::proposeJob, [this](Request& r) { return propose(r); });
    router.on(Operation::approveJob, [this](Request& r) { return approve(r); });
    router.on(Operation::stopJob, [this](Request& r) { return stop(r); });
}

namespace {

constexpr std::int64_t most_listed = 1000;

bool same_draft(const JobPlan& a, const JobPlan& b) {
    return a.name == b.name && a.program == b.program && a.run_at == b.run_at && a.late == b.late &&
           a.audience == b.audience && a.amount == b.amount && a.marks == b.marks &&
           a.maker == b.maker;
}

std::optional<Hash> parse_hash(const std::string& hex) {
    const auto bytes = from_hex(hex);
    return bytes ? to_array<32>(*bytes) : std::nullopt;
}

} // namespace

Jobs::InLedger Jobs::see(const ledger::State& state, const JobPlan& plan) {
    InLedger seen;
    if (const ledger::Proposal* p = state.proposals.find(plan.proposal); p && p->job) {
        seen.proposal = p->state;
        seen.proposed_by = p->job->by;
        seen.digest = p->job->digest;
        if (p->state == ledger::ProposalState::approved) seen.approved_by = p->closed_by;
    }
    if (const ledger::Job* job = state.jobs.find(plan.job)) seen.job = *job;
    return seen;
}

Jobs::Reply Jobs::show(const Request& request, const JobPlan& plan, int status) {
    const auto see_plan = [plan](const ledger::State& state) { return see(state, plan); };
    const auto seen = co_await service::look(p_.engine, see_plan);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    write(out, request, plan, *seen);
    co_return http::answer(status, std::move(out));
}

http::Async<Try<>> Jobs::save(const JobPlan& plan) {
    const auto write_plan = [plan](store::Database& db) { return jobs_store::update(db, plan); };
    co_return co_await service::transact(p_.registry, write_plan);
}

http::Async<http::Turns<std::string>::Turn> Jobs::turn(const Request& request) {
    co_return co_await turns_.wait(std::string(request.id));
}

http::Async<std::expected<JobPlan, http::Response>> Jobs::find(const Request& request) {
    const auto read = [id = std::string(request.id)](store::Database& db) {
        return jobs_store::find(db, id);
    };
    const auto plan = co_await service::transact(p_.registry, read);
    if (!plan) co_return std::unexpected(problem(plan.error()));
    if (!*plan) co_return std::unexpected(problem(Refusal::not_found));
    co_return **plan;
}

Jobs::Reply Jobs::list(Request& request) {
    const auto plans = co_await service::transact(p_.registry, [](store::Database& db) {
        return jobs_store::newest(db, most_listed);
    });
    if (!plans) co_return problem(plans.error());
    const auto see_all = [all = *plans](const ledger::State& state) {
        std::vector<InLedger> seen;
        for (const JobPlan& plan : all)
            seen.push_back(see(state, plan));
        return seen;
    };
    const auto seen = co_await service::look(p_.engine, see_all);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        std::size_t at = 0;
        out.array("jobs", *plans, [&](const JobPlan& plan) {
            write(out, request, plan, (*seen)[at++]);
        });
    });
    co_return http::ok(std::move(out));
}

Jobs::Reply Jobs::create(Request& request) {
    Fields in(request.body);
    JobDraft draft = read_job_draft(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(draft.key, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto* program = p_.directory.program(draft.program);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    draft.plan.id = service::fresh_public_id(p_.random);
    draft.plan.program = program->number;
    draft.plan.maker = request.caller().person;
    draft.plan.made_at = request.at;
    const auto insert_plan = [plan = draft.plan,
                              id = key->id](store::Database& db) -> Try<std::optional<JobPlan>> {
        auto made = jobs_store::insert(db, plan, id);
        return !made || *made ? made : jobs_store::find_made(db, id);
    };
    const auto plan = co_await service::transact(p_.registry, insert_plan);
    if (!plan) co_return problem(plan.error());
    MEGURI_ENSURE(*plan);
    if (!same_draft(**plan, draft.plan)) co_return problem(Refusal::key_reused);
    const bool now = (*plan)->id == draft.plan.id;
    if (now && request.at - key->issued_at > ledger::key_life_ms) {
        JobPlan late = **plan;
        late.stage = JobStage::discarded;
        if (const auto saved = co_await save(late); !saved) co_return problem(saved.error());
        co_return problem(Refusal::key_expired);
    }
    co_return co_await show(request, **plan, 201);
}

Jobs::Reply Jobs::get(Request& request) {
    auto plan = co_await find(request);
    if (!plan) co_return std::move(plan.error());
    co_return co_await show(request, *plan, 200);
}

Jobs::Reply Jobs::propose(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto found = co_await find(request);
    if (!found) co_return std::move(found.error());
    if (found->maker != request.caller().person) co_return problem(Refusal::not_allowed);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    if (found->stage == JobStage::discarded) co_return problem(Refusal::proposal_closed);
    if (found->stage != JobStage::draft && found->stage != JobStage::frozen) {
        co_return co_await show(request, *found, 200); // it stands already
    }
    // A job for a day on which its program gives nothing would hold its sum and wait for ever.
    const auto gives_nothing =
        [id = found->program,
         day = jst_date(std::max(found->run_at, request.at))](const ledger::State& state) {
            const Refusal no = ledger::refuse_program(state.programs.find(id), day);
            return no == Refusal::program_not_in_period;
        };
    const auto never = co_await service::look(p_.engine, gives_nothing);
    if (!never) co_return problem(Refusal::paused);
    if (*never) co_return problem(Refusal::program_not_in_period, {.field = "run_at"});
    auto plan = co_await freeze(*found);
    if (!plan) co_return problem(plan.error());
    const ledger::Command command{
        actor_of(request), *key,
        ledger::ProposeJob{plan->program, plan->rows, plan->total, plan->frozen}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto* fact = ledger::fact_of<ledger::JobProposed>(*answer.entry);
    MEGURI_ENSURE(fact);
    plan->proposal = fact->proposal;
    plan->stage = JobStage::proposed;
    if (const auto saved = co_await save(*plan); !saved) co_return problem(saved.error());
    co_return co_await show(request, *plan, 200);
}

Jobs::Reply Jobs::approve(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string hex = in.text("digest", 64, 64);
    const auto digest = parse_hash(hex);
    if (!digest) in.refuse("digest");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto plan = co_await find(request);
    if (!plan) co_return std::move(plan.error());
    if (!plan->proposal) co_return problem(Refusal::proposal_unknown);
    if (plan->maker == request.caller().person) co_return problem(Refusal::same_person);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::Command command{
        actor_of(request), *key, ledger::Approve{plan->proposal, *digest}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto* fact = ledger::fact_of<ledger::JobOpened>(*answer.entry);
    MEGURI_ENSURE(fact);
    if (plan->stage == JobStage::proposed) { // sent again later, it may have run already
        plan->job = fact->job;
        plan->stage = JobStage::approved;
        plan->last_seq = answer.entry->seq;
        if (const auto saved = co_await save(*plan); !saved) co_return problem(saved.error());
        p_.approved();
    }
    co_return co_await show(request, *plan, 200);
}

Jobs::Reply Jobs::stop(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto plan = co_await find(request);
    if (!plan) co_return std::move(plan.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const bool known_to_ledger = plan->proposal || plan->job;
    if (!known_to_ledger) {
        plan->stage = JobStage::discarded;
        if (const auto saved = co_await save(*plan); !saved) co_return problem(saved.error());
        co_return co_await show(request, *plan, 200);
    }
    ledger::Body body = ledger::Withdraw{plan->proposal};
    if (plan->job) body = ledger::EndJob{plan->job};
    const ledger::Command command{actor_of(request), *key, std::move(body)};
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show(request, *plan, 200);
}

http::Async<Try<>> Jobs::load() {
    const auto plans = co_await service::transact(p_.registry, [](store::Database& db) {
        return jobs_store::of_stage(db, JobStage::proposed);
    });
    if (!plans) co_return std::unexpected(plans.error());
    const auto taken = co_await service::transact(p_.registry, [](store::Database& db) {
        return jobs_store::of_stage(db, JobStage::approved);
    });
    if (!taken) co_return std::unexpected(taken.error());
    std::set<JobId> joined;
    for (const JobPlan& plan : *taken)
        joined.insert(plan.job);
    for (JobPlan plan : *plans) {
        // It cannot have run: only a joined plan does.
        const auto find_job = [plan, joined](const ledger::State& state) -> JobId {
            const ledger::Proposal* p = state.proposals.find(plan.proposal);
            if (!p || p->state != ledger::ProposalState::approved) return {};
            for (std::int64_t n = 1; n <= state.jobs.size(); ++n) {
                const ledger::Job* job = state.jobs.find({n});
                const bool same = job && job->program == plan.program && job->rows == plan.rows &&
                                  job->done == 0 && !job->ended && job->expected == plan.frozen;
                if (same && !joined.contains({n})) return {n};
            }
            return {};
        };
        const auto job = co_await service::look(p_.engine, find_job);
        if (!job || !*job) continue;
        plan.job = *job;
        plan.stage = JobStage::approved;
        joined.insert(*job);
        if (const auto saved = co_await save(plan); !saved) co_return saved;
    }
    co_return Try<>{};
}

} // namespace meguri::features

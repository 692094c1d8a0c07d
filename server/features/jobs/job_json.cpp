// A job as the contract writes it, in and out.
#include "features/jobs/job_json.hpp"
#include "features/jobs/jobs.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::Request;

namespace {

std::string_view state_word(
    const JobPlan& plan, ledger::ProposalState proposal, const std::optional<ledger::Job>& job
) {
    switch (plan.stage) {
    case JobStage::draft: return "draft";
    case JobStage::frozen: return "freezing";
    case JobStage::discarded: return "withdrawn";
    case JobStage::skipped: return "skipped";
    case JobStage::proposed:
        return proposal == ledger::ProposalState::withdrawn ? "withdrawn" : "proposed";
    case JobStage::approved:
    case JobStage::ended: break;
    }
    if (!job) return "waiting";
    if (plan.noted < job->done) return "running"; // the counts here are not whole yet
    if (job->ended) return job->done == plan.rows ? "done" : "stopped";
    return job->done > 0 ? "running" : "waiting";
}

// The audience, as it was asked for.
void write_audience(JsonOut& out, const JobPlan& plan) {
    out.object("audience", [&] {
        if (plan.audience == JobAudience::rows) return out.field("kind", "rows");
        out.field("kind", plan.audience == JobAudience::all ? "all" : "marks");
        out.field("amount", plan.amount.value);
        if (plan.audience == JobAudience::all) return;
        std::vector<std::int64_t> bits;
        for (std::int64_t bit = 0; bit < 64; ++bit) {
            if (plan.marks >> bit & 1u) bits.push_back(bit);
        }
        out.array("marks", bits, [&](std::int64_t bit) { out.item(bit); });
    });
}

} // namespace

JobDraft read_job_draft(Fields& in) {
    JobDraft draft;
    draft.key = in.token("key");
    draft.plan.name = in.text("name", 1, 60);
    draft.program = in.id("program");
    draft.plan.run_at = in.time("run_at");
    draft.plan.late =
        in.choice<JobLate>("late", {{"catch_up", JobLate::catch_up}, {"skip", JobLate::skip}});
    Fields audience = in.object("audience");
    draft.plan.audience = audience.choice<JobAudience>(
        "kind",
        {{"rows", JobAudience::rows}, {"all", JobAudience::all}, {"marks", JobAudience::marks}}
    );
    if (draft.plan.audience != JobAudience::rows) draft.plan.amount = {audience.amount("amount")};
    if (draft.plan.audience == JobAudience::marks) {
        const auto bits = audience.optional_integers("marks", 0, 52, 53);
        if (bits.empty()) audience.refuse("marks");
        for (const std::int64_t bit : bits)
            draft.plan.marks |= std::uint64_t{1} << bit;
    }
    return draft;
}

void Jobs::write(JsonOut& out, const Request& request, const JobPlan& plan, const InLedger& seen)
    const {
    const auto person = [&](std::string_view name, PersonId who) {
        if (!who) return;
        const service::PersonName& named = p_.names.of(who);
        out.object(name, [&] { out.field("id", named.id), out.field("name", named.name); });
    };
    out.object([&] {
        out.field("id", plan.id);
        out.field("name", plan.name);
        json_.program(out, "program", plan.program);
        write_audience(out, plan);
        out.field("run_at", plan.run_at);
        out.field("late", plan.late == JobLate::skip ? "skip" : "catch_up");
        out.field("state", state_word(plan, seen.proposal, seen.job));
        out.field("rows", plan.rows);
        out.field("total", plan.total.value);
        out.field("done", seen.job ? seen.job->done : 0);
        out.field("given_rows", plan.given_rows);
        out.field("given", plan.given.value);
        if (plan.proposal) out.field("digest", to_hex(view(seen.digest)));
        person("proposed_by", seen.proposed_by);
        person("approved_by", seen.approved_by);
        const PersonId caller = request.caller().person;
        out.field("own", caller == plan.maker || caller == seen.proposed_by);
        out.field("made_at", plan.made_at);
    });
}

} // namespace meguri::features

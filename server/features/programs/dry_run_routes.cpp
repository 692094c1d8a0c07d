// What a proposal would do to the city as it stands: worked out on a copy built beside the core, on
// a worker's thread. The approval may name the result that was looked at; it is worked out again
// then, and another result is another thing than what was approved.
#include "engine/fork.hpp"
#include "features/programs/programs.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::Rehearsal;

// One at a time: a copy of a big city takes memory.
http::Async<Programs::Rehearsed> Programs::rehearse(ProposalId proposal, Instant now) {
    if (rehearsing_) co_return Rehearsed{std::nullopt, problem(Refusal::too_many_requests)};
    rehearsing_ = true;
    struct Result {
        Try<> loaded;
        std::expected<Rehearsal, Refusal> rehearsal{std::unexpected(Refusal::none)};
    };
    const auto work = [url = p_.database_url, proposal, now] {
        Result result;
        auto fork = engine::load_fork(url);
        if (!fork) {
            result.loaded = std::unexpected(fork.error());
            return result;
        }
        const Instant at = std::max(now, fork->last_at);
        result.rehearsal = service::rehearse_program(*fork, proposal, ledger::Now::of(at));
        return result;
    };
    auto result = co_await http::on_pool(p_.workers, work);
    rehearsing_ = false;
    if (!result.loaded) co_return Rehearsed{std::nullopt, problem(result.loaded.error())};
    if (!result.rehearsal) co_return Rehearsed{std::nullopt, problem(result.rehearsal.error())};
    co_return Rehearsed{std::move(*result.rehearsal), std::nullopt};
}

http::Async<std::optional<Hash>> Programs::digest_of(ProposalId proposal) {
    const auto look_at = [proposal](const ledger::State& state) {
        const ledger::Proposal* p = state.proposals.find(proposal);
        return p ? p->content.digest : Hash{};
    };
    co_return co_await service::look(p_.engine, look_at);
}

Programs::Reply Programs::dry_run(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ProposalRow* row = find(request.id);
    if (!row) co_return problem(Refusal::proposal_unknown);
    const auto proposal = co_await digest_of(row->proposal);
    if (!proposal) co_return problem(Refusal::paused);
    auto rehearsed = co_await rehearse(row->proposal, request.at);
    if (rehearsed.refused) co_return std::move(*rehearsed.refused);
    const Rehearsal& r = *rehearsed.result;
    JsonOut out;
    out.object([&] {
        out.field("proposal", row->id);
        out.field("as_of", r.as_of.value);
        out.field("heads", r.heads);
        out.field("people", r.people);
        out.field("total", r.total.value);
        out.field("premium", r.premium.value);
        if (r.budget_left) out.field("budget_left", r.budget_left->value);
        if (r.premium_left) out.field("premium_left", r.premium_left->value);
        out.array("refusals", r.refusals, [&](const auto& each) {
            out.object([&] {
                out.field("refusal", text_of(each.first).word);
                out.field("heads", each.second);
            });
        });
        out.field("digest", to_hex(view(r.digest(*proposal))));
    });
    co_return http::ok(std::move(out));
}

// Nothing when the result still is the one that was looked at.
http::Async<std::optional<http::Response>>
Programs::refuse_other_result(ProposalId proposal, Hash expected, Instant now) {
    const auto digest = co_await digest_of(proposal);
    if (!digest) co_return problem(Refusal::paused);
    auto rehearsed = co_await rehearse(proposal, now);
    if (rehearsed.refused) co_return std::move(*rehearsed.refused);
    if (rehearsed.result->digest(*digest) == expected) co_return std::nullopt;
    co_return problem(Refusal::proposal_differs, {.field = "dry_run"});
}

} // namespace meguri::features

// What a proposal would do to the city as it stands: worked out on a copy built beside the core, on
// a worker's thread. The approval names the result that was looked at: one that this server worked
// out for this proposal a moment ago. It is not worked out again then (docs/adr/0012).
#include "engine/fork.hpp"
#include "features/programs/programs.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::Rehearsal;

namespace {
constexpr std::int64_t dry_run_life_ms = 15 * ms_per_minute; // as long as a key
constexpr int most_waits = 50;                               // for somebody else's dry run
} // namespace

// One at a time: a copy of a big city takes memory. Who comes meanwhile waits a little.
http::Async<Programs::Rehearsed> Programs::rehearse(ProposalId proposal, Instant now) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (int n = 0; n < most_waits && rehearsing_; ++n) {
        timer.expires_after(std::chrono::milliseconds(100));
        co_await timer.async_wait(http::use_async);
    }
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
    const Hash digest = r.digest(*proposal);
    const auto note = [id = row->proposal, digest, at = request.at](store::Database& db) {
        return programs_store::note_dry_run(db, id, digest, at);
    };
    const auto noted = co_await service::transact(p_.registry, note);
    if (!noted) co_return problem(noted.error());
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
        out.field("digest", to_hex(view(digest)));
    });
    co_return http::ok(std::move(out));
}

// Nothing when the approval may go to the rules: its dry run was seen, or they refuse it anyway, or
// have approved it already, and say so best themselves.
http::Async<std::optional<http::Response>>
Programs::refuse_unseen(ledger::Approve approval, Hash dry_run, PersonId by, Instant now) {
    const auto find_seen = [proposal = approval.proposal, dry_run](store::Database& db) {
        return programs_store::find_dry_run(db, proposal, dry_run);
    };
    const auto seen = co_await service::transact(p_.registry, find_seen);
    if (!seen) co_return problem(seen.error());
    if (*seen && now - **seen <= dry_run_life_ms) co_return std::nullopt;
    const auto ask_rules = [approval, by, now](const ledger::State& state) {
        return ledger::decide_approve(state, approval, by, ledger::Now::of(now)).has_value();
    };
    const auto approvable = co_await service::look(p_.engine, ask_rules);
    if (!approvable) co_return problem(Refusal::paused);
    if (!*approvable) co_return std::nullopt;
    co_return problem(Refusal::proposal_differs, {.field = "dry_run"});
}

} // namespace meguri::features

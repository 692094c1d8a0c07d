#include "features/settlement/settlement.hpp"
#include "ledger/settlement_rows.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

void Settlements::add_routes(http::Router& router) {
    router.on(Operation::listSettlements, [this](Request& r) { return list(r); });
    router.on(Operation::createSettlement, [this](Request& r) { return create(r); });
    router.on(Operation::getSettlement, [this](Request& r) { return get(r); });
    router.on(Operation::listSettlementRows, [this](Request& r) { return list_rows(r); });
    router.on(Operation::proposeSettlement, [this](Request& r) { return propose(r); });
    router.on(Operation::approveSettlement, [this](Request& r) { return approve(r); });
    router.on(Operation::stopSettlement, [this](Request& r) { return end(r); });
    router.on(Operation::makeTransfers, [this](Request& r) { return make_transfers(r); });
    router.on(Operation::markTransfersPaid, [this](Request& r) { return mark_paid(r); });
    router.on(Operation::returnTransfer, [this](Request& r) { return take_back(r); });
    router.on(Operation::getTransferFile, [this](Request& r) { return transfer_file(r); });
    router.on(Operation::getStatementFile, [this](Request& r) { return statement_file(r); });
    router.on(Operation::getPaymentNotices, [this](Request& r) { return payment_notices(r); });
    router.on(Operation::getTransferSettings, [this](Request& r) { return get_settings(r); });
    router.on(Operation::setTransferSettings, [this](Request& r) { return set_settings(r); });
    add_group_routes(router);
    router.on(Operation::listOrganizations, [this](Request& r) { return list_organizations(r); });
    router.on(Operation::getOrganizationAccount, [this](Request& r) { return get_account(r); });
    router.on(Operation::setOrganizationAccount, [this](Request& r) { return set_account(r); });
    router.on(Operation::confirmOrganizationAccount, [this](Request& r) {
        return confirm_account(r);
    });
}

namespace {

constexpr std::int64_t most_listed = 1000;
constexpr int most_days_to_pay = 366;

std::string_view word_of(RunStage stage) {
    switch (stage) {
    case RunStage::calculated: return "calculated";
    case RunStage::proposed: return "proposed";
    case RunStage::settling: return "settling";
    case RunStage::settled: return "settled";
    case RunStage::transferring: return "transferring";
    case RunStage::transferred: return "transferred";
    case RunStage::paid: return "paid";
    case RunStage::stopped: return "stopped";
    }
    return "";
}

ledger::ProposeSettlement proposal_of(const SettlementRun& run) {
    return {run.until, run.rows, run.total, run.frozen};
}

std::optional<Hash> parse_hash(const std::string& hex) {
    const auto bytes = from_hex(hex);
    return bytes ? to_array<32>(*bytes) : std::nullopt;
}

} // namespace

Settlements::Seen Settlements::see(const ledger::State& state, const SettlementRun& run) {
    const ledger::Proposal* p = state.proposals.find(run.proposal);
    if (!p || !p->settlement) return {};
    Seen seen{p->settlement->by, {}};
    if (p->state == ledger::ProposalState::approved) seen.approved_by = p->closed_by;
    return seen;
}

void Settlements::write(
    JsonOut& out, const Request& request, const SettlementRun& run, const Seen& seen
) const {
    const auto person = [&](std::string_view name, PersonId who) {
        if (!who) return;
        const service::PersonName& named = p_.names.of(who);
        out.object(name, [&] { out.field("id", named.id), out.field("name", named.name); });
    };
    out.object([&] {
        out.field("id", run.id);
        out.field("first", run.first.iso());
        out.field("until", run.until.iso());
        out.field("pay_on", run.pay_on.iso());
        out.field("state", word_of(run.stage));
        out.field("organizations", run.organizations);
        out.field("rows", run.rows);
        out.field("total", run.total.value);
        out.field("group", run.group);
        out.field("fees", run.fees.value);
        out.field("fee_tax", run.tax.value);
        out.field("digest", to_hex(view(ledger::settlement_digest(proposal_of(run)))));
        out.object("check", [&] {
            out.field("compared", run.compared);
            out.field("different", run.different);
        });
        out.field("done", run.done);
        person("proposed_by", seen.proposed_by);
        person("approved_by", seen.approved_by);
        out.field("transfers", run.transfers);
        out.field("transferred", run.transferred.value);
        if (run.returned > 0) out.field("returned", run.returned);
        if (run.paid_on) out.field("paid_on", run.paid_on.iso());
        out.field("own", run.maker == request.caller().person);
        person("made_by", run.maker);
        out.field("made_at", run.made_at);
    });
}

Settlements::Reply Settlements::show(const Request& request, const SettlementRun& run, int status) {
    const auto see_run = [run](const ledger::State& state) { return see(state, run); };
    const auto seen = co_await service::look(p_.engine, see_run);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    write(out, request, run, *seen);
    co_return http::answer(status, std::move(out));
}

http::Async<Try<>> Settlements::save(const SettlementRun& run) {
    const auto write_run = [run](store::Database& db) { return settlement_store::update(db, run); };
    co_return co_await service::transact(p_.registry, write_run);
}

http::Async<http::Turns<std::string>::Turn> Settlements::turn(const Request& request) {
    co_return co_await turns_.wait(std::string(request.id));
}

http::Async<std::expected<SettlementRun, http::Response>> Settlements::find(const Request& request
) {
    const auto read = [id = std::string(request.id)](store::Database& db) {
        return settlement_store::find(db, id);
    };
    const auto run = co_await service::transact(p_.registry, read);
    if (!run) co_return std::unexpected(problem(run.error()));
    if (!*run) co_return std::unexpected(problem(Refusal::not_found));
    co_return **run;
}

Settlements::Reply Settlements::list(Request& request) {
    const auto runs = co_await service::transact(p_.registry, [](store::Database& db) {
        return settlement_store::newest(db, most_listed);
    });
    if (!runs) co_return problem(runs.error());
    const auto see_all = [all = *runs](const ledger::State& state) {
        std::vector<Seen> seen;
        for (const SettlementRun& run : all)
            seen.push_back(see(state, run));
        return seen;
    };
    const auto seen = co_await service::look(p_.engine, see_all);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        std::size_t at = 0;
        out.array("settlements", *runs, [&](const SettlementRun& run) {
            write(out, request, run, (*seen)[at++]);
        });
    });
    co_return http::ok(std::move(out));
}

Settlements::Reply Settlements::get(Request& request) {
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::create(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const Date until = in.date("until"), pay_on = in.date("pay_on");
    const std::int64_t number = in.optional_integer("group", 1, most_groups).value_or(everybody);
    if (pay_on <= until || pay_on > until + most_days_to_pay) in.refuse("pay_on");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const std::string any_run;
    const auto alone = co_await turns_.wait(any_run);
    const auto find_made = [id = key->id](store::Database& db) {
        return settlement_store::find_made(db, id);
    };
    const auto before = co_await service::transact(p_.registry, find_made);
    if (!before) co_return problem(before.error());
    if (*before) {
        const bool same =
            (*before)->until == until && (*before)->pay_on == pay_on && (*before)->group == number;
        if (!same) co_return problem(Refusal::key_reused);
        co_return co_await show(request, **before, 201);
    }
    if (request.at - key->issued_at > ledger::key_life_ms) co_return problem(Refusal::key_expired);
    const auto group = co_await find_group(number, 0);
    if (!group) co_return problem(group.error());
    if (!*group) co_return problem(Refusal::invalid_request, {.field = "group"});
    auto worked = co_await work_out(until, **group);
    if (!worked) co_return problem(worked.error(), {.field = "until"});
    worked->run.id = service::fresh_public_id(p_.random);
    worked->run.pay_on = pay_on;
    worked->run.maker = request.caller().person;
    worked->run.made_at = request.at;
    const auto insert = [worked = *worked, id = key->id](store::Database& db) {
        return settlement_store::insert(db, worked.run, id, worked.rows);
    };
    const auto made = co_await service::transact(p_.registry, insert);
    if (!made) co_return problem(made.error());
    if (!*made) co_return problem(Refusal::settlement_open);
    co_return co_await show(request, (*made)->run, 201);
}

Settlements::Reply Settlements::propose(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    if (run->maker != request.caller().person) co_return problem(Refusal::not_allowed);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    if (run->stage == RunStage::stopped) co_return problem(Refusal::settlement_not_there);
    if (run->stage != RunStage::calculated) co_return co_await show(request, *run, 200);
    if (run->different > 0) co_return problem(Refusal::settlement_differs);
    const ledger::Command command{actor_of(request), *key, proposal_of(*run)};
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto* fact = ledger::fact_of<ledger::SettlementProposed>(*answer.entry);
    MEGURI_ENSURE(fact);
    run->proposal = fact->proposal;
    run->stage = RunStage::proposed;
    if (const auto saved = co_await save(*run); !saved) co_return problem(saved.error());
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::approve(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string hex = in.text("digest", 64, 64);
    const auto digest = parse_hash(hex);
    if (!digest) in.refuse("digest");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    if (!run->proposal) co_return problem(Refusal::proposal_unknown);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::Command command{actor_of(request), *key, ledger::Approve{run->proposal, *digest}};
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto* fact = ledger::fact_of<ledger::SettlementOpened>(*answer.entry);
    MEGURI_ENSURE(fact);
    if (run->stage == RunStage::proposed) { // sent again later, it may be booked already
        run->job = fact->job;
        run->stage = RunStage::settling;
        if (const auto saved = co_await save(*run); !saved) co_return problem(saved.error());
        rounds_.wake();
    }
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::end(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    if (run->stage == RunStage::stopped) co_return co_await show(request, *run, 200);
    if (run->stage > RunStage::settling) co_return problem(Refusal::settlement_not_there);
    if (run->stage != RunStage::calculated) {
        ledger::Body body = ledger::Withdraw{run->proposal};
        if (run->job) body = ledger::EndJob{run->job};
        const ledger::Command command{actor_of(request), *key, std::move(body)};
        const auto answer = co_await service::submit(p_.engine, command);
        if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    }
    if (run->stage == RunStage::settling) { // whoever books it notes how far it came
        rounds_.wake();
        co_return co_await show(request, *run, 200);
    }
    run->stage = RunStage::stopped;
    if (const auto saved = co_await save(*run); !saved) co_return problem(saved.error());
    co_return co_await show(request, *run, 200);
}

} // namespace meguri::features

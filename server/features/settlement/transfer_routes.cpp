// From a settled run to the bank: pay-outs, the file, what was paid and what came back.
#include "features/settlement/settlement.hpp"
#include "features/settlement/statement_file.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/table_reply.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

struct Owed {
    OrganizationId to;
    ledger::Amount amount;
};

std::vector<Owed> everything_owed(const ledger::State& state) {
    std::vector<Owed> owed;
    for (std::int64_t n = 1; n <= state.organizations.size(); ++n) {
        const ledger::Organization* it = state.organizations.find({n});
        if (it && it->payable.value > 0)
            owed.push_back({{n}, std::min(it->payable, ledger::most_paid_out)});
    }
    return owed;
}

http::Response attachment(std::string body, std::string_view type, const std::string& name) {
    http::Response answer;
    answer.body = std::move(body);
    answer.content_type = type;
    answer.headers.emplace_back(
        "Content-Disposition", fmt::format("attachment; filename=\"{}\"", name)
    );
    return answer;
}

} // namespace

Settlements::Reply Settlements::make_transfers(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const bool made = run->stage >= RunStage::transferring && run->stage != RunStage::stopped;
    if (made) co_return co_await show(request, *run, 200);
    if (run->stage != RunStage::settled) co_return problem(Refusal::settlement_not_there);
    const auto owed = co_await service::look(p_.engine, everything_owed);
    if (!owed) co_return problem(Refusal::paused);
    const auto plan = [this, owed = *owed, run = *run](store::Database& db) -> Try<bool> {
        const auto settings = bank_accounts_store::settings(db);
        if (!settings) return std::unexpected(settings.error());
        if (!*settings) return false;
        const auto accounts = accounts_.all(db);
        if (!accounts) return std::unexpected(accounts.error());
        const auto members = settlement_groups_store::members(db);
        if (!members) return std::unexpected(members.error());
        std::vector<Transfer> transfers;
        for (const Owed& each : owed) {
            if (group_of(*members, each.to) != run.group) continue;
            const auto account = accounts->find(each.to);
            if (account == accounts->end() || !account->second.confirmed_by) continue;
            Transfer transfer{
                each.to, each.amount, accounts_.seal(each.to, account->second.account)
            };
            transfers.push_back(std::move(transfer));
        }
        SettlementRun next = run;
        next.stage = RunStage::transferring;
        if (auto done = settlement_store::insert_transfers(db, run.number, transfers); !done)
            return std::unexpected(done.error());
        if (auto done = settlement_store::update(db, next); !done)
            return std::unexpected(done.error());
        return true;
    };
    const auto planned = co_await service::transact(p_.registry, plan);
    if (!planned) co_return problem(planned.error());
    if (!*planned) co_return problem(Refusal::transfer_settings_missing);
    rounds_.wake();
    run = co_await find(request);
    if (!run) co_return std::move(run.error());
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::mark_paid(Request& request) {
    Fields in(request.body);
    const Date on = in.date("on");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    if (run->stage != RunStage::transferred && run->stage != RunStage::paid)
        co_return problem(Refusal::settlement_not_there);
    const bool possible = on > run->until && on <= jst_date(request.at);
    if (!possible) co_return problem(Refusal::invalid_request, {.field = "on"});
    run->stage = RunStage::paid;
    run->paid_on = on;
    if (const auto saved = co_await save(*run); !saved) co_return problem(saved.error());
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::take_back(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string organization = in.id("organization");
    const std::string reason = in.text("reason", 1, 200);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await turn(request);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto* texts = p_.directory.place_of_organization(organization);
    if (!texts) co_return problem(Refusal::organization_unknown, {.field = "organization"});
    const auto read = [number = run->number](store::Database& db) {
        return settlement_store::transfers(db, number);
    };
    const auto all = co_await service::transact(p_.registry, read);
    if (!all) co_return problem(all.error());
    const auto to = texts->organization;
    const auto at = std::ranges::find(*all, to, &Transfer::organization);
    if (at == all->end() || !at->pay_out) co_return problem(Refusal::pay_out_unknown);
    Transfer transfer = *at;
    const ledger::Command command{
        actor_of(request), *key, ledger::ReturnPayOut{to, transfer.pay_out}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    transfer.state = TransferState::returned;
    transfer.reason = reason;
    const auto note = [this, transfer, number = run->number](store::Database& db) -> Try<> {
        if (auto done = settlement_store::update(db, number, transfer); !done) return done;
        return accounts_.doubt(db, transfer.organization);
    };
    const auto noted = co_await service::transact(p_.registry, note);
    if (!noted) co_return problem(noted.error());
    run = co_await find(request);
    if (!run) co_return std::move(run.error());
    co_return co_await show(request, *run, 200);
}

Settlements::Reply Settlements::statement_file(Request& request) {
    Fields in = Fields::of_query(request.query);
    const service::TableFormat format = service::read_table_format(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const auto all = co_await lines(*run);
    if (!all) co_return problem(all.error());
    StatementFile statement(p_.directory);
    for (const Line& line : *all)
        statement.add(line.texts, line.organization, line.rows, {line.fee, line.tax});
    service::Table table = std::move(statement).table();
    std::string name = fmt::format("meguri-settlement-{}", run->until.iso());
    co_return co_await service::reply_with_table(
        p_.workers, std::move(table), format, std::move(name), request.at
    );
}

print::Notice Settlements::notice_of(
    const SettlementRun& run, const SettlementGroup& group, const Line& line
) const {
    print::Notice notice{line.texts->organization_name, run.id, run.first, run.until, run.pay_on};
    for (const ledger::SettlementRow& row : line.rows) {
        const service::ProgramTexts* program = p_.directory.program(row.program);
        notice.lines.push_back(
            {program ? program->name : "", program && program->unit == "point", row.units.value,
             row.yen.value}
        );
    }
    if (line.fee.value > 0)
        notice.fee = print::NoticeFee{
            line.fee.value, line.tax.value, group.tax_per_10000, group.registration_number
        };
    const bool sent = line.transfer && line.transfer->state != TransferState::refused &&
                      line.transfer->state != TransferState::returned;
    if (sent) notice.transfer = line.transfer->amount.value;
    return notice;
}

Settlements::Reply Settlements::payment_notices(Request& request) {
    Fields in = Fields::of_query(request.query);
    const std::string only = in.optional_id("organization").value_or("");
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const auto all = co_await lines(*run);
    if (!all) co_return problem(all.error());
    const auto group = co_await find_group(run->group, run->group_version);
    if (!group) co_return problem(group.error());
    MEGURI_ENSURE(*group);
    std::vector<print::Notice> notices;
    for (const Line& line : *all) {
        if (!line.texts || (!only.empty() && line.texts->organization_id != only)) continue;
        notices.push_back(notice_of(*run, **group, line));
    }
    if (notices.empty()) co_return problem(Refusal::not_found);
    const bool test = p_.config.server.environment != Environment::production;
    const print::NoticeLook look{p_.look.name, p_.config.city.telephone, test};
    const auto draw = [look, notices = std::move(notices)]() -> Try<std::string> {
        std::string pdf;
        const auto keep = [&pdf](std::string_view piece) {
            pdf += piece;
            return true;
        };
        print::PaymentNotices file(look, keep);
        for (const print::Notice& notice : notices)
            file.add(notice);
        if (auto ended = file.end(); !ended) return std::unexpected(ended.error());
        return pdf;
    };
    auto pdf = co_await http::on_pool(p_.workers, draw);
    if (!pdf) co_return problem(pdf.error());
    const std::string name = fmt::format("meguri-payment-notices-{}.pdf", run->until.iso());
    co_return attachment(std::move(*pdf), "application/pdf", name);
}

Settlements::Reply Settlements::transfer_file(Request& request) {
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    if (run->stage != RunStage::transferred && run->stage != RunStage::paid)
        co_return problem(Refusal::settlement_not_there);
    struct Read {
        std::optional<bank_accounts_store::TransferSettings> settings;
        std::vector<Transfer> transfers;
    };
    const auto read_all = [number = run->number](store::Database& db) -> Try<Read> {
        const auto settings = bank_accounts_store::settings(db);
        if (!settings) return std::unexpected(settings.error());
        auto transfers = settlement_store::transfers(db, number);
        if (!transfers) return std::unexpected(transfers.error());
        return Read{*settings, std::move(*transfers)};
    };
    const auto read = co_await service::transact(p_.registry, read_all);
    if (!read) co_return problem(read.error());
    if (!read->settings) co_return problem(Refusal::transfer_settings_missing);
    const auto noted = co_await note_look(request, "transfer_file", run->id);
    if (!noted) co_return problem(noted.error());
    gateway::TransferFile file{
        read->settings->client_code, read->settings->account, run->pay_on, {}
    };
    for (const Transfer& transfer : read->transfers) {
        if (transfer.state == TransferState::refused) continue;
        const auto account = accounts_.open(transfer.organization, transfer.sealed_account);
        if (!account) co_return problem(account.error());
        gateway::BankTransfer line{
            *account, transfer.amount.value, std::to_string(transfer.organization.value)
        };
        file.transfers.push_back(std::move(line));
    }
    const std::string bytes = gateway::write_transfers(file, read->settings->profile);
    const std::string name = fmt::format("meguri-transfers-{}.txt", run->pay_on.iso());
    co_return attachment(bytes, "application/octet-stream", name);
}

} // namespace meguri::features

// Settlement (ADM-d): two people approved what each organization gets for what its places took up
// to the end of a closed day, and it is booked row by row, each exactly once, in their order. The
// rows were worked out beforehand; here they are worked out once more from the places' own days,
// and a row that says anything else is refused. What is taken back after a run counts on its own
// day and so comes off the next run, which may leave an organization owing.
#include "ledger/giving.hpp"
#include "ledger/settlement_rows.hpp"

#include <algorithm>

namespace meguri::ledger {

Outcome decide_close_day(const State& state, const CloseDay& close, Now now) {
    const City* city = state.city.find({1});
    const Date before = city ? city->closed : Date{};
    // Nothing to close, or no more: the night's job asks again whenever it likes.
    if (close.day >= now.business_date || close.day <= before) return refuse(Refusal::not_found);
    Entry entry{.kind = EntryKind::close_day};
    entry.facts = {DayClosed{close.day}};
    return entry;
}

Hash settlement_digest(const ProposeSettlement& propose) {
    Writer out;
    out.raw("meguri settlement 1");
    out.i(propose.until.days), out.i(propose.rows), out.i(propose.total.value);
    out.raw(view(propose.audience));
    return sha256(out.done());
}

Outcome
decide_propose_settlement(const State& state, const ProposeSettlement& propose, PersonId by, Now) {
    const auto refuse_field = [](std::string field) {
        Explanation why;
        why.field = std::move(field), why.reason = "out_of_range";
        return refuse(Refusal::terms_contradictory, std::move(why));
    };
    const City* city = state.city.find({1});
    if (!propose.until || propose.until > (city ? city->closed : Date{}))
        return refuse_field("until");
    if (propose.rows < 1 || propose.rows > most_settlement_rows) return refuse_field("rows");
    Entry entry{.kind = EntryKind::propose_settlement};
    entry.facts = {SettlementProposed{
        state.proposals.next(), by, propose.until, propose.rows, propose.total, propose.audience,
        settlement_digest(propose)
    }};
    return entry;
}

namespace {

// Every place of the organization gives up what it took of the program.
Amount take_from_places(const State& state, const SettlementRow& row, Date until, Entry& entry) {
    Amount sum;
    for (const PlaceId id : places_of(state, row.organization)) {
        for (const Receivable& each : state.places.find(id)->receivables) {
            const Amount units = unsettled(each, until);
            if (each.program != row.program || units.value == 0) continue;
            entry.facts.push_back(PlaceSettled{id, row.program, until});
            entry.legs.push_back({Account::receivable(id, row.program), -units, {}});
            sum += units;
        }
    }
    return sum;
}

void owe(Entry& entry, const Account& from, OrganizationId to, Amount yen) {
    if (yen.value == 0) return;
    entry.legs.push_back({from, -yen, {}});
    entry.legs.push_back({Account::in_yen(AccountKind::payable, to), yen, {}});
}

bool settle_value(const State& state, const SettlementRow& row, Date until, Entry& entry) {
    const Program* program = state.programs.find(row.program);
    if (!program || row.tax.value != 0) return false;
    const Amount units = take_from_places(state, row, until, entry);
    const bool any = !entry.legs.empty();
    if (!any || units != row.units || in_yen(program->terms, units) != row.yen) return false;
    if (units.value != 0) entry.legs.push_back({Account::settled(row.program), units, {}});
    owe(entry, Account::redeemed(row.program), row.organization, row.yen);
    return true;
}

bool keep_fee(const State& state, const SettlementRow& row, Entry& entry) {
    const bool sound = row.units.value == 0 && row.yen.value >= 0 && row.tax.value >= 0 &&
                       row.yen + row.tax > Amount{0};
    if (!sound || !state.organizations.find(row.organization)) return false;
    const auto leg = [&](AccountKind kind, Amount yen) {
        if (yen.value != 0)
            entry.legs.push_back({Account::in_yen(kind, row.organization), yen, {}});
    };
    leg(AccountKind::payable, -(row.yen + row.tax));
    leg(AccountKind::fee, row.yen);
    leg(AccountKind::fee_tax, row.tax);
    return true;
}

} // namespace

Outcome decide_settle(const State& state, const Settle& settle, Now) {
    const Job* job = state.jobs.find(settle.job);
    if (!job || !job->until) return refuse(Refusal::job_unknown);
    if (job->ended) return refuse(Refusal::job_ended);
    if (rows_digest({settle.row}, job->done, settle.rest) != job->expected)
        return refuse(Refusal::job_differs);
    Entry entry{.kind = EntryKind::settle, .amount = settle.row.yen};
    const std::int64_t done = job->done + 1;
    entry.facts = {JobAdvanced{settle.job, done, {}, settle.rest, done == job->rows}};
    const bool sound = settle.row.program ? settle_value(state, settle.row, job->until, entry)
                                          : keep_fee(state, settle.row, entry);
    if (!sound) return refuse(Refusal::job_differs);
    return entry;
}

Outcome decide_pay_out(const State& state, const PayOut& pay, Now) {
    if (pay.amount < Amount{1} || pay.amount > most_paid_out)
        return refuse(Refusal::amount_out_of_range);
    const Organization* organization = state.organizations.find(pay.organization);
    if (!organization) return refuse(Refusal::organization_unknown);
    if (pay.amount > organization->payable) return refuse(Refusal::payable_short);
    Entry entry{.kind = EntryKind::pay_out, .amount = pay.amount};
    entry.facts = {PaidOut{pay.organization, pay.amount}};
    entry.legs = {
        {Account::in_yen(AccountKind::payable, pay.organization), -pay.amount, {}},
        {Account::in_yen(AccountKind::paid_out, pay.organization), pay.amount, {}}
    };
    return entry;
}

Outcome decide_return_pay_out(const State& state, const ReturnPayOut& back, Now) {
    const Organization* organization = state.organizations.find(back.organization);
    if (!organization) return refuse(Refusal::organization_unknown);
    const auto same = [&](const SentOut& sent) { return sent.by == back.pay_out; };
    const auto& sent = organization->pay_outs;
    const auto at = std::find_if(sent.begin(), sent.end(), same);
    if (at == sent.end()) return refuse(Refusal::pay_out_unknown);
    Entry entry{.kind = EntryKind::return_pay_out, .amount = at->amount, .names = back.pay_out};
    entry.facts = {PayOutReturned{back.organization, back.pay_out}};
    entry.legs = {
        {Account::in_yen(AccountKind::payable, back.organization), at->amount, {}},
        {Account::in_yen(AccountKind::paid_out, back.organization), -at->amount, {}}
    };
    return entry;
}

} // namespace meguri::ledger

// What is owed up to the end of a day: once from what each place keeps in the ledger's state, once
// from the journal's payments and cancels, less what runs before have taken. The two share nothing
// but the journal.
#include "features/settlement/settlement.hpp"
#include "ledger/settlement_rows.hpp"
#include "service/ask.hpp"
#include "views/place_books.hpp"

#include <set>

namespace meguri::features {

namespace {

struct Found {
    Date closed;
    std::vector<ledger::SettlementRow> rows;
    std::map<PlaceId, OrganizationId> organizations; // of places
    std::map<OrganizationId, Date> first_days;       // on which anything is to be settled
};

// With the fee for each organization behind its rows.
std::vector<ledger::SettlementRow>
with_fees(const SettlementGroup& group, const std::vector<ledger::SettlementRow>& rows) {
    std::vector<ledger::SettlementRow> all;
    ledger::Amount yen;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        all.push_back(rows[n]);
        yen += rows[n].yen;
        const OrganizationId of = rows[n].organization;
        if (n + 1 < rows.size() && rows[n + 1].organization == of) continue;
        if (const auto fee = fee_row(group, of, yen)) all.push_back(*fee);
        yen = {};
    }
    return all;
}

auto find_rows(Date until) {
    return [until](const ledger::State& state) {
        Found found;
        const ledger::City* city = state.city.find({1});
        if (city) found.closed = city->closed;
        if (found.closed < until) return found;
        found.rows = ledger::rows_to_settle(state, until);
        for (std::int64_t n = 1; n <= state.places.size(); ++n) {
            const ledger::Place* place = state.places.find({n});
            if (!place) continue;
            found.organizations[{n}] = place->organization;
            for (const ledger::Receivable& each : place->receivables) {
                if (each.days.empty() || each.days.front().day > until) continue;
                Date& first = found.first_days[place->organization];
                const Date day = each.days.front().day;
                first = first ? std::min(first, day) : day;
            }
        }
        return found;
    };
}

} // namespace

http::Async<std::expected<Settlements::WorkedOut, Refusal>>
Settlements::work_out(Date until, const SettlementGroup& group) {
    if (until >= jst_date(p_.engine.now())) co_return std::unexpected(Refusal::day_not_over);
    const ledger::Command close{{}, std::nullopt, ledger::CloseDay{until}};
    const auto closed = co_await service::submit(p_.engine, close);
    // Closed already, or a later day is: the ledger says that there is none to close.
    if (!closed.done() && closed.refusal != Refusal::not_found)
        co_return std::unexpected(closed.refusal);
    const auto look_for_rows = find_rows(until);
    const auto found = co_await service::look(p_.engine, look_for_rows);
    if (!found) co_return std::unexpected(Refusal::paused);
    if (found->closed < until) co_return std::unexpected(Refusal::day_not_over);
    const auto members = co_await service::transact(p_.registry, settlement_groups_store::members);
    if (!members) co_return std::unexpected(Refusal::paused);
    const auto in_group = [&](OrganizationId of) { return group_of(*members, of) == group.number; };
    std::vector<ledger::SettlementRow> rows = found->rows;
    std::erase_if(rows, [&](const auto& row) { return !in_group(row.organization); });
    if (rows.empty()) co_return std::unexpected(Refusal::nothing_to_settle);
    WorkedOut worked{{}, with_fees(group, rows)};
    SettlementRun& run = worked.run;
    run.until = until;
    run.group = group.number, run.group_version = group.version;
    for (const auto& [of, first] : found->first_days) {
        if (in_group(of)) run.first = run.first ? std::min(run.first, first) : first;
    }
    run.rows = static_cast<std::int64_t>(worked.rows.size());
    run.frozen = ledger::rows_digest(worked.rows, 0, {});
    std::set<OrganizationId> organizations;
    for (const ledger::SettlementRow& row : worked.rows) {
        if (row.program)
            run.total += row.yen;
        else
            run.total -= row.yen + row.tax, run.fees += row.yen, run.tax += row.tax;
        organizations.insert(row.organization);
    }
    run.organizations = static_cast<std::int64_t>(organizations.size());
    std::map<PlaceId, OrganizationId> places = found->organizations;
    std::erase_if(places, [&](const auto& each) { return !in_group(each.second); });
    const auto compared = co_await compare(worked, places);
    if (!compared) co_return std::unexpected(Refusal::paused);
    co_return worked;
}

http::Async<Try<>>
Settlements::compare(WorkedOut& worked, const std::map<PlaceId, OrganizationId>& organizations) {
    for (bool behind = true; behind;) { // page by page: payments go on meanwhile
        const auto end = co_await service::transact(p_.registry, [](store::Database& db) {
            return views::follow_place_books(db);
        });
        if (!end) co_return std::unexpected(end.error());
        behind = !*end;
    }
    using Units = settlement_store::Taken;
    const auto read = [until = worked.run.until, organizations](store::Database& db) -> Try<Units> {
        const auto taken = views::taken_until(db, until);
        if (!taken) return std::unexpected(taken.error());
        const auto settled = settlement_store::settled_units(db);
        if (!settled) return std::unexpected(settled.error());
        Units owed;
        for (const views::TakenSum& sum : *taken) {
            const auto of = organizations.find(sum.place);
            if (of != organizations.end()) owed[{of->second, sum.program}] += sum.amount;
        }
        std::set<OrganizationId> asked;
        for (const auto& [place, organization] : organizations)
            asked.insert(organization);
        for (const auto& [key, units] : *settled) {
            if (asked.contains(key.first)) owed[key] -= units;
        }
        return owed;
    };
    const auto read_owed = co_await service::transact(p_.registry, read);
    if (!read_owed) co_return std::unexpected(read_owed.error());
    Units owed = *read_owed;
    for (const ledger::SettlementRow& row : worked.rows) {
        if (!row.program) continue; // a fee
        ++worked.run.compared;
        const auto it = owed.find({row.organization, row.program});
        if (it == owed.end() || it->second != row.units.value) ++worked.run.different;
        if (it != owed.end()) owed.erase(it);
    }
    for (const auto& [key, units] : owed) { // owed by the journal, and not in the run
        if (units != 0) ++worked.run.different, ++worked.run.compared;
    }
    co_return Try<>{};
}

} // namespace meguri::features

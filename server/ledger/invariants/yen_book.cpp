// Yen that settled value came to = owed to organizations + kept as fees and tax + sent to banks;
// and what a place is owed is what it took on days that no run has settled. Without it a yen is
// paid out twice, or to nobody (ADM-d).
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {

Broken place_days(const State& state, PlaceId id) {
    const Place* place = state.places.find(id);
    if (!place) return std::nullopt;
    for (const Receivable& r : place->receivables) {
        __int128 sum = 0;
        Date before;
        for (const DayAmount& day : r.days) {
            if (day.day <= before) return fmt::format("the days of place {} do not rise", id.value);
            before = day.day;
            sum += day.amount.value;
        }
        if (sum != r.balance.value)
            return fmt::format("the days of place {} do not make up its balance", id.value);
    }
    return std::nullopt;
}

Broken organization_sums(const State& state, OrganizationId id) {
    const Organization* o = state.organizations.find(id);
    if (!o || (o->fee.value >= 0 && o->fee_tax.value >= 0 && o->paid_out.value >= 0))
        return std::nullopt;
    return fmt::format("less than nothing was kept from or paid to organization {}", id.value);
}

} // namespace

// Days of a place only where a run settles it: with every payment they are one sum, added to twice
// by the same leg.
Broken invariants::yen_book::after(const State& state, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        const Account& a = leg.account;
        if (a.kind == AccountKind::receivable && entry.kind == EntryKind::settle) {
            if (Broken b = place_days(state, {a.holder})) return b;
        }
        if (in_yen_book(a.kind) && a.kind != AccountKind::redeemed) {
            if (Broken b = organization_sums(state, {a.holder})) return b;
        }
    }
    return std::nullopt;
}

Broken invariants::yen_book::over(const State& state) {
    __int128 sum = 0;
    for (std::int64_t i = 1; i <= state.places.size(); ++i) {
        if (Broken b = place_days(state, {i})) return b;
    }
    for (std::int64_t i = 1; i <= state.organizations.size(); ++i) {
        const Organization* o = state.organizations.find({i});
        if (!o) continue;
        if (Broken b = organization_sums(state, {i})) return b;
        sum += (o->payable + o->fee + o->fee_tax + o->paid_out).value;
    }
    for (std::int64_t i = 1; i <= state.programs.size(); ++i) {
        if (const Program* program = state.programs.find({i})) sum += program->redeemed.value;
    }
    if (sum != 0) return "the yen book does not sum to zero";
    return std::nullopt;
}

} // namespace meguri::ledger

#include "ledger/settlement_rows.hpp"

#include <map>

namespace meguri::ledger {

Hash rows_digest(
    const std::vector<SettlementRow>& rows, std::int64_t first_index, const Hash& rest
) {
    Hash digest = rest;
    for (std::size_t i = rows.size(); i-- > 0;) {
        const SettlementRow& row = rows[i];
        Writer out;
        out.i(first_index + static_cast<std::int64_t>(i));
        out.i(row.organization.value), out.i(row.program.value), out.i(row.units.value);
        out.i(row.yen.value), out.i(row.tax.value);
        out.raw(view(digest));
        digest = sha256(out.done());
    }
    return digest;
}

Amount unsettled(const Receivable& receivable, Date until) {
    Amount sum;
    for (const DayAmount& day : receivable.days) {
        if (day.day > until) break;
        sum += day.amount;
    }
    return sum;
}

Amount in_yen(const ProgramTerms& terms, Amount units) {
    if (terms.unit == Unit::money) return units;
    const SettlementRate& rate = terms.rate;
    if (rate.points == 0) return {};
    using Rounding = SettlementRate::Rounding;
    const bool negative = units.value < 0;
    const __int128 scaled = static_cast<__int128>(negative ? -units.value : units.value) * rate.yen;
    __int128 yen = scaled / rate.points;
    const __int128 rest = scaled % rate.points;
    const bool more = rate.rounding == Rounding::up        ? rest > 0
                      : rate.rounding == Rounding::half_up ? 2 * rest >= rate.points
                                                           : false;
    yen += more ? 1 : 0;
    MEGURI_ENSURE(yen <= INT64_MAX);
    return {static_cast<std::int64_t>(negative ? -yen : yen)};
}

std::vector<SettlementRow> rows_to_settle(const State& state, Date until) {
    std::map<std::pair<OrganizationId, ProgramId>, Amount> found;
    for (std::int64_t id = 1; id <= state.places.size(); ++id) {
        const Place* place = state.places.find({id});
        if (!place) continue;
        for (const Receivable& each : place->receivables) {
            const Amount units = unsettled(each, until);
            if (units.value == 0) continue;
            found[{place->organization, each.program}] += units;
        }
    }
    std::vector<SettlementRow> rows;
    for (const auto& [of, units] : found) {
        const ProgramTerms& terms = state.programs.find(of.second)->terms;
        rows.push_back({of.first, of.second, units, in_yen(terms, units), {}});
    }
    return rows;
}

} // namespace meguri::ledger

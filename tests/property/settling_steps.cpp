// Steps of settlement: days closed, runs proposed and booked row by row, yen paid out and returned.
#include "ledger/settlement_rows.hpp"
#include "property/steps.hpp"

namespace meguri::property {

using namespace ledger;

// What is due, fees for some, and now and then what is not.
Body Steps::propose_settlement(const Step& s, const State& state) {
    const City* city = state.city.find({1});
    const Date closed = city ? city->closed : Date{};
    const Date until = s.number % 16 == 15 ? closed + 1 : closed + -(s.number % 3);
    std::vector<SettlementRow> rows = rows_to_settle(state, until);
    if (s.pick[1] % 4 == 1 && !rows.empty())
        rows.push_back({rows.back().organization, {}, {}, {s.number % 40}, {s.number % 5}});
    if (s.pick[1] % 16 == 2 && !rows.empty()) rows.front().yen += Amount{1};
    Amount total;
    for (const SettlementRow& row : rows)
        total += row.program ? row.yen : -(row.yen + row.tax);
    runs_.push_back(rows);
    return ProposeSettlement{until, std::ssize(rows), total, rows_digest(rows, 0, {})};
}

Body Steps::settle(const Step& s, const State& state) {
    for (std::int64_t id = state.jobs.size(); id >= 1; --id) {
        const Job* job = state.jobs.find({id});
        if (!job->until || job->ended) continue;
        for (const auto& rows : runs_) {
            if (job->done >= std::ssize(rows)) continue;
            const std::vector<SettlementRow> behind(rows.begin() + job->done + 1, rows.end());
            Settle next{
                {id},
                rows[static_cast<std::size_t>(job->done)],
                rows_digest(behind, job->done + 1, {})
            };
            if (rows_digest({next.row}, job->done, next.rest) != job->expected) continue;
            if (s.number % 8 == 7) next.row.yen += Amount{1}; // not what was approved
            return next;
        }
    }
    return Settle{{static_cast<std::int64_t>(s.pick[2])}, {{1}, {1}, {1}, {1}, {}}, {}};
}

Body Steps::settling(const Step& s, const State& state, More what) {
    const OrganizationId organization{
        s.pick[2] >= 0xfc ? 99
                          : s.pick[2] % std::max<std::int64_t>(state.organizations.size(), 1) + 1
    };
    const Organization* o = state.organizations.find(organization);
    switch (what) {
    case More::close_day: return CloseDay{jst_date(clock_) + -(s.number % 3)};
    case More::propose_settlement: return propose_settlement(s, state);
    case More::settle: return settle(s, state);
    case More::pay_out: {
        const Amount all = o ? o->payable : Amount{};
        return PayOut{organization, s.number % 4 == 0 ? all : Amount{s.number % 900}};
    }
    default: {
        const bool any = o && !o->pay_outs.empty();
        return ReturnPayOut{
            organization, any ? o->pay_outs[s.number % o->pay_outs.size()].by : Seq{1}
        };
    }
    }
}

} // namespace meguri::property

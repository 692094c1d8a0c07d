// The morning after: the day is closed, what places took is settled in one run, paid out, and one
// of the transfers comes back.
#include "ledger/settlement_rows.hpp"
#include "simulation/city.hpp"

namespace meguri::simulation {

using namespace ledger;

void City::settlement(Date until) {
    constexpr Actor first{ActorKind::operator_, {1}}, second{ActorKind::operator_, {2}};
    const Command close{{}, std::nullopt, CloseDay{until}};
    tell(close);
    tell(close); // nothing more to close
    std::vector<SettlementRow> rows = rows_to_settle(pure_.state(), until);
    if (rows.empty()) return;
    const OrganizationId organization = rows.front().organization;
    rows.push_back({organization, {}, {}, {7}, {1}}); // a fee, and its tax
    Amount total;
    for (const SettlementRow& row : rows)
        total += row.program ? row.yen : -(row.yen + row.tax);
    const std::int64_t count = std::ssize(rows);
    for (int run = 0; run < 2; ++run) { // the second would settle all of it once more
        say(first, ProposeSettlement{until, count, total, rows_digest(rows, 0, {})});
        const ProposalId id{pure_.state().proposals.size()};
        const Hash digest = pure_.state().proposals.find(id)->settlement->digest;
        say(first, Approve{id, digest});
        say(second, Approve{id, digest});
        const JobId job{pure_.state().jobs.size()};
        for (std::int64_t i = 0; i < count; ++i) {
            const std::vector<SettlementRow> behind(rows.begin() + i + 1, rows.end());
            const Hash rest = rows_digest(behind, i + 1, {});
            tell({{}, std::nullopt, Settle{job, rows[static_cast<std::size_t>(i)], rest}});
        }
        say(first, EndJob{job});
    }
    const auto owed = [&] { return pure_.state().organizations.find(organization)->payable; };
    say(first, PayOut{organization, owed() + Amount{1}});
    if (owed() < Amount{1}) return;
    say(first, PayOut{organization, owed()});
    const Seq sent = pure_.state().last;
    say(second, ReturnPayOut{organization, sent});
    say(second, ReturnPayOut{organization, sent});
    if (days_.size() % 2 == 0 && owed() >= Amount{1}) say(first, PayOut{organization, owed()});
}

} // namespace meguri::simulation

// Groups of organizations that are settled alike: when their days close, when they are paid, what
// the city keeps. Every change is a version of its own and stays known; a run names the version
// that it was worked out by.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "ledger/command_settlement.hpp"
#include "store/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace meguri::features {

// Numbers are kept in the registry: never reuse one.
enum class Closing : std::int64_t {
    month_end = 1,
    half_month = 2, // the 15th and the last day
    week = 3,       // Sundays
};

struct SettlementGroup {
    std::int64_t number = 0; // 1: every organization that is in no other
    std::int64_t version = 0;
    std::string name;
    Closing closing = Closing::month_end;
    int pay_after_days = 0;          // after the closing day, 1 to 90
    std::int64_t fee_per_10000 = 0;  // of the yen of a run, rounded down; 0: none
    std::int64_t tax_per_10000 = 0;  // on the fee, rounded down once for an organization and run
    std::string registration_number; // of whoever keeps the fee (適格請求書発行事業者), or empty
    PersonId set_by;
    Instant set_at;

    // In all but number, version and who set it.
    bool same_terms(const SettlementGroup& other) const;
};
inline constexpr std::int64_t everybody = 1;
inline constexpr std::int64_t most_groups = 100;

// The last day on or before `day` on which the group's days close.
Date closing_day(Closing closing, Date day);

// The fee for an organization whose rows of a run come to `yen`; no row where none is kept.
std::optional<ledger::SettlementRow>
fee_row(const SettlementGroup& group, OrganizationId of, ledger::Amount yen);

namespace settlement_groups_store {

std::vector<store::Migration> migrations();

Try<std::vector<SettlementGroup>> newest(store::Database& db);   // one a group, by number
Try<std::vector<SettlementGroup>> versions(store::Database& db); // by number, newest first
Try<std::optional<SettlementGroup>>
find(store::Database& db, std::int64_t number, std::int64_t version); // version 0: the newest
// False: this version is there already, somebody else was quicker.
Try<bool> insert(store::Database& db, const SettlementGroup& group);

// Those that were put into one; everybody else is in the first.
using Members = std::map<OrganizationId, std::int64_t>;
Try<Members> members(store::Database& db);
Try<> put(store::Database& db, OrganizationId of, std::int64_t group, PersonId by, Instant now);

} // namespace settlement_groups_store

std::int64_t group_of(const settlement_groups_store::Members& members, OrganizationId organization);

} // namespace meguri::features

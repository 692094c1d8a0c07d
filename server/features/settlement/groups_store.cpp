#include "features/settlement/groups_store.hpp"

#include <fmt/core.h>

namespace meguri::features {

bool SettlementGroup::same_terms(const SettlementGroup& other) const {
    const auto terms = [](const SettlementGroup& g) {
        return std::tie(
            g.name, g.closing, g.pay_after_days, g.fee_per_10000, g.tax_per_10000,
            g.registration_number
        );
    };
    return terms(*this) == terms(other);
}

Date closing_day(Closing closing, Date day) {
    const Civil c = civil_from_days(day.days);
    const Date first = Date::from_civil(c.year, c.month, 1);
    const Date end = first.plus_months(1) + -1, end_before = first + -1;
    switch (closing) {
    case Closing::month_end: return day == end ? day : end_before;
    case Closing::half_month:
        if (day == end) return day;
        return c.day >= 15 ? first + 14 : end_before;
    case Closing::week: return day + -((day.days + 4) % 7); // 1970-01-01 was a Thursday
    }
    return day;
}

std::optional<ledger::SettlementRow>
fee_row(const SettlementGroup& group, OrganizationId of, ledger::Amount yen) {
    if (yen.value <= 0) return std::nullopt;
    constexpr std::int64_t whole = 10'000;
    const std::int64_t fee =
        static_cast<std::int64_t>(static_cast<__int128>(yen.value) * group.fee_per_10000 / whole);
    if (fee == 0) return std::nullopt;
    return ledger::SettlementRow{of, {}, {}, {fee}, {fee * group.tax_per_10000 / whole}};
}

std::int64_t
group_of(const settlement_groups_store::Members& members, OrganizationId organization) {
    const auto found = members.find(organization);
    return found == members.end() ? everybody : found->second;
}

namespace settlement_groups_store {

std::vector<store::Migration> migrations() {
    return {{2026112485, "settlement_groups", R"(
CREATE TABLE settlement_group (
    number {integer} NOT NULL,
    version {integer} NOT NULL,
    name {text} NOT NULL,
    closing {integer} NOT NULL,
    pay_after_days {integer} NOT NULL,
    fee_per_10000 {integer} NOT NULL,
    tax_per_10000 {integer} NOT NULL,
    registration_number {text} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL,
    PRIMARY KEY (number, version)
){strict};
CREATE TABLE settlement_group_member (
    organization {integer} PRIMARY KEY,
    group_number {integer} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL
){strict};
INSERT INTO settlement_group (number, version, name, closing, pay_after_days, fee_per_10000,
    tax_per_10000, registration_number, set_by, set_ms)
    VALUES (1, 1, 'すべての団体', 2, 10, 0, 1000, '', 0, 0);
ALTER TABLE settlement_run ADD COLUMN group_number {integer} NOT NULL DEFAULT 1;
ALTER TABLE settlement_run ADD COLUMN group_version {integer} NOT NULL DEFAULT 1;)"}};
}

namespace {

constexpr std::string_view columns = "number, version, name, closing, pay_after_days, "
                                     "fee_per_10000, tax_per_10000, registration_number, set_by, "
                                     "set_ms";

Try<std::vector<SettlementGroup>> groups_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    std::vector<SettlementGroup> groups;
    for (const store::Row& r : rows->rows)
        groups.push_back(
            {r.integer(0),
             r.integer(1),
             r.text(2),
             static_cast<Closing>(r.integer(3)),
             static_cast<int>(r.integer(4)),
             r.integer(5),
             r.integer(6),
             r.text(7),
             {r.integer(8)},
             {r.integer(9)}}
        );
    return groups;
}

} // namespace

Try<std::vector<SettlementGroup>> newest(store::Database& db) {
    return groups_of(db.run(fmt::format(
        "SELECT {} FROM settlement_group g WHERE version = (SELECT MAX(o.version) FROM "
        "settlement_group o WHERE o.number = g.number) ORDER BY number",
        columns
    )));
}

Try<std::vector<SettlementGroup>> versions(store::Database& db) {
    return groups_of(db.run(
        fmt::format("SELECT {} FROM settlement_group ORDER BY number, version DESC", columns)
    ));
}

Try<std::optional<SettlementGroup>>
find(store::Database& db, std::int64_t number, std::int64_t version) {
    const auto found = groups_of(db.run(
        fmt::format(
            "SELECT {} FROM settlement_group WHERE number = $1 AND ($2 = 0 OR version = $2) "
            "ORDER BY version DESC LIMIT 1",
            columns
        ),
        {number, version}
    ));
    if (!found) return std::unexpected(found.error());
    return found->empty() ? std::nullopt : std::optional(found->front());
}

Try<bool> insert(store::Database& db, const SettlementGroup& it) {
    const auto done = db.run(
        fmt::format(
            "INSERT INTO settlement_group ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            "ON CONFLICT (number, version) DO NOTHING",
            columns
        ),
        {it.number, it.version, it.name, static_cast<std::int64_t>(it.closing),
         std::int64_t{it.pay_after_days}, it.fee_per_10000, it.tax_per_10000,
         it.registration_number, it.set_by.value, it.set_at.ms}
    );
    if (!done) return std::unexpected(done.error());
    return done->changed == 1;
}

Try<Members> members(store::Database& db) {
    const auto rows = db.run("SELECT organization, group_number FROM settlement_group_member");
    if (!rows) return std::unexpected(rows.error());
    Members found;
    for (const store::Row& r : rows->rows)
        found[{r.integer(0)}] = r.integer(1);
    return found;
}

Try<> put(store::Database& db, OrganizationId of, std::int64_t group, PersonId by, Instant now) {
    return db.execute(
        "INSERT INTO settlement_group_member (organization, group_number, set_by, set_ms) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (organization) DO UPDATE SET "
        "group_number = excluded.group_number, set_by = excluded.set_by, set_ms = excluded.set_ms",
        {of.value, group, by.value, now.ms}
    );
}

} // namespace settlement_groups_store

} // namespace meguri::features

#include "views/wallet_entries.hpp"

#include "views/follower.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::views {

using store::Row;

// EntryKind and AccountKind as the journal keeps them (docs/journal.md). All of a row is in its
// key: every question below is answered by one stretch of one index.
std::vector<store::Migration> wallet_entry_migrations() {
    return {{2026112431, "views_wallet_entries", R"(
CREATE TABLE view_wallet_entry (
    wallet {integer} NOT NULL,
    month {integer} NOT NULL,
    seq {integer} NOT NULL,
    program {integer} NOT NULL,
    kind {integer} NOT NULL,
    PRIMARY KEY (wallet, month, seq, program, kind)
){strict};
INSERT INTO view_position (name, seq) VALUES ('wallet_entries', 0);)"}};
}

namespace {

// The same entries as in the history without a filter: a card's top-up counts when it is posted, a
// tax when it is held; of a stay that moved nothing the note on the chain (program 0).
constexpr std::string_view take_sql =
    "INSERT INTO view_wallet_entry (wallet, month, seq, program, kind) "
    "SELECT DISTINCT l.holder, e.business_date / 100, e.seq, l.program, CASE "
    "WHEN e.kind IN (20, 30) THEN 2 WHEN e.kind IN (21, 29, 31) THEN 1 "
    "WHEN e.kind = 22 AND EXISTS (SELECT 1 FROM journal_leg r WHERE r.seq = e.seq AND r.kind = 2) "
    "THEN 1 WHEN e.kind = 22 THEN 2 WHEN e.kind = 23 THEN 5 WHEN e.kind IN (26, 27) THEN 4 "
    "ELSE 3 END "
    "FROM journal_entry e JOIN journal_leg l ON l.seq = e.seq "
    "WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 "
    "AND e.kind IN (20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31, 33, 34, 35, 36, 37) "
    "AND (e.kind <> 30 OR EXISTS (SELECT 1 FROM journal_leg f WHERE f.seq = e.seq AND f.n = 0 "
    "AND f.kind = 10)) AND l.kind IN (1, 9, 20) AND l.holder <> 0";

std::string among(const std::vector<ProgramId>& programs) {
    std::string list;
    for (const ProgramId each : programs)
        list += (list.empty() ? "" : ", ") + std::to_string(each.value);
    return list.empty() ? "-1" : list;
}

} // namespace

Try<bool> follow_wallet_entries(store::Database& db, std::int64_t legs) {
    const auto next = db.run(
        "SELECT p.seq, (SELECT l.seq FROM journal_leg l WHERE l.seq > p.seq ORDER BY l.seq, l.n "
        "LIMIT 1 OFFSET $1) FROM view_position p WHERE p.name = 'wallet_entries'",
        {legs}
    );
    if (!next) return std::unexpected(next.error());
    const Row& at = next->one();
    const std::int64_t entries = at.is_null(1) ? legs : at.integer(1) - at.integer(0) - 1;
    const std::int64_t rows = std::clamp<std::int64_t>(entries, 1, legs);
    return follow_journal(db, "wallet_entries", rows, [&db](std::int64_t from, std::int64_t to) {
        return db.execute(take_sql, {from, to});
    });
}

Try<std::vector<Seq>>
wallet_entries(store::Database& db, const WalletFilter& filter, Seq before, std::int64_t most) {
    std::string sql = "SELECT DISTINCT month, seq FROM view_wallet_entry WHERE wallet = $1";
    std::vector<store::Value> values;
    const auto add = [&](std::int64_t value) {
        values.emplace_back(std::in_place_type<std::int64_t>, value);
    };
    add(filter.wallet.value);
    const auto narrow = [&](std::string_view condition, std::int64_t value) {
        add(value);
        sql += fmt::format(" AND {} ${}", condition, values.size());
    };
    if (filter.month) narrow("month =", filter.month);
    if (before) narrow("seq <", before.value);
    if (filter.kind != WalletKind::any) narrow("kind =", static_cast<std::int64_t>(filter.kind));
    if (filter.programs) sql += fmt::format(" AND program IN ({})", among(*filter.programs));
    add(most);
    sql += fmt::format(" ORDER BY month DESC, seq DESC LIMIT ${}", values.size());
    const auto rows = db.run(sql, values);
    if (!rows) return std::unexpected(rows.error());
    std::vector<Seq> entries;
    for (const Row& r : rows->rows)
        entries.push_back({r.integer(1)});
    return entries;
}

Try<WalletChoices> wallet_choices(store::Database& db, WalletId wallet) {
    WalletChoices choices;
    const auto months = db.run(
        "SELECT DISTINCT month FROM view_wallet_entry WHERE wallet = $1 ORDER BY month DESC "
        "LIMIT 120",
        {wallet.value}
    );
    if (!months) return std::unexpected(months.error());
    for (const Row& r : months->rows)
        choices.months.push_back(r.integer(0));
    const auto programs = db.run(
        "SELECT DISTINCT program FROM view_wallet_entry WHERE wallet = $1 AND program <> 0 "
        "ORDER BY program",
        {wallet.value}
    );
    if (!programs) return std::unexpected(programs.error());
    for (const Row& r : programs->rows)
        choices.programs.push_back({r.integer(0)});
    return choices;
}

} // namespace meguri::views

#include "views/program_books.hpp"

#include "views/follower.hpp"

#include <fmt/format.h>
#include <map>

namespace meguri::views {

namespace {

// Of days: the whole city. Of months: one place; only accounts outside wallets.
struct Key {
    std::int64_t place, program, time, account, origin, kind;
    friend auto operator<=>(const Key&, const Key&) = default;
};
struct Sum {
    std::int64_t entries = 0, amount = 0;
};
struct Sums {
    std::map<Key, Sum> days, months;
};

// One entry in one program.
struct Moved {
    std::int64_t seq = 0, day = 0, kind = 0, place = 0, program = 0;
    std::vector<ValueLeg> legs;
    std::vector<std::pair<std::int64_t, std::int64_t>> owed; // place, by how much that changed
};

std::int64_t month_of(std::int64_t day) { return day / 100; }

void add(std::map<Key, Sum>& sums, const Key& key, std::int64_t amount) {
    Sum& sum = sums[key];
    sum.entries += 1;
    sum.amount += amount;
}

void add(Sums& sums, const Moved& e) {
    const auto of_place = [&](std::int64_t place, const OriginLeg& leg) {
        const auto origin = static_cast<std::int64_t>(leg.origin);
        const Key key{place, e.program, month_of(e.day), leg.account, origin, e.kind};
        add(sums.months, key, leg.amount);
    };
    for (const OriginLeg& leg : by_origin(e.legs)) {
        const auto origin = static_cast<std::int64_t>(leg.origin);
        add(sums.days, {0, e.program, e.day, leg.account, origin, e.kind}, leg.amount);
        if (e.place != 0 && leg.account != account::lot && leg.account != account::hold)
            of_place(e.place, leg);
    }
    if (e.place != 0) return;
    for (const auto& [place, amount] : e.owed) // a settlement: of many places
        of_place(place, {account::receivable, Origin::none, amount});
}

constexpr std::string_view select_legs =
    "SELECT l.seq, e.business_date, e.kind, e.place, l.program, l.kind, l.rights, l.amount, "
    "l.holder "
    "FROM journal_leg l JOIN journal_entry e ON e.seq = l.seq "
    "WHERE l.seq > $1 AND l.seq <= $2 AND e.refusal = 0 AND l.kind <= 11 "
    "ORDER BY l.seq, l.program, l.n";

// Calls `each(Moved)` for every entry and program of from < seq <= to.
template <class Each>
Try<> read_legs(store::Database& db, std::int64_t from, std::int64_t to, Each each) {
    const auto rows = db.run(select_legs, {from, to});
    if (!rows) return std::unexpected(rows.error());
    Moved at;
    for (const store::Row& r : rows->rows) {
        if (r.integer(0) != at.seq || r.integer(4) != at.program) {
            if (!at.legs.empty()) each(at);
            at = {r.integer(0), r.integer(1), r.integer(2), r.integer(3), r.integer(4), {}, {}};
        }
        const std::int64_t kind = r.integer(5), amount = r.integer(7);
        at.legs.push_back({kind, (r.integer(6) & 1) != 0, amount});
        if (kind == account::receivable) at.owed.emplace_back(r.integer(8), amount);
    }
    if (!at.legs.empty()) each(at);
    return {};
}

Try<> write_day(store::Database& db, const Key& key, const Sum& sum) {
    return db.execute(
        "INSERT INTO view_program_day (program, business_date, account, origin, kind, entries, "
        "amount) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (program, business_date, account, origin, kind) DO UPDATE SET "
        "entries = view_program_day.entries + excluded.entries, "
        "amount = view_program_day.amount + excluded.amount",
        {key.program, key.time, key.account, key.origin, key.kind, sum.entries, sum.amount}
    );
}

Try<> write_month(store::Database& db, const Key& key, const Sum& sum) {
    return db.execute(
        "INSERT INTO view_place_month (place, program, month, account, origin, kind, entries, "
        "amount) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (place, program, month, account, origin, kind) DO UPDATE SET "
        "entries = view_place_month.entries + excluded.entries, "
        "amount = view_place_month.amount + excluded.amount",
        {key.place, key.program, key.time, key.account, key.origin, key.kind, sum.entries,
         sum.amount}
    );
}

// The newest entry before the moment; the journal's time never goes back (docs/journal.md).
Try<std::int64_t> last_before(store::Database& db, Instant moment, std::int64_t end) {
    std::int64_t known = 0, beyond = end + 1; // known is before it, beyond is not
    while (beyond - known > 1) {
        const std::int64_t middle = known + (beyond - known) / 2;
        const auto at = db.run("SELECT at_ms FROM journal_entry WHERE seq = $1", {middle});
        if (!at) return std::unexpected(at.error());
        (at->one().integer(0) < moment.ms ? known : beyond) = middle;
    }
    return known;
}

} // namespace

std::vector<store::Migration> program_books_migrations() {
    return {{2026112481, "views_program_books", R"(
CREATE TABLE view_program_day (
    program {integer} NOT NULL,
    business_date {integer} NOT NULL,
    account {integer} NOT NULL,
    origin {integer} NOT NULL,
    kind {integer} NOT NULL,
    entries {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (program, business_date, account, origin, kind)
){strict};
CREATE TABLE view_place_month (
    place {integer} NOT NULL,
    program {integer} NOT NULL,
    month {integer} NOT NULL,
    account {integer} NOT NULL,
    origin {integer} NOT NULL,
    kind {integer} NOT NULL,
    entries {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (place, program, month, account, origin, kind)
){strict};
INSERT INTO view_position (name, seq) VALUES ('program_books', 0);
DROP TABLE view_paid_day;
DELETE FROM view_position WHERE name = 'base_dates';)"}};
}

Try<bool> follow_program_books(store::Database& db, std::int64_t rows) {
    const auto take = [&db](std::int64_t from, std::int64_t to) -> Try<> {
        Sums sums;
        const auto read = read_legs(db, from, to, [&](const Moved& e) { add(sums, e); });
        if (!read) return read;
        for (const auto& [key, sum] : sums.days) {
            if (auto done = write_day(db, key, sum); !done) return done;
        }
        for (const auto& [key, sum] : sums.months) {
            if (auto done = write_month(db, key, sum); !done) return done;
        }
        return {};
    };
    return follow_journal(db, "program_books", rows, take);
}

Try<Position> program_books_position(store::Database& db) {
    const auto rows = db.run("SELECT p.seq, h.seq FROM view_position p, journal_head h "
                             "WHERE p.name = 'program_books'");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return Position{};
    return Position{{rows->one().integer(0)}, rows->one().integer(0) >= rows->one().integer(1)};
}

Try<BalancesByOrigin> balances_until(store::Database& db, ProgramId program, Date day) {
    const auto rows = db.run(
        "SELECT account, origin, CAST(SUM(amount) AS BIGINT) FROM view_program_day "
        "WHERE program = $1 AND business_date <= $2 GROUP BY account, origin",
        {program.value, day.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    BalancesByOrigin balances{};
    for (const store::Row& r : rows->rows)
        balances[static_cast<std::size_t>(r.integer(1))][static_cast<std::size_t>(r.integer(0))] =
            r.integer(2);
    return balances;
}

Try<EntryRange> entries_before(store::Database& db, Date day, Instant moment) {
    const auto end = program_books_position(db);
    if (!end) return std::unexpected(end.error());
    const auto from = last_before(db, day.begins(), end->as_of.value);
    if (!from) return std::unexpected(from.error());
    const auto to = last_before(db, moment, end->as_of.value);
    if (!to) return std::unexpected(to.error());
    return EntryRange{{*from}, {*to}};
}

Try<> add_changes(store::Database& db, EntryRange entries, Changes& changes) {
    return read_legs(db, entries.from.value, entries.to.value, [&](const Moved& e) {
        BalancesByOrigin& of = changes[{e.program}];
        for (const OriginLeg& leg : by_origin(e.legs))
            of[static_cast<std::size_t>(leg.origin)][static_cast<std::size_t>(leg.account)] +=
                leg.amount;
    });
}

Try<std::vector<Flow>> flows(store::Database& db, ProgramId program, Date from, Date to) {
    const auto rows = db.run(
        "SELECT account, origin, kind, CAST(SUM(entries) AS BIGINT), CAST(SUM(amount) AS BIGINT) "
        "FROM view_program_day WHERE program = $1 AND business_date >= $2 AND business_date <= $3 "
        "GROUP BY account, origin, kind ORDER BY account, origin, kind",
        {program.value, from.number(), to.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Flow> all;
    for (const store::Row& r : rows->rows)
        all.push_back(
            {r.integer(0), static_cast<Origin>(r.integer(1)), r.integer(2), r.integer(3),
             r.integer(4)}
        );
    return all;
}

Try<std::vector<PlaceFlow>> place_flows(
    store::Database& db, PlaceId after, std::int64_t most, std::int64_t from_month,
    std::int64_t to_month
) {
    const auto rows = db.run(
        "SELECT place, program, account, origin, kind, CAST(SUM(entries) AS BIGINT), "
        "CAST(SUM(amount) AS BIGINT) FROM view_place_month WHERE month >= $1 AND month <= $2 AND "
        "place IN (SELECT DISTINCT place FROM view_place_month WHERE place > $3 AND month >= $1 "
        "AND month <= $2 ORDER BY place LIMIT $4) GROUP BY place, program, account, origin, kind "
        "ORDER BY place, program, account, origin, kind",
        {from_month, to_month, after.value, most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<PlaceFlow> all;
    for (const store::Row& r : rows->rows)
        all.push_back(
            {{r.integer(0)},
             {r.integer(1)},
             {r.integer(2), static_cast<Origin>(r.integer(3)), r.integer(4), r.integer(5),
              r.integer(6)}}
        );
    return all;
}

} // namespace meguri::views

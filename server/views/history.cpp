#include "views/history.hpp"

#include "views/follower.hpp"

namespace meguri::views {

namespace {

// EntryKind as the journal keeps it (docs/journal.md).
constexpr std::int64_t top_up = 20, payment = 21, cancel = 22;

template <class Sums> void add(Sums& sums, std::int64_t kind, std::int64_t n, std::int64_t yen) {
    if (kind == payment) sums.payments += n, sums.paid += yen;
    if (kind == cancel) sums.cancels += n, sums.cancelled += yen;
    if (kind == top_up) sums.top_ups += n, sums.topped_up += yen;
}

// Rows of (program, kind, what the place is owed by it), by program: cancels are negative.
std::vector<ProgramSum> program_sums(const store::Rows& rows) {
    std::vector<ProgramSum> sums;
    for (const store::Row& r : rows.rows) {
        if (sums.empty() || sums.back().program.value != r.integer(0))
            sums.push_back({{r.integer(0)}});
        if (r.integer(1) == payment) sums.back().paid += r.integer(2);
        if (r.integer(1) == cancel) sums.back().cancelled -= r.integer(2);
    }
    return sums;
}

} // namespace

std::vector<store::Migration> migrations() {
    return {
        {2026112202, "views_history", R"(
CREATE TABLE view_place_entry (
    place {integer} NOT NULL,
    business_date {integer} NOT NULL,
    seq {integer} NOT NULL,
    kind {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (place, business_date, seq)
){strict};
CREATE TABLE view_day (
    business_date {integer} NOT NULL,
    kind {integer} NOT NULL,
    entries {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (business_date, kind)
){strict};
CREATE TABLE view_position (name {text} PRIMARY KEY, seq {integer} NOT NULL){strict};
INSERT INTO view_position (name, seq) VALUES ('history', 0);)"},
        // Entries before this one paid with money only.
        {2026112252, "views_day_program", R"(
CREATE TABLE view_day_program (
    business_date {integer} NOT NULL,
    program {integer} NOT NULL,
    kind {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (business_date, program, kind)
){strict};)"}
    };
}

namespace {

// Each takes in the entries from < seq <= to.
Try<> follow_places(store::Database& db, std::int64_t from, std::int64_t to) {
    return db.execute(
        "INSERT INTO view_place_entry (place, business_date, seq, kind, amount) "
        "SELECT place, business_date, seq, kind, amount FROM journal_entry "
        "WHERE seq > $1 AND seq <= $2 AND refusal = 0 AND place <> 0 AND (kind IN (20, 21) OR "
        // of payments only: what a shop gives back; a top-up taken back is no sale's
        "(kind = 22 AND EXISTS (SELECT 1 FROM journal_leg l WHERE l.seq = journal_entry.seq "
        "AND l.kind = 2))) "
        "ORDER BY place, business_date, seq",
        {from, to}
    );
}

// A payment that was taken back whole on its day does not count; a part of it, or one of an earlier
// day, takes no payment away.
Try<> follow_days(store::Database& db, std::int64_t from, std::int64_t to) {
    return db.execute(
        "INSERT INTO view_day (business_date, kind, entries, amount) "
        "SELECT business_date, kind, SUM(CASE WHEN kind = 22 AND NOT EXISTS (SELECT 1 FROM "
        "journal_entry p WHERE p.seq = journal_entry.names AND p.amount = journal_entry.amount "
        "AND p.business_date = journal_entry.business_date) THEN 0 ELSE 1 END), "
        "CAST(SUM(amount) AS BIGINT) FROM journal_entry "
        "WHERE seq > $1 AND seq <= $2 AND refusal = 0 AND (kind IN (20, 21) OR (kind = 22 AND "
        "EXISTS (SELECT 1 FROM journal_leg l WHERE l.seq = journal_entry.seq AND l.kind = 2))) "
        "GROUP BY business_date, kind "
        "ON CONFLICT (business_date, kind) DO UPDATE SET entries = view_day.entries + "
        "excluded.entries, amount = view_day.amount + excluded.amount",
        {from, to}
    );
}

// What places are owed, day by day and program by program.
Try<> follow_programs(store::Database& db, std::int64_t from, std::int64_t to) {
    return db.execute(
        "INSERT INTO view_day_program (business_date, program, kind, amount) "
        "SELECT e.business_date, l.program, e.kind, CAST(SUM(l.amount) AS BIGINT) "
        "FROM journal_entry e JOIN journal_leg l ON l.seq = e.seq AND l.kind = 2 "
        "WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 AND e.kind IN (21, 22) "
        "GROUP BY e.business_date, l.program, e.kind "
        "ON CONFLICT (business_date, program, kind) DO UPDATE SET "
        "amount = view_day_program.amount + excluded.amount",
        {from, to}
    );
}

} // namespace

Try<bool> follow(store::Database& db, std::int64_t rows) {
    const auto take = [&db](std::int64_t from, std::int64_t to) -> Try<> {
        if (auto done = follow_places(db, from, to); !done) return done;
        if (auto done = follow_days(db, from, to); !done) return done;
        return follow_programs(db, from, to);
    };
    return follow_journal(db, "history", rows, take);
}

namespace {

// How many payments of the day were taken back whole, at once or part by part, on the same day.
Try<std::int64_t> undone_whole(store::Database& db, PlaceId place, Date day) {
    const auto count = db.run(
        "SELECT COUNT(*) FROM (SELECT c.names FROM view_place_entry e "
        "JOIN journal_entry c ON c.seq = e.seq JOIN journal_entry p ON p.seq = c.names "
        "WHERE e.place = $1 AND e.business_date = $2 AND e.kind = 22 AND p.kind = 21 "
        "AND p.business_date = $2 GROUP BY c.names, p.amount "
        "HAVING SUM(c.amount) >= p.amount) AS whole",
        {place.value, day.number()}
    );
    if (!count) return std::unexpected(count.error());
    return count->one().integer(0);
}

} // namespace

Try<PlaceDay> place_day(store::Database& db, PlaceId place, Date day, std::int64_t most) {
    PlaceDay found;
    const auto at = db.run("SELECT seq FROM view_position WHERE name = 'history'");
    if (!at) return std::unexpected(at.error());
    found.as_of = {at->one().integer(0)};
    const auto sums = db.run(
        "SELECT kind, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM view_place_entry "
        "WHERE place = $1 AND business_date = $2 GROUP BY kind",
        {place.value, day.number()}
    );
    if (!sums) return std::unexpected(sums.error());
    for (const store::Row& r : sums->rows)
        add(found, r.integer(0), r.integer(1), r.integer(2));
    const auto undone = undone_whole(db, place, day);
    if (!undone) return std::unexpected(undone.error());
    found.cancels = *undone;
    const auto seqs = db.run(
        "SELECT seq FROM view_place_entry WHERE place = $1 AND business_date = $2 ORDER BY seq "
        "DESC LIMIT $3",
        {place.value, day.number(), most}
    );
    if (!seqs) return std::unexpected(seqs.error());
    for (const store::Row& r : seqs->rows)
        found.entries.push_back({r.integer(0)});
    const auto split = db.run(
        "SELECT l.program, e.kind, CAST(SUM(l.amount) AS BIGINT) FROM view_place_entry e "
        "JOIN journal_leg l ON l.seq = e.seq AND l.kind = 2 "
        "WHERE e.place = $1 AND e.business_date = $2 AND e.kind IN (21, 22) "
        "GROUP BY l.program, e.kind ORDER BY l.program, e.kind",
        {place.value, day.number()}
    );
    if (!split) return std::unexpected(split.error());
    found.by_program = program_sums(*split);
    return found;
}

Try<DaySum> day_sum(store::Database& db, Date day) {
    const auto rows = db.run(
        "SELECT kind, entries, amount FROM view_day WHERE business_date = $1", {day.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    DaySum sum;
    for (const store::Row& r : rows->rows)
        add(sum, r.integer(0), r.integer(1), r.integer(2));
    const auto split = db.run(
        "SELECT program, kind, amount FROM view_day_program WHERE business_date = $1 "
        "ORDER BY program, kind",
        {day.number()}
    );
    if (!split) return std::unexpected(split.error());
    sum.by_program = program_sums(*split);
    return sum;
}

} // namespace meguri::views

#include "views/place_books.hpp"

#include "views/follower.hpp"

#include <fmt/format.h>

namespace meguri::views {

// EntryKind as the journal keeps it (docs/journal.md): 20 top_up, 21 payment, 22 cancel, 33 claim,
// 35 check_out, 36 correct_stay. Legs of kind 1 are lots, of kind 2 what a place is owed.
std::vector<store::Migration> place_books_migrations() {
    return {{2026112421, "views_place_books", R"(
CREATE TABLE view_place_sum (
    place {integer} NOT NULL,
    business_date {integer} NOT NULL,
    program {integer} NOT NULL,
    person {integer} NOT NULL,
    kind {integer} NOT NULL,
    entries {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (place, business_date, program, person, kind)
){strict};
CREATE TABLE view_payment_cancel (
    seq {integer} PRIMARY KEY,
    payment {integer} NOT NULL,
    place {integer} NOT NULL,
    person {integer} NOT NULL,
    business_date {integer} NOT NULL,
    amount {integer} NOT NULL,
    paid {integer} NOT NULL,
    same_day {integer} NOT NULL
){strict};
CREATE INDEX view_payment_cancel_payment ON view_payment_cancel (payment, seq);
CREATE TABLE view_place_cash (
    place {integer} NOT NULL,
    business_date {integer} NOT NULL,
    seq {integer} NOT NULL,
    person {integer} NOT NULL,
    amount {integer} NOT NULL,
    of_date {integer} NOT NULL,
    PRIMARY KEY (place, business_date, seq)
){strict};
CREATE TABLE view_given (
    seq {integer} NOT NULL,
    program {integer} NOT NULL,
    place {integer} NOT NULL,
    organization {integer} NOT NULL,
    business_date {integer} NOT NULL,
    wallet {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (seq, program)
){strict};
CREATE INDEX view_given_organization ON view_given (organization, business_date);
INSERT INTO view_position (name, seq) VALUES ('place_books', 0);)"}};
}

namespace {

constexpr std::string_view staff_of_e = "CASE WHEN e.actor_kind = 3 THEN e.actor ELSE 0 END";
constexpr std::string_view add_to_sum =
    "ON CONFLICT (place, business_date, program, person, kind) DO UPDATE SET "
    "entries = view_place_sum.entries + excluded.entries, "
    "amount = view_place_sum.amount + excluded.amount";

using Range = std::pair<std::int64_t, std::int64_t>; // from < seq <= to

Try<> run(store::Database& db, Range range, const std::string& sql) {
    return db.execute(sql, {range.first, range.second});
}

// Cancels of payments first: the sums ask how much of a payment has been taken back, and whose sale
// it was.
Try<> take_cancels(store::Database& db, Range range) {
    return run(
        db, range,
        "INSERT INTO view_payment_cancel (payment, seq, place, person, business_date, amount, "
        "paid, same_day) SELECT p.seq, e.seq, p.place, CASE WHEN p.actor_kind = 3 THEN p.actor "
        "ELSE 0 END, e.business_date, e.amount, p.amount, CASE WHEN p.business_date = "
        "e.business_date THEN 1 ELSE 0 END FROM journal_entry e JOIN journal_entry p ON p.seq = "
        "e.names WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 AND e.kind = 22 AND p.kind = 21"
    );
}

Try<> take_payments(store::Database& db, Range range) {
    return run(
        db, range,
        fmt::format(
            "INSERT INTO view_place_sum (place, business_date, program, person, kind, entries, "
            "amount) SELECT e.place, e.business_date, 0, {0}, 21, COUNT(*), "
            "CAST(SUM(e.amount) AS BIGINT) FROM journal_entry e WHERE e.seq > $1 AND e.seq <= $2 "
            "AND e.refusal = 0 AND e.kind = 21 AND e.place <> 0 "
            "GROUP BY e.place, e.business_date, {0} {1}",
            staff_of_e, add_to_sum
        )
    );
}

// A payment counts as undone with the cancel that takes back the last of it on its own day.
Try<> take_undone(store::Database& db, Range range) {
    return run(
        db, range,
        fmt::format(
            "INSERT INTO view_place_sum (place, business_date, program, person, kind, entries, "
            "amount) SELECT c.place, c.business_date, 0, c.person, 22, SUM(CASE WHEN c.same_day = "
            "1 AND (SELECT SUM(o.amount) FROM view_payment_cancel o WHERE o.payment = c.payment "
            "AND o.seq <= c.seq) >= c.paid THEN 1 ELSE 0 END), CAST(SUM(c.amount) AS BIGINT) "
            "FROM view_payment_cancel c WHERE c.seq > $1 AND c.seq <= $2 "
            "GROUP BY c.place, c.business_date, c.person {}",
            add_to_sum
        )
    );
}

// The same by program: what the place is owed by it, cancels with their sign turned.
Try<> take_programs(store::Database& db, Range range) {
    return run(
        db, range,
        fmt::format(
            "INSERT INTO view_place_sum (place, business_date, program, person, kind, entries, "
            "amount) SELECT e.place, e.business_date, l.program, COALESCE(c.person, {0}), e.kind, "
            "SUM(CASE WHEN e.kind = 21 THEN 1 WHEN c.same_day = 1 AND (SELECT SUM(o.amount) FROM "
            "view_payment_cancel o WHERE o.payment = c.payment AND o.seq <= c.seq) >= c.paid "
            "THEN 1 ELSE 0 END), "
            "CAST(SUM(CASE WHEN e.kind = 21 THEN l.amount ELSE 0 - l.amount END) AS BIGINT) "
            "FROM journal_entry e JOIN journal_leg l ON l.seq = e.seq AND l.kind = 2 "
            "LEFT JOIN view_payment_cancel c ON c.seq = e.seq AND c.payment = e.names "
            "WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 AND e.kind IN (21, 22) AND "
            "e.place <> 0 GROUP BY e.place, e.business_date, l.program, COALESCE(c.person, {0}), "
            "e.kind {1}",
            staff_of_e, add_to_sum
        )
    );
}

// Whoever of the staff handed cash back stands for it; where the city took a top-up back, whoever
// took the cash.
Try<> take_cash(store::Database& db, Range range) {
    return run(
        db, range,
        "INSERT INTO view_place_cash (place, business_date, seq, person, amount, of_date) "
        "SELECT e.place, e.business_date, e.seq, e.actor, e.amount, e.business_date "
        "FROM journal_entry e WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 "
        "AND e.kind = 20 AND e.place <> 0 AND e.actor_kind = 3 UNION ALL "
        "SELECT p.place, e.business_date, e.seq, CASE WHEN e.actor_kind = 3 THEN e.actor ELSE "
        "p.actor END, 0 - e.amount, p.business_date FROM journal_entry e "
        "JOIN journal_entry p ON p.seq = e.names WHERE e.seq > $1 AND e.seq <= $2 "
        "AND e.refusal = 0 AND e.kind = 22 AND p.kind = 20 AND p.place <> 0 AND p.actor_kind = 3"
    );
}

// What came into wallets by a handout out of an organization's budget, and what a corrected stay
// took out again. Legs of kind 8 are budgets.
Try<> take_given(store::Database& db, Range range) {
    return run(
        db, range,
        "INSERT INTO view_given (seq, program, place, organization, business_date, wallet, amount) "
        "SELECT e.seq, l.program, e.place, MAX(b.holder), e.business_date, e.wallet, "
        "CAST(0 - SUM(b.amount) AS BIGINT) FROM journal_entry e "
        "JOIN journal_leg b ON b.seq = e.seq AND b.kind = 8 "
        "JOIN (SELECT DISTINCT seq, program FROM journal_leg WHERE seq > $1 AND seq <= $2 AND "
        "kind = 1) l ON l.seq = e.seq AND l.program = b.program "
        "WHERE e.seq > $1 AND e.seq <= $2 AND e.refusal = 0 AND e.kind IN (33, 35, 36) "
        "GROUP BY e.seq, l.program, e.place, e.business_date, e.wallet"
    );
}

} // namespace

Try<bool> follow_place_books(store::Database& db, std::int64_t rows) {
    const auto take = [&db](std::int64_t from, std::int64_t to) -> Try<> {
        for (const auto step :
             {take_cancels, take_payments, take_undone, take_programs, take_cash, take_given}) {
            if (auto done = step(db, {from, to}); !done) return done;
        }
        return {};
    };
    return follow_journal(db, "place_books", rows, take);
}

Try<std::vector<PlaceSum>> place_sums(store::Database& db, const PlaceFilter& filter) {
    std::string sql = "SELECT program, kind, CAST(SUM(entries) AS BIGINT), "
                      "CAST(SUM(amount) AS BIGINT) FROM view_place_sum "
                      "WHERE place = $1 AND business_date >= $2 AND business_date <= $3";
    if (filter.program) sql += fmt::format(" AND program = {}", filter.program.value);
    if (filter.person) sql += fmt::format(" AND person = {}", filter.person.value);
    sql += " GROUP BY program, kind ORDER BY program, kind";
    const auto rows = db.run(sql, {filter.place.value, filter.from.number(), filter.to.number()});
    if (!rows) return std::unexpected(rows.error());
    std::vector<PlaceSum> sums;
    for (const store::Row& r : rows->rows) {
        if (sums.empty() || sums.back().program.value != r.integer(0))
            sums.push_back({{r.integer(0)}});
        PlaceSum& sum = sums.back();
        if (r.integer(1) == 21) sum.payments += r.integer(2), sum.paid += r.integer(3);
        if (r.integer(1) == 22) sum.undone += r.integer(2), sum.cancelled += r.integer(3);
    }
    return sums;
}

Try<std::vector<TakenSum>> taken_until(store::Database& db, Date until) {
    const auto rows = db.run(
        "SELECT place, program, CAST(SUM(CASE WHEN kind = 21 THEN amount ELSE 0 - amount END) AS "
        "BIGINT) FROM view_place_sum WHERE program <> 0 AND business_date <= $1 "
        "GROUP BY place, program ORDER BY place, program",
        {until.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<TakenSum> sums;
    for (const store::Row& r : rows->rows)
        sums.push_back({{r.integer(0)}, {r.integer(1)}, r.integer(2)});
    return sums;
}

Try<std::vector<PersonId>> place_people(store::Database& db, PlaceId place, Date from, Date to) {
    const auto rows = db.run(
        "SELECT DISTINCT person FROM view_place_sum WHERE place = $1 AND business_date >= $2 "
        "AND business_date <= $3 AND program = 0 AND person <> 0 ORDER BY person",
        {place.value, from.number(), to.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<PersonId> people;
    for (const store::Row& r : rows->rows)
        people.push_back({r.integer(0)});
    return people;
}

Try<std::vector<PlaceEntry>> place_entries(
    store::Database& db, const PlaceFilter& filter, Seq beyond, std::int64_t most, bool oldest_first
) {
    std::string sql = fmt::format(
        "SELECT v.seq, {}, CAST(COALESCE((SELECT SUM(c.amount) FROM view_payment_cancel c WHERE "
        "c.payment = v.seq AND c.same_day = 1), 0) AS BIGINT), COALESCE((SELECT MAX(c.seq) FROM "
        "view_payment_cancel c WHERE c.payment = v.seq AND c.same_day = 1), 0) "
        "FROM view_place_entry v JOIN journal_entry e ON e.seq = v.seq "
        "WHERE v.place = $1 AND v.business_date >= $2 AND v.business_date <= $3 ",
        staff_of_e
    );
    // A cancel of the same day strikes its payment's row through and has none of its own.
    sql += oldest_first ? "AND v.kind IN (21, 22)"
                        : "AND (v.kind = 21 OR (v.kind = 22 AND NOT EXISTS (SELECT 1 FROM "
                          "view_payment_cancel c WHERE c.payment = e.names AND c.seq = e.seq AND "
                          "c.same_day = 1)))";
    if (filter.person)
        sql += fmt::format(
            " AND ((v.kind = 21 AND e.actor_kind = 3 AND e.actor = {0}) OR EXISTS (SELECT 1 FROM "
            "view_payment_cancel c WHERE c.seq = v.seq AND c.person = {0}))",
            filter.person.value
        );
    if (filter.program)
        sql += fmt::format(
            " AND EXISTS (SELECT 1 FROM journal_leg l WHERE l.seq = v.seq AND l.kind = 2 AND "
            "l.program = {})",
            filter.program.value
        );
    if (beyond) sql += fmt::format(" AND v.seq {} {}", oldest_first ? '>' : '<', beyond.value);
    const char* order = oldest_first ? "ASC" : "DESC";
    sql += fmt::format(" ORDER BY v.business_date {0}, v.seq {0} LIMIT {1}", order, most);
    const auto rows = db.run(sql, {filter.place.value, filter.from.number(), filter.to.number()});
    if (!rows) return std::unexpected(rows.error());
    std::vector<PlaceEntry> entries;
    for (const store::Row& r : rows->rows)
        entries.push_back({{r.integer(0)}, {r.integer(1)}, r.integer(2), {r.integer(3)}});
    return entries;
}

Try<std::vector<CashRow>> place_cash(store::Database& db, PlaceId place, Date day) {
    const auto rows = db.run(
        "SELECT seq, person, amount, of_date FROM view_place_cash WHERE place = $1 AND "
        "business_date = $2 ORDER BY seq",
        {place.value, day.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<CashRow> cash;
    for (const store::Row& r : rows->rows)
        cash.push_back({{r.integer(0)}, {r.integer(1)}, r.integer(2), Date::of_number(r.integer(3))}
        );
    return cash;
}

Try<std::vector<GivenSum>> place_given(store::Database& db, PlaceId place, Date from, Date to) {
    const auto rows = db.run(
        "SELECT program, CAST(SUM(amount) AS BIGINT), COUNT(DISTINCT wallet), COUNT(*) "
        "FROM view_given WHERE organization = (SELECT organization FROM place_texts WHERE place = "
        "$1) AND (place = $1 OR place = 0) AND business_date >= $2 AND business_date <= $3 "
        "GROUP BY program ORDER BY program",
        {place.value, from.number(), to.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<GivenSum> given;
    for (const store::Row& r : rows->rows)
        given.push_back({{r.integer(0)}, r.integer(1), r.integer(2), r.integer(3)});
    return given;
}

} // namespace meguri::views

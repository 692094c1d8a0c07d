#include "views/base_dates.hpp"

#include "views/program_books.hpp"

namespace meguri::views {

std::vector<store::Migration> base_date_migrations() {
    // Taken away again by program_books, which says the same and more.
    return {{2026112231, "views_base_dates", R"(
CREATE TABLE view_paid_day (
    program {integer} NOT NULL,
    business_date {integer} NOT NULL,
    flow {integer} NOT NULL,
    amount {integer} NOT NULL,
    PRIMARY KEY (program, business_date, flow)
){strict};
INSERT INTO view_position (name, seq) VALUES ('base_dates', 0);)"}};
}

bool is_base_date(Date day) {
    const Civil c = civil_from_days(day.days);
    return (c.month == 3 && c.day == 31) || (c.month == 9 && c.day == 30);
}

Date base_date_before(Date day) {
    const Civil c = civil_from_days(day.days);
    const Date march = Date::from_civil(c.year, 3, 31), september = Date::from_civil(c.year, 9, 30);
    if (day > september) return september;
    return day > march ? march : Date::from_civil(c.year - 1, 9, 30);
}

Date last_base_date(Date today) { return base_date_before(today); }

Try<BaseDates> base_dates(store::Database& db, Date base_date) {
    const auto position = program_books_position(db);
    if (!position) return std::unexpected(position.error());
    BaseDates all{position->as_of, position->complete, {}};
    const std::int64_t before = base_date_before(base_date).number();
    const auto rows = db.run(
        "SELECT program, account, "
        "CAST(SUM(CASE WHEN business_date <= $1 THEN amount ELSE 0 END) AS BIGINT), "
        "CAST(SUM(CASE WHEN business_date > $1 THEN amount ELSE 0 END) AS BIGINT) "
        "FROM view_program_day WHERE business_date <= $2 AND origin = 1 AND account NOT IN (1, 9) "
        "GROUP BY program, account ORDER BY program, account",
        {before, base_date.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    for (const store::Row& r : rows->rows) {
        const ProgramId program{r.integer(0)};
        if (all.programs.empty() || all.programs.back().program != program)
            all.programs.push_back({program});
        BaseDateFigures& figures = all.programs.back();
        figures.opening -= r.integer(2);
        const std::int64_t amount = r.integer(3);
        switch (r.integer(1)) {
        case account::receivable:
        case account::public_dues: figures.collected += amount; break;
        case account::refunded: figures.refunded += amount; break;
        case account::expired: figures.expired += amount; break;
        case account::recovered: figures.taken_back += amount; break;
        default: figures.issued -= amount; // issue, a promise kept, an organization's budget
        }
    }
    return all;
}

std::int64_t deposit_due(std::int64_t unused) {
    constexpr std::int64_t free_up_to = 10'000'000;
    return unused > free_up_to ? (unused + 1) / 2 : 0;
}

} // namespace meguri::views

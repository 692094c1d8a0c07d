#include "views/base_dates.hpp"

#include "views/follower.hpp"

#include <array>
#include <map>

namespace meguri::views {

namespace {

// AccountKind as the journal keeps it (docs/journal.md).
namespace kind {
constexpr std::int64_t lot = 1, receivable = 2, issue = 3, expired = 4, refunded = 5,
                       public_dues = 6, budget = 8, hold = 9, reserved = 10, recovered = 11;
}
constexpr std::int64_t granted_bit = 1;

// Kept in the view's rows: never reuse one.
enum class Flow : std::uint8_t {
    issued = 1,
    collected = 2,
    refunded = 3,
    expired = 4,
    taken_back = 5
};
constexpr int flows = 6; // index = Flow

std::optional<Flow> flow_of(std::int64_t account) {
    switch (account) {
    case kind::issue:
    case kind::reserved:
    case kind::budget: return Flow::issued;
    case kind::receivable:
    case kind::public_dues: return Flow::collected;
    case kind::refunded: return Flow::refunded;
    case kind::expired: return Flow::expired;
    case kind::recovered: return Flow::taken_back;
    default: return std::nullopt;
    }
}

// One program in one entry.
struct Movement {
    std::int64_t paid = 0, granted = 0;       // into wallets
    std::array<std::int64_t, flows> others{}; // into the other accounts, by flow
};
struct Key {
    std::int64_t program, day;
    Flow flow;
    friend auto operator<=>(const Key&, const Key&) = default;
};
using Sums = std::map<Key, std::int64_t>;

// Ordinary case: no granted value of the same program in the same entry. Where both kinds moved,
// the paid part counts with the flow that moved most: it must count once and whole.
void add(Sums& sums, std::int64_t program, std::int64_t day, const Movement& m) {
    const auto signed_for = [](Flow flow, std::int64_t into_account) {
        return flow == Flow::issued ? -into_account : into_account;
    };
    if (m.granted == 0) {
        if (m.paid == 0) return; // only value on its way outside wallets, or between them
        for (int f = 1; f < flows; ++f) {
            const std::int64_t moved = m.others[static_cast<std::size_t>(f)];
            const Flow flow = static_cast<Flow>(f);
            if (moved != 0) sums[{program, day, flow}] += signed_for(flow, moved);
        }
        return;
    }
    if (m.paid == 0) return;
    int most = 1;
    for (int f = 2; f < flows; ++f) {
        if (std::abs(m.others[static_cast<std::size_t>(f)]) >
            std::abs(m.others[static_cast<std::size_t>(most)]))
            most = f;
    }
    const Flow flow = static_cast<Flow>(most);
    sums[{program, day, flow}] += signed_for(flow, -m.paid);
}

Try<Sums> sums_of(store::Database& db, std::int64_t from, std::int64_t to) {
    const auto legs = db.run(
        "SELECT l.seq, e.business_date, l.program, l.kind, l.rights, l.amount "
        "FROM journal_leg l JOIN journal_entry e ON e.seq = l.seq "
        "WHERE l.seq > $1 AND l.seq <= $2 AND e.refusal = 0 AND l.kind < 20 "
        "ORDER BY l.seq, l.program",
        {from, to}
    );
    if (!legs) return std::unexpected(legs.error());
    Sums sums;
    Movement movement;
    std::int64_t seq = 0, day = 0, program = 0;
    for (const store::Row& r : legs->rows) {
        if (r.integer(0) != seq || r.integer(2) != program) {
            if (seq != 0) add(sums, program, day, movement);
            seq = r.integer(0), day = r.integer(1), program = r.integer(2);
            movement = {};
        }
        const std::int64_t account = r.integer(3), amount = r.integer(5);
        if (account == kind::lot || account == kind::hold)
            (r.integer(4) & granted_bit ? movement.granted : movement.paid) += amount;
        else if (const auto flow = flow_of(account))
            movement.others[static_cast<std::size_t>(*flow)] += amount;
    }
    if (seq != 0) add(sums, program, day, movement);
    return sums;
}

} // namespace

std::vector<store::Migration> base_date_migrations() {
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

Try<bool> follow_base_dates(store::Database& db, std::int64_t rows) {
    const auto take = [&db](std::int64_t from, std::int64_t to) -> Try<> {
        const auto sums = sums_of(db, from, to);
        if (!sums) return std::unexpected(sums.error());
        for (const auto& [key, amount] : *sums) {
            const auto done = db.execute(
                "INSERT INTO view_paid_day (program, business_date, flow, amount) "
                "VALUES ($1, $2, $3, $4) ON CONFLICT (program, business_date, flow) "
                "DO UPDATE SET amount = view_paid_day.amount + excluded.amount",
                {key.program, key.day, static_cast<std::int64_t>(key.flow), amount}
            );
            if (!done) return done;
        }
        return {};
    };
    return follow_journal(db, "base_dates", rows, take);
}

Try<BaseDates> base_dates(store::Database& db, Date base_date) {
    const auto position = db.run("SELECT p.seq, h.seq FROM view_position p, journal_head h "
                                 "WHERE p.name = 'base_dates'");
    if (!position) return std::unexpected(position.error());
    BaseDates all;
    if (!position->empty()) {
        all.as_of = {position->one().integer(0)};
        all.complete = position->one().integer(0) >= position->one().integer(1);
    }
    const std::int64_t before = base_date_before(base_date).number();
    const auto rows = db.run(
        "SELECT program, flow, "
        "CAST(SUM(CASE WHEN business_date <= $1 THEN amount ELSE 0 END) AS BIGINT), "
        "CAST(SUM(CASE WHEN business_date > $1 THEN amount ELSE 0 END) AS BIGINT) "
        "FROM view_paid_day WHERE business_date <= $2 GROUP BY program, flow "
        "ORDER BY program, flow",
        {before, base_date.number()}
    );
    if (!rows) return std::unexpected(rows.error());
    for (const store::Row& r : rows->rows) {
        const ProgramId program{r.integer(0)};
        if (all.programs.empty() || all.programs.back().program != program)
            all.programs.push_back({program});
        BaseDateFigures& figures = all.programs.back();
        const auto flow = static_cast<Flow>(r.integer(1));
        figures.opening += flow == Flow::issued ? r.integer(2) : -r.integer(2);
        switch (flow) {
        case Flow::issued: figures.issued = r.integer(3); break;
        case Flow::collected: figures.collected = r.integer(3); break;
        case Flow::refunded: figures.refunded = r.integer(3); break;
        case Flow::expired: figures.expired = r.integer(3); break;
        case Flow::taken_back: figures.taken_back = r.integer(3); break;
        }
    }
    return all;
}

std::int64_t deposit_due(std::int64_t unused) {
    constexpr std::int64_t free_up_to = 10'000'000;
    return unused > free_up_to ? (unused + 1) / 2 : 0;
}

} // namespace meguri::views

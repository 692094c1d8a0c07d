#include "audit/rows.hpp"

#include <algorithm>

namespace meguri::audit {

namespace {

using store::Row;

constexpr std::string_view entry_columns =
    "seq, at_ms, business_date, format, kind, refusal, actor_kind, actor, key_id, "
    "key_issued_at_ms, content, wallet, place, "
    "amount, names, reason, effects, explanation, salt, hash";
constexpr std::string_view leg_columns =
    "seq, n, kind, holder, program, expires_on, rights, amount, prev";
constexpr std::int64_t page_size = 500; // small enough to stay in the processor's cache

EntryRow entry_of(const Row& r) {
    EntryRow e{};
    e.seq = r.integer(0), e.at_ms = r.integer(1), e.business_date = r.integer(2),
    e.format = r.integer(3);
    e.kind = r.integer(4), e.refusal = r.integer(5), e.actor_kind = r.integer(6),
    e.actor = r.integer(7);
    if (!r.is_null(8)) e.key_id = r.blob(8);
    if (!r.is_null(9)) e.key_issued_at_ms = r.integer(9);
    if (!r.is_null(10)) e.content = r.blob(10);
    e.wallet = r.integer(11), e.place = r.integer(12), e.amount = r.integer(13),
    e.names = r.integer(14), e.reason = r.integer(15);
    e.effects = r.blob(16), e.explanation = r.blob(17), e.salt = r.blob(18), e.hash = r.blob(19);
    return e;
}

LegRow leg_of(const Row& r) {
    return {r.integer(0), r.integer(1), r.integer(2), r.integer(3), r.integer(4),
            r.integer(5), r.integer(6), r.integer(7), r.integer(8)};
}

// Gives each entry its legs; both are in order of seq. What is left over belongs to nobody.
std::vector<LegRow> hand_out(const std::vector<Row>& legs, std::vector<EntryRow>& entries) {
    std::vector<LegRow> orphans;
    auto entry = entries.begin();
    for (const Row& row : legs) {
        const LegRow leg = leg_of(row);
        while (entry != entries.end() && entry->seq < leg.seq)
            ++entry;
        const bool has_entry = entry != entries.end() && entry->seq == leg.seq;
        (has_entry ? entry->legs : orphans).push_back(leg);
    }
    return orphans;
}

Try<std::vector<EntryRow>> entries_where(
    store::Database& database, const std::string& where, std::vector<store::Value> parameters
) {
    auto rows = database.run(
        "SELECT " + std::string(entry_columns) + " FROM journal_entry WHERE " + where, parameters
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<EntryRow> entries;
    entries.reserve(rows->rows.size());
    for (const Row& row : rows->rows)
        entries.push_back(entry_of(row));
    return entries;
}

Try<store::Rows> legs_where(
    store::Database& database, const std::string& where, std::vector<store::Value> parameters
) {
    return database.run(
        "SELECT " + std::string(leg_columns) + " FROM journal_leg WHERE " + where +
            " ORDER BY seq, n",
        parameters
    );
}

// What the accepted cancels among `entries` take back. Not kept while streaming: a payment may be
// any age.
Try<std::vector<EntryRow>>
read_cancelled(store::Database& database, const std::vector<EntryRow>& entries) {
    const auto cancels = [](const EntryRow& e) { return e.kind == kind::cancel && !e.refused(); };
    if (std::none_of(entries.begin(), entries.end(), cancels)) return std::vector<EntryRow>{};
    const std::string named = "seq IN (SELECT names FROM journal_entry WHERE seq >= $1 AND seq <= "
                              "$2 AND kind = 22 AND refusal = 0)";
    const std::vector<store::Value> range{entries.front().seq, entries.back().seq};
    auto cancelled = entries_where(database, named + " ORDER BY seq", range);
    if (!cancelled) return cancelled;
    auto legs = legs_where(database, named, range);
    if (!legs) return std::unexpected(legs.error());
    hand_out(legs->rows, *cancelled);
    return cancelled;
}

Try<std::vector<GroupRow>>
read_groups(store::Database& database, std::int64_t after, std::int64_t until) {
    auto rows = database.run(
        "SELECT last_seq, first_seq, head FROM journal_group WHERE last_seq > $1 AND last_seq <= "
        "$2 ORDER BY last_seq",
        {after, until}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<GroupRow> groups;
    for (const Row& r : rows->rows)
        groups.push_back({r.integer(0), r.integer(1), r.blob(2)});
    return groups;
}

} // namespace

Try<Page> read_page(store::Database& database, std::int64_t after) {
    auto entries = entries_where(database, "seq > $1 ORDER BY seq LIMIT $2", {after, page_size});
    if (!entries) return std::unexpected(entries.error());
    // Behind the last entry nothing bounds the rest: none should be there, and what is must be
    // seen.
    const bool last = entries->size() < static_cast<std::size_t>(page_size);
    const std::int64_t until = last ? INT64_MAX : entries->back().seq;
    auto legs = legs_where(database, "seq > $1 AND seq <= $2", {after, until});
    if (!legs) return std::unexpected(legs.error());
    auto groups = read_groups(database, after, until);
    if (!groups) return std::unexpected(groups.error());
    auto cancelled = read_cancelled(database, *entries);
    if (!cancelled) return std::unexpected(cancelled.error());
    Page page{std::move(*entries), {}, std::move(*groups), std::move(*cancelled), last};
    page.orphans = hand_out(legs->rows, page.entries);
    return page;
}

Try<std::optional<HeadRow>> read_head(store::Database& database) {
    auto rows = database.run("SELECT epoch, seq, head FROM journal_head");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const Row& r = rows->rows.front();
    return HeadRow{r.integer(0), r.integer(1), r.blob(2)};
}

Try<std::vector<CellRow>> read_cells(store::Database& database) {
    auto rows =
        database.run("SELECT kind, id, value, as_of FROM state_checkpoint ORDER BY as_of, kind, id"
        );
    if (!rows) return std::unexpected(rows.error());
    std::vector<CellRow> cells;
    cells.reserve(rows->rows.size());
    for (const Row& r : rows->rows)
        cells.push_back({r.integer(0), r.integer(1), r.blob(2), r.integer(3)});
    return cells;
}

Try<std::optional<std::int64_t>> read_position(store::Database& database) {
    auto rows = database.run("SELECT seq FROM checkpoint_position");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return rows->rows.front().integer(0);
}

} // namespace meguri::audit

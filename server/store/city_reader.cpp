#include "store/city_reader.hpp"

#include "store/journal_rows.hpp"

namespace meguri::store {

namespace {

constexpr std::int64_t rows_a_page = 2'000; // no statement keeps the log from being shortened long
constexpr int last_kind = static_cast<int>(ledger::CellKind::sources);

struct Source { // what journal_rows reads columns from
    const Row& row;
    std::int64_t integer(int i) const { return row.integer(static_cast<std::size_t>(i)); }
    const Bytes& blob(int i) const { return row.blob(static_cast<std::size_t>(i)); }
    bool is_null(int i) const { return row.is_null(static_cast<std::size_t>(i)); }
};

std::string select(std::string_view columns, std::string_view rest) {
    return "SELECT " + std::string(columns) + " FROM " + std::string(rest);
}

} // namespace

Try<CityReader> CityReader::open(const std::string& url) {
    auto database = open_database(url, OpenAs::read_only);
    if (!database) return std::unexpected(database.error());
    return CityReader(std::move(*database));
}

Try<Seq> CityReader::load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell) {
    const auto position = database_->run("SELECT seq FROM checkpoint_position");
    if (!position) return std::unexpected(position.error());
    for (int kind = 1; kind <= last_kind; ++kind) {
        std::int64_t after = 0;
        for (bool more = true; more;) {
            const auto rows = database_->run(
                "SELECT id, value, as_of FROM state_checkpoint WHERE kind = $1 AND id > $2 "
                "ORDER BY id LIMIT $3",
                {std::int64_t{kind}, after, rows_a_page}
            );
            if (!rows) return std::unexpected(rows.error());
            for (const Row& r : rows->rows) {
                after = r.integer(0);
                const CellRow read{static_cast<ledger::CellKind>(kind), after, r.blob(1)};
                if (auto done = cell(read, {r.integer(2)}); !done)
                    return std::unexpected(done.error());
            }
            more = std::ssize(rows->rows) == rows_a_page;
        }
    }
    return Seq{position->empty() ? 0 : position->one().integer(0)};
}

Try<std::vector<ledger::Entry>> CityReader::page(Seq after) {
    static const std::string entries_sql =
        select(journal::entry_columns, "journal_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq");
    static const std::string legs_sql =
        select(journal::leg_columns, "journal_leg WHERE seq > $1 AND seq <= $2 ORDER BY seq, n");
    const auto rows = database_->run(entries_sql, {after.value, after.value + rows_a_page});
    if (!rows) return std::unexpected(rows.error());
    std::vector<ledger::Entry> entries;
    for (const Row& r : rows->rows) {
        auto entry = journal::take_entry(Source{r});
        if (!entry) return std::unexpected(entry.error());
        entries.push_back(std::move(*entry));
    }
    if (entries.empty()) return entries;
    const auto legs = database_->run(legs_sql, {after.value, entries.back().seq.value});
    if (!legs) return std::unexpected(legs.error());
    auto at = entries.begin();
    for (const Row& r : legs->rows) {
        while (at != entries.end() && at->seq.value < r.integer(0))
            ++at;
        if (at == entries.end()) break;
        if (auto added = journal::take_leg(Source{r}, *at); !added)
            return std::unexpected(added.error());
    }
    return entries;
}

Try<> CityReader::read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) {
    for (;;) {
        auto entries = page(after);
        if (!entries) return std::unexpected(entries.error());
        if (entries->empty()) return {};
        for (ledger::Entry& each : *entries) {
            after = each.seq;
            if (auto done = entry(std::move(each)); !done) return done;
        }
    }
}

Try<std::optional<ledger::Entry>> CityReader::find_entry(Seq seq) {
    auto entries = page({seq.value - 1});
    if (!entries) return std::unexpected(entries.error());
    if (entries->empty() || entries->front().seq != seq) return std::nullopt;
    return std::move(entries->front());
}

} // namespace meguri::store

#include "service/city_lists.hpp"

namespace meguri::service::city_lists_store {

std::vector<store::Migration> migrations() {
    // What every city asks for first; the words can be changed, the numbers stay.
    return {{2026112230, "city_lists", R"(
CREATE TABLE city_list_item (
    list {integer} NOT NULL,
    number {integer} NOT NULL,
    name {text} NOT NULL,
    made_ms {integer} NOT NULL,
    PRIMARY KEY (list, number)
){strict};
INSERT INTO city_list_item (list, number, name, made_ms) VALUES
    (3, 0, '市民の確認ずみ', 0),
    (3, 1, '18歳未満', 0),
    (3, 2, '18歳から64歳', 0),
    (3, 3, '65歳以上', 0);)"}};
}

Try<bool> insert(store::Database& db, const CityListItem& item, Instant now) {
    const auto done = db.run(
        "INSERT INTO city_list_item (list, number, name, made_ms) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (list, number) DO NOTHING",
        {static_cast<std::int64_t>(item.list), std::int64_t{item.number}, item.name, now.ms}
    );
    if (!done) return std::unexpected(done.error());
    return done->changed == 1;
}

Try<> rename(store::Database& db, const CityListItem& item) {
    return db.execute(
        "UPDATE city_list_item SET name = $1 WHERE list = $2 AND number = $3",
        {item.name, static_cast<std::int64_t>(item.list), std::int64_t{item.number}}
    );
}

Try<std::vector<CityListItem>> all(store::Database& db) {
    const auto rows = db.run("SELECT list, number, name FROM city_list_item ORDER BY list, number");
    if (!rows) return std::unexpected(rows.error());
    std::vector<CityListItem> found;
    for (const store::Row& r : rows->rows) {
        found.push_back(
            {static_cast<CityList>(r.integer(0)), static_cast<std::int32_t>(r.integer(1)), r.text(2)
            }
        );
    }
    return found;
}

} // namespace meguri::service::city_lists_store

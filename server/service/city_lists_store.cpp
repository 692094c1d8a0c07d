#include "service/city_lists.hpp"

namespace meguri::service::city_lists_store {

std::vector<store::Migration> migrations() {
    // What every city asks for first; the words can be changed, the numbers stay.
    return {
        {2026112230, "city_lists", R"(
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
    (3, 3, '65歳以上', 0);)"},
        {2026112486, "city_list_changes", R"(
CREATE TABLE city_list_change (
    position {identity},
    list {integer} NOT NULL,
    number {integer} NOT NULL,
    name {text} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL
){strict};)"}
    };
}

namespace {

Try<> note(store::Database& db, const CityListItem& item, PersonId by, Instant now) {
    return db.execute(
        "INSERT INTO city_list_change (list, number, name, set_by, set_ms) "
        "VALUES ($1, $2, $3, $4, $5)",
        {static_cast<std::int64_t>(item.list), std::int64_t{item.number}, item.name, by.value,
         now.ms}
    );
}

// Null: people's marks stand on no place's page.
const char* words_on_pages(CityList list) {
    switch (list) {
    case CityList::place_types: return "UPDATE place_texts SET type = $1 WHERE type = $2";
    case CityList::areas: return "UPDATE place_texts SET area = $1 WHERE area = $2";
    case CityList::marks: break;
    }
    return nullptr;
}

} // namespace

Try<bool> insert(store::Database& db, const CityListItem& item, PersonId by, Instant now) {
    const auto done = db.run(
        "INSERT INTO city_list_item (list, number, name, made_ms) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (list, number) DO NOTHING",
        {static_cast<std::int64_t>(item.list), std::int64_t{item.number}, item.name, now.ms}
    );
    if (!done) return std::unexpected(done.error());
    if (done->changed != 1) return false;
    if (auto noted = note(db, item, by, now); !noted) return std::unexpected(noted.error());
    return true;
}

Try<> rename(
    store::Database& db, const CityListItem& item, const std::string& before, PersonId by,
    Instant now
) {
    const auto renamed = db.execute(
        "UPDATE city_list_item SET name = $1 WHERE list = $2 AND number = $3",
        {item.name, static_cast<std::int64_t>(item.list), std::int64_t{item.number}}
    );
    if (!renamed) return renamed;
    if (const char* sql = words_on_pages(item.list)) {
        if (auto done = db.execute(sql, {item.name, before}); !done) return done;
    }
    return note(db, item, by, now);
}

Try<std::vector<CityListChange>> changes(store::Database& db) {
    const auto rows = db.run("SELECT list, number, name, set_by, set_ms FROM city_list_change "
                             "ORDER BY position DESC LIMIT 200");
    if (!rows) return std::unexpected(rows.error());
    std::vector<CityListChange> found;
    for (const store::Row& r : rows->rows) {
        const auto number = static_cast<std::int32_t>(r.integer(1));
        found.push_back(
            {{static_cast<CityList>(r.integer(0)), number, r.text(2)},
             {r.integer(3)},
             {r.integer(4)}}
        );
    }
    return found;
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

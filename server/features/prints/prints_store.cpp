#include "features/prints/prints_store.hpp"

#include <charconv>

namespace meguri::features::prints_store {

std::vector<store::Migration> migrations() {
    return {
        {2026112441, "prints", R"(
CREATE TABLE print (
    number {identity},
    id {text} NOT NULL UNIQUE,
    kind {integer} NOT NULL,
    batch {text} NOT NULL,
    places {text} NOT NULL,
    pieces {integer} NOT NULL,
    asked_by {integer} NOT NULL,
    asked_ms {integer} NOT NULL
){strict};
CREATE TABLE card_artwork (
    one {integer} PRIMARY KEY CHECK (one = 1),
    png {blob} NOT NULL,
    has_title {integer} NOT NULL
){strict};)"},
        {2026112442, "print_form", R"(
CREATE TABLE print_form (
    one {integer} PRIMARY KEY CHECK (one = 1),
    jpqr {integer} NOT NULL,
    city {text} NOT NULL,
    postal_code {text} NOT NULL,
    category {text} NOT NULL
){strict};)"}
    };
}

namespace {

std::string written(const std::vector<PlaceId>& places) {
    std::string all;
    for (const PlaceId place : places)
        all += (all.empty() ? "" : " ") + std::to_string(place.value);
    return all;
}

std::vector<PlaceId> read_places(std::string_view all) {
    std::vector<PlaceId> places;
    while (!all.empty()) {
        PlaceId place;
        const auto read = std::from_chars(all.data(), all.data() + all.size(), place.value);
        if (read.ec != std::errc()) break;
        places.push_back(place);
        all.remove_prefix(static_cast<std::size_t>(read.ptr - all.data()));
        if (!all.empty()) all.remove_prefix(1);
    }
    return places;
}

Print print_of(const store::Row& r) {
    return {r.text(0),     static_cast<Kind>(r.integer(1)),
            r.text(2),     read_places(r.text(3)),
            r.integer(4),  {r.integer(5)},
            {r.integer(6)}};
}

} // namespace

Try<> insert(store::Database& db, const Print& p) {
    return db.execute(
        "INSERT INTO print (id, kind, batch, places, pieces, asked_by, asked_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {p.id, static_cast<std::int64_t>(p.kind), p.batch, written(p.places), p.pieces, p.by.value,
         p.asked.ms}
    );
}

Try<std::vector<Print>> newest(store::Database& db, std::int64_t most) {
    const auto rows = db.run(
        "SELECT id, kind, batch, places, pieces, asked_by, asked_ms FROM print "
        "ORDER BY number DESC LIMIT $1",
        {most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Print> all;
    for (const store::Row& row : rows->rows)
        all.push_back(print_of(row));
    return all;
}

Try<std::optional<Print>> find(store::Database& db, const std::string& id) {
    const auto rows = db.run(
        "SELECT id, kind, batch, places, pieces, asked_by, asked_ms FROM print WHERE id = $1", {id}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return print_of(rows->one());
}

Try<std::optional<Picture>> artwork(store::Database& db) {
    const auto rows = db.run("SELECT png, has_title FROM card_artwork");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return Picture{rows->one().blob(0), rows->one().integer(1) != 0};
}

Try<> set_artwork(store::Database& db, const std::optional<Picture>& picture) {
    if (!picture) return db.execute("DELETE FROM card_artwork");
    return db.execute(
        "INSERT INTO card_artwork (one, png, has_title) VALUES (1, $1, $2) "
        "ON CONFLICT (one) DO UPDATE SET png = excluded.png, has_title = excluded.has_title",
        {store::Blob{picture->png}, std::int64_t{picture->has_title}}
    );
}

Try<Form> form(store::Database& db) {
    const auto rows = db.run("SELECT jpqr, city, postal_code, category FROM print_form");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return Form{};
    const store::Row& r = rows->one();
    return Form{r.integer(0) != 0, r.text(1), r.text(2), r.text(3)};
}

Try<> set_form(store::Database& db, const Form& f) {
    return db.execute(
        "INSERT INTO print_form (one, jpqr, city, postal_code, category) VALUES (1, $1, $2, $3, "
        "$4) "
        "ON CONFLICT (one) DO UPDATE SET jpqr = excluded.jpqr, city = excluded.city, "
        "postal_code = excluded.postal_code, category = excluded.category",
        {std::int64_t{f.jpqr}, f.city, f.postal_code, f.category}
    );
}

} // namespace meguri::features::prints_store

#include "features/places/places_store.hpp"

#include <map>

namespace meguri::features::places_store {

std::vector<store::Migration> migrations() {
    return {{2026112203, "places", R"(
CREATE TABLE place_texts (
    place {integer} PRIMARY KEY,
    id {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    reading {text} NOT NULL,
    type {text} NOT NULL,
    area {text} NOT NULL,
    organization {integer} NOT NULL,
    organization_id {text} NOT NULL,
    organization_name {text} NOT NULL,
    shop_number {text} NOT NULL UNIQUE,
    capabilities {integer} NOT NULL,
    created_ms {integer} NOT NULL
){strict};
CREATE TABLE place_code (
    code {integer} PRIMARY KEY,
    place {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    retired_ms {integer}
){strict};)"}};
}

Try<bool> insert(store::Database& db, const service::PlaceTexts& p, Instant now) {
    const auto texts = db.run(
        "INSERT INTO place_texts (place, id, name, reading, type, area, organization, "
        "organization_id, "
        "organization_name, shop_number, capabilities, created_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (place) DO NOTHING",
        {p.number.value, p.id, p.name, p.reading, p.type, p.area, p.organization.value,
         p.organization_id, p.organization_name, p.shop_number, std::int64_t{p.capabilities},
         now.ms}
    );
    if (!texts) return std::unexpected(texts.error());
    if (texts->changed == 0) return false;
    const auto code = db.execute(
        "INSERT INTO place_code (code, place, made_ms) VALUES ($1, $2, $3)",
        {p.code, p.number.value, now.ms}
    );
    return code ? Try<bool>(true) : std::unexpected(code.error());
}

Try<> replace_code(store::Database& db, PlaceId place, std::int64_t code, Instant now) {
    if (auto done = db.execute(
            "UPDATE place_code SET retired_ms = $1 WHERE place = $2 AND retired_ms IS NULL",
            {now.ms, place.value}
        );
        !done)
        return done;
    return db.execute(
        "INSERT INTO place_code (code, place, made_ms) VALUES ($1, $2, $3)",
        {code, place.value, now.ms}
    );
}

Try<> set_words(
    store::Database& db, PlaceId place, const std::string& type, const std::string& area
) {
    return db.execute(
        "UPDATE place_texts SET type = $1, area = $2 WHERE place = $3", {type, area, place.value}
    );
}

Try<Loaded> all(store::Database& db) {
    const auto texts =
        db.run("SELECT place, id, name, reading, type, area, organization, "
               "organization_id, organization_name, "
               "shop_number, capabilities, created_ms FROM place_texts ORDER BY place");
    if (!texts) return std::unexpected(texts.error());
    const auto codes = db.run("SELECT code, place, retired_ms FROM place_code");
    if (!codes) return std::unexpected(codes.error());
    Loaded loaded;
    std::map<std::int64_t, std::int64_t> in_use;
    for (const store::Row& r : codes->rows) {
        if (r.is_null(2))
            in_use[r.integer(1)] = r.integer(0);
        else
            loaded.retired_codes.emplace_back(r.integer(0), PlaceId{r.integer(1)});
    }
    for (const store::Row& r : texts->rows) {
        loaded.places.push_back(
            {{r.integer(0)},
             r.text(1),
             r.text(2),
             r.text(3),
             r.text(4),
             r.text(5),
             {r.integer(6)},
             r.text(7),
             r.text(8),
             in_use[r.integer(0)],
             r.text(9),
             static_cast<std::uint32_t>(r.integer(10))}
        );
        loaded.organizations.push_back({r.text(8), {r.integer(6)}, {r.integer(11)}});
    }
    return loaded;
}

} // namespace meguri::features::places_store

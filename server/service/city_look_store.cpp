#include "service/city_look.hpp"

namespace meguri::service::city_look_store {

std::vector<store::Migration> migrations() {
    return {{2026112460, "city_look", R"(
CREATE TABLE city_look (
    version {integer} PRIMARY KEY,
    made_ms {integer} NOT NULL,
    made_by {integer} NOT NULL,
    name {text} NOT NULL,
    colour {text} NOT NULL,
    logo {blob} NOT NULL
){strict};)"}};
}

Try<bool> insert(store::Database& db, const CityLook& look, PersonId by, Instant now) {
    const auto done = db.run(
        "INSERT INTO city_look (version, made_ms, made_by, name, colour, logo) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (version) DO NOTHING",
        {look.version, now.ms, by.value, look.name, to_text(look.colour),
         store::Blob{Bytes(look.logo.begin(), look.logo.end())}}
    );
    if (!done) return std::unexpected(done.error());
    return done->changed == 1;
}

Try<std::optional<CityLook>> newest(store::Database& db) {
    const auto rows =
        db.run("SELECT version, name, colour, logo FROM city_look ORDER BY version DESC LIMIT 1");
    if (!rows) return std::unexpected(rows.error());
    if (rows->rows.empty()) return std::nullopt;
    const store::Row& r = rows->rows.front();
    const Bytes& logo = r.blob(3);
    return CityLook{
        r.integer(0), r.text(1), read_colour(r.text(2)).value_or(usual_colour),
        std::string(logo.begin(), logo.end())
    };
}

Try<std::vector<CityLookChange>> history(store::Database& db) {
    const auto rows = db.run(
        "SELECT version, name, colour, CASE WHEN length(logo) > 0 THEN 1 ELSE 0 END, made_ms, "
        "made_by FROM city_look ORDER BY version DESC LIMIT 100"
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<CityLookChange> found;
    for (const store::Row& r : rows->rows) {
        const CityLook look{
            r.integer(0), r.text(1), read_colour(r.text(2)).value_or(usual_colour), {}
        };
        found.push_back({look, r.integer(3) == 1, Instant{r.integer(4)}, PersonId{r.integer(5)}});
    }
    return found;
}

} // namespace meguri::service::city_look_store

#include "features/guide/guide_store.hpp"

#include <charconv>
#include <fmt/core.h>

namespace meguri::features::guide_store {

std::vector<store::Migration> migrations() {
    return {{2026112420, "place_directory", R"(
CREATE TABLE place_directory (
    place {integer} NOT NULL,
    version {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    made_by {integer} NOT NULL,
    reading {text} NOT NULL,
    types {text} NOT NULL,
    address {text} NOT NULL,
    telephone {text} NOT NULL,
    keywords {text} NOT NULL,
    about {text} NOT NULL,
    url {text} NOT NULL,
    hours {text} NOT NULL,
    closed_weeks {text} NOT NULL,
    closed_dates {text} NOT NULL,
    latitude_e6 {integer} NOT NULL,
    longitude_e6 {integer} NOT NULL,
    PRIMARY KEY (place, version)
){strict};
CREATE TABLE photo (
    number {text} PRIMARY KEY,
    large {blob} NOT NULL,
    small {blob} NOT NULL,
    made_ms {integer} NOT NULL
){strict};
CREATE TABLE place_photo (
    place {integer} NOT NULL,
    photo {text} NOT NULL,
    added_ms {integer} NOT NULL,
    added_by {integer} NOT NULL,
    removed_ms {integer},
    removed_by {integer},
    PRIMARY KEY (place, photo)
){strict};)"}};
}

namespace {

std::string types_text(const std::vector<std::int32_t>& types) {
    std::string text;
    for (const std::int32_t type : types)
        text += fmt::format("{};", type);
    return text;
}

std::vector<std::int32_t> read_types(std::string_view text) {
    std::vector<std::int32_t> types;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        std::int32_t type = 0;
        std::from_chars(text.data(), text.data() + end, type);
        types.push_back(type);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return types;
}

} // namespace

Try<bool> insert(store::Database& db, const DirectoryTexts& t) {
    const auto done = db.run(
        "INSERT INTO place_directory (place, version, made_ms, made_by, reading, types, address, "
        "telephone, keywords, about, url, hours, closed_weeks, closed_dates, latitude_e6, "
        "longitude_e6) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16) ON CONFLICT (place, version) DO NOTHING",
        {t.place.value, t.version, t.at.ms, t.by.value, t.reading, types_text(t.types), t.address,
         t.telephone, t.keywords, t.text, t.url, stretches_text(t.hours), weeks_text(t.hours),
         dates_text(t.hours), t.latitude_e6, t.longitude_e6}
    );
    if (!done) return std::unexpected(done.error());
    if (done->changed == 0 || t.reading.empty()) return done->changed == 1;
    const auto read = db.execute(
        "UPDATE place_texts SET reading = $1 WHERE place = $2", {t.reading, t.place.value}
    );
    return read ? Try<bool>(true) : std::unexpected(read.error());
}

Try<std::vector<DirectoryTexts>> newest(store::Database& db) {
    const auto rows = db.run(
        "SELECT place, version, made_ms, made_by, reading, types, address, telephone, keywords, "
        "about, url, hours, closed_weeks, closed_dates, latitude_e6, longitude_e6 "
        "FROM place_directory d WHERE version = "
        "(SELECT MAX(version) FROM place_directory n WHERE n.place = d.place) ORDER BY place"
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<DirectoryTexts> all;
    for (const store::Row& r : rows->rows) {
        all.push_back(
            {{r.integer(0)},
             r.integer(1),
             {r.integer(2)},
             {r.integer(3)},
             r.text(4),
             read_types(r.text(5)),
             r.text(6),
             r.text(7),
             r.text(8),
             r.text(9),
             r.text(10),
             read_hours(r.text(11), r.text(12), r.text(13)),
             r.integer(14),
             r.integer(15)}
        );
    }
    return all;
}

Try<> add_photo(store::Database& db, PlaceId place, const Photo& photo, PersonId by, Instant now) {
    const auto kept = db.execute(
        "INSERT INTO photo (number, large, small, made_ms) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (number) DO NOTHING",
        {photo.number, store::Blob{photo.large}, store::Blob{photo.small}, now.ms}
    );
    if (!kept) return kept;
    return db.execute(
        "INSERT INTO place_photo (place, photo, added_ms, added_by) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (place, photo) DO UPDATE SET added_ms = CASE WHEN place_photo.removed_ms IS "
        "NULL THEN place_photo.added_ms ELSE excluded.added_ms END, removed_ms = NULL, "
        "removed_by = NULL",
        {place.value, photo.number, now.ms, by.value}
    );
}

Try<> remove_photo(
    store::Database& db, PlaceId place, const std::string& number, PersonId by, Instant now
) {
    return db.execute(
        "UPDATE place_photo SET removed_ms = $1, removed_by = $2 WHERE place = $3 AND photo = $4",
        {now.ms, by.value, place.value, number}
    );
}

Try<std::vector<PlacePhoto>> photos(store::Database& db) {
    const auto rows = db.run("SELECT place, photo FROM place_photo WHERE removed_ms IS NULL "
                             "ORDER BY place, added_ms, photo");
    if (!rows) return std::unexpected(rows.error());
    std::vector<PlacePhoto> all;
    for (const store::Row& r : rows->rows)
        all.push_back({{r.integer(0)}, r.text(1)});
    return all;
}

Try<std::optional<std::string>>
picture(store::Database& db, const std::string& number, bool small) {
    const std::string_view sql =
        small ? "SELECT small FROM photo WHERE number = $1 AND EXISTS (SELECT 1 FROM place_photo p "
                "WHERE p.photo = photo.number AND p.removed_ms IS NULL)"
              : "SELECT large FROM photo WHERE number = $1 AND EXISTS (SELECT 1 FROM place_photo p "
                "WHERE p.photo = photo.number AND p.removed_ms IS NULL)";
    const auto rows = db.run(sql, {number});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return rows->rows.front().blob(0);
}

} // namespace meguri::features::guide_store

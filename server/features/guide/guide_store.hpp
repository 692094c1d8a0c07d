// What the directory says of places, one row a version, never changed; and their photos, by the
// number of their content.
#pragma once

#include "features/guide/opening_hours.hpp"
#include "service/directory.hpp"
#include "store/database.hpp"

namespace meguri::features {

// Of one place; empty and 0 is not stated.
struct DirectoryTexts {
    PlaceId place;
    std::int64_t version = 0;
    Instant at;
    PersonId by;
    std::string reading;
    std::vector<std::int32_t> types; // further ones, numbers of the city's list
    std::string address, telephone, keywords, text, url;
    OpeningHours hours;
    std::int64_t latitude_e6 = 0, longitude_e6 = 0; // both or none
    bool located() const { return latitude_e6 != 0; }
};

namespace guide_store {

std::vector<store::Migration> migrations();
// False: this version is there already, somebody else was quicker.
Try<bool> insert(store::Database& db, const DirectoryTexts& texts);
Try<std::vector<DirectoryTexts>> newest(store::Database& db); // of each place

struct Photo {
    std::string number;       // of its content
    std::string large, small; // JPEG
};
struct PlacePhoto {
    PlaceId place;
    std::string number;
};
Try<> add_photo(store::Database& db, PlaceId place, const Photo& photo, PersonId by, Instant now);
Try<> remove_photo(
    store::Database& db, PlaceId place, const std::string& number, PersonId by, Instant now
);
Try<std::vector<PlacePhoto>> photos(store::Database& db); // by place, in the order of adding
// The picture itself; nothing where there is none, or it was taken out everywhere.
Try<std::optional<std::string>> picture(store::Database& db, const std::string& number, bool small);

} // namespace guide_store

} // namespace meguri::features

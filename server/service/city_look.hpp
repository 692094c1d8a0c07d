// How the city shows itself in every app [ADM-h]: its name, its colour, its logo. Registry rows,
// one a version, never changed: who set it and when stays known. A copy of the newest in memory; io
// thread only.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "service/look_colours.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace meguri::service {

struct CityLook {
    std::int64_t version = 0; // 0: nobody has set one yet
    std::string name;         // of the city, as people read it
    Colour colour = usual_colour;
    std::string logo; // a PNG; empty: the mark of Meguri
};

struct CityLookChange {
    CityLook look; // without its logo's bytes: has_logo says it
    bool has_logo = false;
    Instant at;
    PersonId by;
};

// A PNG of 16 to 1,024 pixels a side; nothing is decoded.
bool is_logo(std::string_view bytes);
inline constexpr std::size_t most_logo_bytes = 100'000;

// What is put after the apps' own style sheet; empty where nobody has set a look.
std::string style_of(const CityLook& look);

namespace city_look_store {
std::vector<store::Migration> migrations();
// False: this version is there already, somebody else was quicker.
Try<bool> insert(store::Database& db, const CityLook& look, PersonId by, Instant now);
Try<std::optional<CityLook>> newest(store::Database& db);
Try<std::vector<CityLookChange>> history(store::Database& db); // newest first, at most 100
} // namespace city_look_store

} // namespace meguri::service

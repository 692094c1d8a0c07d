// What was asked to be printed, and the city's picture for the front of its cards. The files are
// not kept: they are made from this again whenever they are wanted.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "print/place_sheet.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace meguri::features::prints_store {

std::vector<store::Migration> migrations();

// Numbers are kept in the database.
enum class Kind : std::uint8_t { cards = 1, counter = 2, stand = 3, door = 4 };

struct Print {
    std::string id; // public
    Kind kind = Kind::cards;
    std::string batch;           // of cards: its public id
    std::vector<PlaceId> places; // of the other kinds, by number
    std::int64_t pieces = 0;     // cards, or places
    PersonId by;
    Instant asked;
};
Try<> insert(store::Database& db, const Print& print);
Try<std::vector<Print>> newest(store::Database& db, std::int64_t most);
Try<std::optional<Print>> find(store::Database& db, const std::string& id);

struct Picture {
    Bytes png; // as print/artwork wrote it anew
    bool has_title = false;
};
Try<std::optional<Picture>> artwork(store::Database& db);
// Nothing: the one that comes with Meguri.
Try<> set_artwork(store::Database& db, const std::optional<Picture>& picture);

// In which form places' codes are printed. JPQR asks for words in Latin letters.
struct Form {
    bool jpqr = false;
    std::string city;              // at most 15 of ASCII
    std::string postal_code;       // 7 digits
    std::string category = "5999"; // merchant category code: other shops
};
Try<Form> form(store::Database& db);
Try<> set_form(store::Database& db, const Form& form);

} // namespace meguri::features::prints_store

// The city's own lists: kinds of business, areas, and what is known of residents (marks). Programs
// and the ledger know their items by number only; here are the words. A number is never used again
// and never goes away, because terms in force name it; its words may be changed. A copy in memory
// of registry rows; io thread only.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace meguri::service {

// Numbers are kept in the registry: never reuse one.
enum class CityList : std::uint8_t { place_types = 1, areas = 2, marks = 3 };
inline constexpr std::array city_lists{CityList::place_types, CityList::areas, CityList::marks};
std::string_view word_of(CityList list); // "place_types"

struct CityListItem {
    CityList list;
    std::int32_t number; // place types and areas from 1; marks are bits, 0 … 63
    std::string name;
};
inline constexpr std::int32_t most_items = 1'000; // of a list
inline constexpr std::int32_t most_marks = 64;

class CityLists {
  public:
    void put(CityListItem item);
    const CityListItem* find(CityList list, std::int64_t number) const;
    const CityListItem* named(CityList list, std::string_view name) const;
    const std::vector<CityListItem>& all(CityList list) const; // by number
    // The number that the next item gets; nothing when the list is full.
    std::optional<std::int32_t> next(CityList list) const;

  private:
    std::array<std::vector<CityListItem>, 3> lists_;
};

// An item was added, or has other words since.
struct CityListChange {
    CityListItem item;
    PersonId by;
    Instant at;
};

namespace city_lists_store {
std::vector<store::Migration> migrations();
// False: this number has its words already.
Try<bool> insert(store::Database& db, const CityListItem& item, PersonId by, Instant now);
// The words on the pages of places follow: those that say `before`.
Try<> rename(
    store::Database& db, const CityListItem& item, const std::string& before, PersonId by,
    Instant now
);
Try<std::vector<CityListItem>> all(store::Database& db);       // by list and number
Try<std::vector<CityListChange>> changes(store::Database& db); // newest first, at most 200
} // namespace city_lists_store

} // namespace meguri::service

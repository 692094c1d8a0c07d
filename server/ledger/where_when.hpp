// Where and when the value of a program can be spent: the part of its terms that follows the newest
// version. A version may widen it and never narrow it: nobody's value becomes useless in their
// hands.
#pragma once

#include "base/codec.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

#include <vector>

namespace meguri::ledger {

// What the rules know of a place beyond who it is: numbers of the city's own lists. 0 = not stated.
struct PlaceTraits {
    std::int32_t type = 0; // kind of business
    std::int32_t area = 0;
    friend bool operator==(PlaceTraits, PlaceTraits) = default;
};

// A list that is empty restricts nothing; otherwise the place must be on it. All of them together
// must allow it, and no exclusion may name it.
struct Where {
    std::vector<std::int32_t> types, areas;
    std::vector<PlaceId> places;
    std::vector<std::int32_t> without_types;
    std::vector<PlaceId> without_places;

    bool allows(PlaceId place, PlaceTraits traits) const;
    bool everywhere() const;
    // How narrow it is, for the order of spending (PAY-i): 0 everywhere, 1 all but some, 2 some
    // areas, 3 some types, 4 both, 5 a list of places. Published with the program.
    int restrictedness() const;
    bool covers(const Where& narrower
    ) const; // every place that `narrower` allows, and perhaps more
    friend bool operator==(const Where&, const Where&) = default;
};

// All three must allow it.
struct When {
    Date from, to;                // first and last day; none = open
    std::uint32_t weekdays = 0;   // bit 0 Monday … bit 6 Sunday; 0 = every day
    std::int32_t from_minute = 0; // of the day in Japan, 0 … 1439
    std::int32_t to_minute = 0;   // exclusive, 1 … 1440; 0 = to the end of the day

    bool allows(Instant at) const;
    bool always() const { return *this == When{}; }
    bool covers(const When& narrower) const;
    friend bool operator==(const When&, const When&) = default;
};

// The first field that cannot be ("when.to_minute"), or nullptr.
const char* contradiction(const Where& where);
const char* contradiction(const When& when);
// The field by which nothing is left that could ever be allowed, or nullptr: everything listed is
// excluded again; no day between the first and the last is one of the weekdays.
const char* never_usable(const Where& where);
const char* never_usable(const When& when);
// Whether some day from `first` to `last` (none = open) is allowed.
bool allows_some_day(const When& when, Date first, Date last);

void write(Writer& out, const Where& where);
void write(Writer& out, const When& when);
Where read_where(Reader& in);
When read_when(Reader& in);

} // namespace meguri::ledger

// A place's books: what it sold, by day, program and member of staff; the cash it took for top-ups;
// the points it gave. A read model like history.hpp: it follows the journal and can be built again.
// Never read to decide about money.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <vector>

namespace meguri::views {

std::vector<store::Migration> place_books_migrations();

// Takes in at most `rows` further entries; call in a transaction. True when the journal's end was
// reached.
Try<bool> follow_place_books(store::Database& db, std::int64_t rows = 1'000);

struct PlaceFilter {
    PlaceId place;
    Date from, to;     // business days, both included
    ProgramId program; // none: all
    PersonId person;   // of staff, who took the payment; none: everybody
};

// Units of the program, or, of all programs together, whatever moved: never shown as yen without
// leaving out the points.
struct PlaceSum {
    ProgramId program;         // none: whole entries
    std::int64_t payments = 0; // number
    std::int64_t paid = 0;
    std::int64_t undone = 0;    // payments taken back whole on their own day
    std::int64_t cancelled = 0; // units taken back, of whatever day
};
// One for each program, rising, and first the one of whole entries (program none) when anything
// happened.
Try<std::vector<PlaceSum>> place_sums(store::Database& db, const PlaceFilter& filter);
// What each place took of each program, less what was taken back, on all days up to this one.
struct TakenSum {
    PlaceId place;
    ProgramId program;
    std::int64_t amount = 0;
};
Try<std::vector<TakenSum>> taken_until(store::Database& db, Date until);
// Who of the staff took payments on these days.
Try<std::vector<PersonId>> place_people(store::Database& db, PlaceId place, Date from, Date to);

struct PlaceEntry {
    Seq seq;
    PersonId person;            // of staff; none: the payer's own phone
    std::int64_t cancelled = 0; // of a payment: taken back on its own day
    Seq cancelled_by;
};
// Payments, and cancels of payments of an earlier day, newest first (`oldest_first`: every cancel,
// in the order of the journal), beyond `beyond` (none: from the end).
Try<std::vector<PlaceEntry>> place_entries(
    store::Database& db, const PlaceFilter& filter, Seq beyond, std::int64_t most, bool oldest_first
);

struct CashRow { // cash that came in for a top-up, or went back for one
    Seq seq;
    PersonId person;
    std::int64_t amount = 0; // below 0: handed back
    Date of;                 // of what was handed back: the day of its top-up
};
Try<std::vector<CashRow>> place_cash(store::Database& db, PlaceId place, Date day);

// By handouts bound to the place, and by those of its organization that are bound to none.
struct GivenSum {
    ProgramId program;
    std::int64_t amount = 0, people = 0, times = 0;
};
Try<std::vector<GivenSum>> place_given(store::Database& db, PlaceId place, Date from, Date to);

} // namespace meguri::views

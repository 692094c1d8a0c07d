// The history index: which entries a place had on which day, and sums of days, for lists and
// figures that the chains cannot give quickly. A read model: a projector follows the journal in
// batches, everything can be dropped and built again, and every answer says up to which entry it
// goes. Never read to decide about money.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::views {

struct ProgramSum { // units of the program: yen or points
    ProgramId program;
    std::int64_t paid = 0, cancelled = 0;
};

// `paid` and `cancelled` add up money and points alike: leave out the points by `by_program` before
// anybody calls them yen (service/money_of_day).
struct PlaceDay {
    Seq as_of;                           // entries up to here are included
    std::int64_t payments = 0, paid = 0; // number, units
    std::int64_t cancels = 0, cancelled = 0;
    std::int64_t top_ups = 0, topped_up = 0;
    std::vector<Seq> entries;           // newest first, at most `most`
    std::vector<ProgramSum> by_program; // rising
};

struct DaySum {
    std::int64_t payments = 0, paid = 0, cancels = 0, cancelled = 0, top_ups = 0, topped_up = 0;
    std::vector<ProgramSum> by_program; // rising; days before there were points may have none
};

std::vector<store::Migration> migrations();

// Takes in at most `rows` further entries; call in a transaction. True when the journal's end was
// reached.
Try<bool> follow(store::Database& db, std::int64_t rows = 1'000);

Try<PlaceDay> place_day(store::Database& db, PlaceId place, Date day, std::int64_t most);
Try<DaySum> day_sum(store::Database& db, Date day);

} // namespace meguri::views

// Paid-for value by program and half-year, for the report at the base dates of the law
// (資金決済法: 31 March and 30 September, 24:00 JST): the bought part of program_books.hpp. Granted
// value is in none of it; neither are programs that were never paid for.
//
// What moved counts by where it came from or went: issue, a promise kept, an organization's budget
// = issued; a place's receivable or public dues = collected; refunded; expired; recovered = taken
// back. Moves between wallets come to nothing.
//
// Whatever is given carries the granted bit, also in a program that is sold. Older entries may
// lack it there; nobody can tell afterwards which yen of a lot were bought, so they count as
// issued: the deposit is then too high rather than too low.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::views {

struct BaseDateFigures {
    ProgramId program;
    // In the half-year; opening and unused at its two ends.
    // opening + issued - collected - refunded - expired - taken_back = unused
    std::int64_t opening = 0, issued = 0, collected = 0, refunded = 0, expired = 0, taken_back = 0;
    std::int64_t unused() const {
        return opening + issued - collected - refunded - expired - taken_back;
    }
};
struct BaseDates {
    Seq as_of;
    bool complete = false; // false: the read model has not reached the journal's end yet
    std::vector<BaseDateFigures> programs; // those that ever had paid-for value, by number
};

std::vector<store::Migration> base_date_migrations();

// The last base date that is over on `today`, and the one before a base date.
Date last_base_date(Date today);
Date base_date_before(Date base_date);
bool is_base_date(Date day);

// From program_books.hpp, which must have followed the journal.
Try<BaseDates> base_dates(store::Database& db, Date base_date);

// Deposit (発行保証金) for an unused balance in yen: nothing up to ten million, else half, rounded
// up.
std::int64_t deposit_due(std::int64_t unused);

} // namespace meguri::views

// What every program's value did, day by day: by account, origin and kind of entry, for the whole
// city, and month by month for each place. The figures of the council's questions (ADM-e, PNT-o,
// PNT-q) and of the base dates of the law. A read model like history.hpp: it follows the journal
// and can be built again. Never read to decide about money.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"
#include "views/origin.hpp"

#include <array>
#include <map>
#include <vector>

namespace meguri::views {

std::vector<store::Migration> program_books_migrations();

// Takes in at most `rows` further entries; call in a transaction. True when the journal's end was
// reached.
Try<bool> follow_program_books(store::Database& db, std::int64_t rows = 500);

// How far the sums go; `complete`: to the journal's end.
struct Position {
    Seq as_of;
    bool complete = false;
};
Try<Position> program_books_position(store::Database& db);

// Units on the accounts of one program, of one origin.
using Balances = std::array<std::int64_t, account::last + 1>; // index: account
using BalancesByOrigin = std::array<Balances, 3>;             // index: Origin

// At the end of a business day, from the days' sums.
Try<BalancesByOrigin> balances_until(store::Database& db, ProgramId program, Date day);
// The entries of `day` that were made before the moment, as far as the sums go: from < seq <= to.
struct EntryRange {
    Seq from, to;
};
Try<EntryRange> entries_before(store::Database& db, Date day, Instant moment);
// What these entries changed, by program, from the journal: the balances of the day before and the
// changes of the day are the balances at a moment. Keep it to some thousands of entries.
using Changes = std::map<ProgramId, BalancesByOrigin>;
Try<> add_changes(store::Database& db, EntryRange entries, Changes& changes);

struct Flow { // one program's account and origin by one kind of entry, over days
    std::int64_t account = 0;
    Origin origin{};
    std::int64_t kind = 0;    // EntryKind as the journal keeps it
    std::int64_t entries = 0; // that touched it
    std::int64_t amount = 0;  // units; + in, - out
};
// Both days included; by account, origin, kind.
Try<std::vector<Flow>> flows(store::Database& db, ProgramId program, Date from, Date to);

struct PlaceFlow {
    PlaceId place;
    ProgramId program;
    Flow flow;
};
// Of the `most` places behind `after` that moved anything in these months (yyyymm, both included):
// rising by place and program. What a place took stands on `receivable`; what was issued there, by
// top-ups, on `issue`; what its organization gave there on `budget`.
Try<std::vector<PlaceFlow>> place_flows(
    store::Database& db, PlaceId after, std::int64_t most, std::int64_t from_month,
    std::int64_t to_month
);

} // namespace meguri::views

// Rows of top-ups by card. Facts are only ever added and the state only moves on, so that two
// pieces of work about the same row cannot undo each other.
#pragma once

#include "features/card_top_ups/card_top_up.hpp"
#include "store/database.hpp"

namespace meguri::features::card_top_ups_store {

std::vector<store::Migration> migrations();

// Nothing happens when the row is there already.
Try<> insert(store::Database& db, const CardTopUp& it);
Try<std::optional<CardTopUp>> find(store::Database& db, HoldId hold);
Try<std::optional<CardTopUp>> find_reference(store::Database& db, std::string_view reference);
Try<std::optional<CardTopUp>> find_payment(store::Database& db, std::string_view payment);
// At start: whatever is unfinished, also what an ended process had no time to schedule.
Try<> wake_unfinished(store::Database& db, Instant now);
// Those whose moment has come, longest waiting first.
Try<std::vector<HoldId>> due(store::Database& db, Instant now, std::int64_t most);

Try<> note_asked_for(store::Database& db, HoldId hold, bool asked_for);
Try<> note_page(store::Database& db, HoldId hold, std::string_view session, std::string_view url);
Try<> note_leaving(store::Database& db, HoldId hold);
Try<> note_captured(store::Database& db, HoldId hold, std::string_view payment, std::int64_t yen);
Try<> note_ended(store::Database& db, HoldId hold);
Try<> note_charged_back(store::Database& db, HoldId hold);
Try<> move_on(
    store::Database& db, HoldId hold, CardTopUp::State from, CardTopUp::State to, Seq posted
);
// When to look again by ourselves; no instant: never.
Try<> schedule(store::Database& db, HoldId hold, Instant next, std::int64_t attempts);

} // namespace meguri::features::card_top_ups_store

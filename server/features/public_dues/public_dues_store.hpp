// Rows of payments of public dues. Facts are noted once and the state only moves on, so that two
// pieces of work about the same row cannot undo each other. A slip's number and confirmation lead
// to somebody's tax: they are sealed under that person's key and found by keyed hash.
#pragma once

#include "engine/effects.hpp"
#include "features/public_dues/dues.hpp"
#include "store/database.hpp"
#include "vault/vault.hpp"

namespace meguri::features::public_dues_store {

std::vector<store::Migration> migrations();

// What the ledger needs to know of the slip before it is asked for the hold.
struct Wanted {
    std::optional<Dues> known; // what was asked for under this key before
    std::int64_t returned = 0; // how often payments of this slip ended with the value given back
};
// Notes `it` unless its person asked for something under its key before.
Try<Wanted> want(store::Database& db, const vault::Vault& vault, const Dues& it);
// The hold is there: `wanted` becomes `held`. Gives false when it was noted before.
Try<bool>
note_held(store::Database& db, const engine::DuesEffect& effect, Date held_on, Instant next);
// Those of whom nothing came: their keys are no good any more.
Try<> forget_unheld(store::Database& db, Instant older_than);

Try<std::optional<Dues>> find(store::Database& db, const vault::Vault& vault, HoldId hold);
Try<std::optional<Dues>>
find_reference(store::Database& db, const vault::Vault& vault, std::string_view reference);
// Held or posted: this slip is somebody's already.
Try<bool> is_taken(store::Database& db, const vault::Vault& vault, std::string_view number);
// Newest first, at most `most`.
Try<std::vector<Dues>>
of_person(store::Database& db, const vault::Vault& vault, PersonId person, std::int64_t most);
Try<std::vector<Dues>>
held_on(store::Database& db, const vault::Vault& vault, Date day, std::int64_t most);
Try<std::vector<Dues>>
in_progress(store::Database& db, const vault::Vault& vault, std::int64_t most);
// Oldest first, after `after`, at most `most`: those whose value was spent on `day`.
Try<std::vector<Dues>>
paid_on(store::Database& db, const vault::Vault& vault, Date day, Seq after, std::int64_t most);

Try<> wake_unfinished(store::Database& db, Instant now);
Try<std::vector<HoldId>> due(store::Database& db, Instant now, std::int64_t most);
Try<> note_accepted(store::Database& db, HoldId hold, bool accepted);
Try<> note_decided(store::Database& db, HoldId hold, const gateway::DuesStanding& standing);
Try<> close(store::Database& db, HoldId hold, Dues::State as, Seq closed, Date closed_on);
Try<> schedule(store::Database& db, HoldId hold, Instant next, std::int64_t attempts);

} // namespace meguri::features::public_dues_store

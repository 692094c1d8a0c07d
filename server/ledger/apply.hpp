// Adds an entry's effects up: the whole of replay. No rule lives here; an entry that the rules
// would refuse today still counts as it did then.
#pragma once

#include "ledger/state.hpp"

namespace meguri::ledger {

// Fills in what follows from the state: number, moment, and the chain of every leg. Then canonical
// form and hash.
void seal(const State& state, Entry& entry, Now now, const ByteArray<16>& salt);

// Effects on cells that already hold them (checkpointed later than the entry) are skipped, so
// replay may start early.
void apply(State& state, const Entry& entry);

// Forgets answers whose keys can no longer be used. Call now and then; the journal keeps them.
void forget_old_keys(State& state, Instant now);

} // namespace meguri::ledger

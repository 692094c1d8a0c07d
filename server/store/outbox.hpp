// The outbox from the side of those who carry effects out: they look what waits, note it in a table
// of their own, and take it out, in one transaction. Putting in is the journal's (OutboxRow).
#pragma once

#include "store/database.hpp"
#include "store/journal_store.hpp"

namespace meguri::store {

// Oldest first, at most `most`.
Try<std::vector<OutboxRow>> waiting_effects(Database& db, std::string_view kind, std::int64_t most);
// Nothing happens when it was taken out before.
Try<> take_effect_out(Database& db, Seq seq, std::string_view kind);

} // namespace meguri::store

// Rows of sessions, joined with what they need of their person.
#pragma once

#include "service/sessions.hpp"

namespace meguri::service::sessions_store {

struct SessionRow {
    std::int64_t number = 0;
    Sessions::Person person;
    Instant begun, used;
};

// Nothing when the person was removed in the meantime.
Try<std::optional<std::int64_t>>
insert(store::Database& db, const Hash& digest, PersonId person, Instant now);
Try<std::optional<SessionRow>> find(store::Database& db, const Hash& digest);
Try<> note_use(store::Database& db, std::int64_t number, Instant now);
Try<> end(store::Database& db, const Hash& digest);
Try<> end_all(store::Database& db, PersonId person, std::int64_t keep);

} // namespace meguri::service::sessions_store

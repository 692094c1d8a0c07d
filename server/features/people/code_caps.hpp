// How many one-time codes go out (each costs the city an SMS, and somebody a ring at night).
// Counted in the registry, so that a restart forgets nothing:
//   one number          5 an hour, 10 a day
//   one client for it   4 an hour,  6 a day: nobody can use up another person's codes for the day
//   one client          as configured
//   the whole city      as configured, an hour and a day
#pragma once

#include "base/config.hpp"
#include "features/people/code_store.hpp"

namespace meguri::features {

struct CodeRequest {
    PersonId person; // none: a number that nobody has
    Bytes client;
    Instant at;
};
struct CapReached {
    std::string_view whose; // for the log: number, client or city
    Instant until;          // the earliest moment at which one more is allowed
};
// Nothing: one more may go out. Looks at the widest first, so that a flood stops before it writes.
Try<std::optional<CapReached>>
reached_cap(store::Database& db, const Config::CodeCaps& caps, const CodeRequest& request);

} // namespace meguri::features

// What must be true after every entry, whatever the rules did: the last guard between a mistake in
// a rule and somebody's money. Checked in production on every entry (touched cells only), over the
// whole state by `check_all`, and after every step of the simulation. A broken invariant is our own
// bug: the engine stops before the entry is written.
//
// One file an invariant. A file that is not in the list does not compile (its struct is declared
// here alone), a name in the list without a file does not link: none can be forgotten.
#pragma once

#include "ledger/state.hpp"

#include <optional>
#include <string>

namespace meguri::ledger {

using Broken = std::optional<std::string>; // what is wrong, in opaque numbers only

// Cheapest and most telling first.
#define MEGURI_INVARIANTS(X)                                                                       \
    X(legs_balance)                                                                                \
    X(refusal_moves_nothing)                                                                       \
    X(order_of_entries)                                                                            \
    X(no_negative_lot)                                                                             \
    X(program_sums)                                                                                \
    X(no_dead_value_spent)                                                                         \
    X(six_months)                                                                                  \
    X(limits)                                                                                      \
    X(eligibility)                                                                                 \
    X(cancel_within_payment)                                                                       \
    X(yen_book)                                                                                    \
    X(four_eyes)

namespace invariants {
// after: the state just after `entry`, touched cells only (a payment: well under 0.3 µs for all of
// them together). over: the whole state, as often as one likes.
#define MEGURI_DECLARE(name)                                                                       \
    struct name {                                                                                  \
        static Broken after(const State& state, const Entry& entry);                               \
        static Broken over(const State& state);                                                    \
    };
MEGURI_INVARIANTS(MEGURI_DECLARE)
#undef MEGURI_DECLARE

// The first invariant that `entry`, already applied, has broken: "name: what".
Broken broken(const State& after, const Entry& entry);
// The same over everything in memory: O(wallets).
Broken check_all(const State& state);

} // namespace invariants
} // namespace meguri::ledger

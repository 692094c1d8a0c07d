// How far the amounts of a program reach: what can be bought at once, what can be given at once,
// and what of the terms no amount ever comes to. Only terms that are sound by themselves may be
// asked about (contradiction): steps and caps of at least 1, tiers that rise.
#pragma once

#include "ledger/terms.hpp"

namespace meguri::ledger {

// The smallest amount that satisfies minimum and step; 0 of what is not sold.
Amount smallest_at_once(const TopUpTerms& t);
// The largest that anybody can ever buy at once: in step, within every cap that counts it.
Amount largest_at_once(const ProgramTerms& t);
// The least premium that comes with any amount that can be bought.
Amount least_premium(const ProgramTerms& t);
// The most that one person can ever be given at once, by the terms' budget and limits; amount_max
// where they say nothing.
Amount most_given_at_once(const ProgramTerms& t);

// The first band or tier that no amount comes to, or that gives nothing, or a maximum that cuts
// whatever is given.
std::optional<Contradiction> never_reached(const ProgramTerms& t);

} // namespace meguri::ledger

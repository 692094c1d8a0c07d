// What terms cannot say in this city: beside the program of their premium, the places that they
// name, and the version that they replace. What contradicts itself anywhere is terms.hpp's.
#pragma once

#include "ledger/state.hpp"
#include "ledger/terms.hpp"

namespace meguri::ledger {

// Nothing when the terms make sense, in themselves and here. `program`: of which they are a new
// version; none: a new program.
std::optional<Contradiction>
contradiction(const State& state, ProgramId program, const ProgramTerms& terms, Date today);

} // namespace meguri::ledger

// Terms of a program as a story words them.
#pragma once

#include "ledger/terms.hpp"
#include "scenarios/scenario.hpp"

#include <functional>

namespace meguri::scenarios {

// `named`: the program of a name, for the one that premium comes from.
ledger::ProgramTerms
terms_of(const Step& step, const std::function<ProgramId(const std::string&)>& named);

} // namespace meguri::scenarios

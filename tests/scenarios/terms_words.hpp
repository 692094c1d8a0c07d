// Terms of a program as a story words them.
#pragma once

#include "ledger/command_giving.hpp"
#include "ledger/terms.hpp"
#include "scenarios/scenario.hpp"

#include <functional>

namespace meguri::scenarios {

// Whom a story means by a name: the program that premium comes from, the place that rewards.
struct Named {
    std::function<ProgramId(const std::string&)> program;
    std::function<PlaceId(const std::string&)> place;
};
ledger::ProgramTerms terms_of(const Step& step, const Named& named);
// An event that gives by time stayed.
ledger::HandoutTerms event_of(const Step& step, ProgramId gives);

} // namespace meguri::scenarios

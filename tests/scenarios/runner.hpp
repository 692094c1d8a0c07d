// Tells a backend the story, step by step, and compares what it answers with what the story says.
#pragma once

#include "scenarios/backend.hpp"
#include "scenarios/scenario.hpp"

namespace meguri::scenarios {

// What went otherwise than told: "expiry:12: pay A shop7 100: refused insufficient_balance, but
// should have been done". Stops at the first difference: what follows would only confuse.
std::vector<std::string> run(const Scenario& scenario, Backend& backend);

} // namespace meguri::scenarios

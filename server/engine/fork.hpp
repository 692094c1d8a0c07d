// A copy of the city as it stands, built beside the core from what is on disk: for dry runs and
// rehearsals that decide thousands of commands and must not make one payment wait. Nothing of it
// ever goes back.
#pragma once

#include "base/result.hpp"
#include "ledger/state.hpp"

#include <string>

namespace meguri::engine {

// Takes seconds for a big city: on a worker thread, never on the core's or the io thread.
Try<ledger::State> load_fork(const std::string& url);

} // namespace meguri::engine

// `meguri trace`: follows the value of one entry back to where it was issued and on to the file for
// the bank (ADM-d), beside the running city or from a copy. Reads the journal from its beginning.
#pragma once

#include "base/config.hpp"
#include "base/result.hpp"

#include <functional>
#include <string>

namespace meguri::app {

// As text. Faults: invalid (no such entry), or why the database cannot be read. `progress` is told,
// now and then, how many entries were read.
Try<std::string>
trace(const Config& config, std::int64_t entry, const std::function<void(std::int64_t)>& progress);

} // namespace meguri::app

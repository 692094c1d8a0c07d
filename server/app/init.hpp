// `meguri init`: tables, the city's key, and two one-time invitations for the first two operators.
// There is no default password.
#pragma once

#include "base/config.hpp"

#include <string>
#include <vector>

namespace meguri::app {

// The two links. Refused (`invalid`) once there are operators: they invite the next ones.
Try<std::vector<std::string>> init_city(const Config& config);

} // namespace meguri::app

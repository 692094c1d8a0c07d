// `meguri clock`: asks the running server of a demo or test environment what time it is, sets the
// clock or moves it forward. In production there is nothing to ask.
#pragma once

#include "base/config.hpp"

#include <string>

namespace meguri::app {

struct ClockOrder {
    std::string to;      // "2027-01-31" (midnight) or "2027-01-31T23:59", Japan's time
    std::string by;      // "90s", "15m", "3h" or "30d"; neither of them: only asks
    bool stands = false; // it stands still there
};

// What the clock says then: "2027-01-31T23:59:00.000+09:00, moved". Faults: invalid (words that
// make no time, production, a moment before the newest entry), unavailable (no server answers).
Try<std::string> order_clock(const Config& config, const ClockOrder& order);

} // namespace meguri::app

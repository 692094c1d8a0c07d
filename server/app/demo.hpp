// `meguri demo`: a small city from a fixed seed, filled through the real engine on its own clock
// (two weeks in seconds), then served like any other. Everything that somebody needs to try it
// stands in demo.json.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace meguri::app {

struct DemoOptions {
    std::filesystem::path data = "var/demo";
    std::filesystem::path web; // built apps
    std::uint16_t port = 8080;
    std::string database;         // "" = SQLite in `data`
    int residents = 500;          // 1 to 10,000
    int days = 14;                // of history, 0 to 365
    bool serve = true;            // false: fill and leave
    bool generous_limits = false; // tests and benchmarks come from one address
    bool access_log = false;
};

Try<> run_demo(DemoOptions options);

} // namespace meguri::app

// One city, put together: everything is made here, in the order in which it depends on each other,
// and nowhere else.
//
//   io thread      HTTP, handlers, sessions, events       (boost::asio::io_context, run by `run`)
//   core thread    the ledger (engine/); on SQLite also registry rows, between groups
//   workers        password hashing, SMS                  (boost::asio::thread_pool)
//   pin workers    PINs of payments by card: nothing else stands before them
//   slow workers   photos, dry runs, long lists, new PINs
//   pool           registry rows on PostgreSQL
#pragma once

#include "base/config.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace meguri::engine {
class Engine;
}

namespace meguri::app {

struct ServeOptions {
    Config config;
    std::filesystem::path web;        // built apps; empty: API only
    std::int64_t clock_offset_ms = 0; // `meguri clock`, in test environments
    bool access_log = true;
    bool generous_limits = false;                      // benchmarks and tests come from one address
    std::function<void(std::uint16_t port)> listening; // called once requests are taken
    std::function<void(engine::Engine&)>
        beside; // the same moment: for work beside HTTP, benchmarks
};

// Serves until SIGTERM or SIGINT, then drains. A Fault says why it could not start, or that another
// process took over.
Try<> serve(ServeOptions options);

} // namespace meguri::app

// The clock of a test environment: set and moved over /sim/clock (`meguri clock`), kept over a
// restart, shown in a strip on every page. In production it is the machine's, and these routes do
// not exist.
#pragma once

#include "engine/engine.hpp"
#include "http/router.hpp"
#include "store/city.hpp"

#include <functional>

namespace meguri::app {

struct TestClockParts {
    MovableClock& clock;
    engine::Engine& engine;
    store::Registry& registry;
    std::function<void()> moved; // another day may have begun
};
// The clock must outlive the router.
void add_test_clock_routes(http::Router& router, TestClockParts parts);

} // namespace meguri::app

// /healthz, /readyz, /metrics, /version, /api/openapi.json and /api/events: operations without a
// feature.
#pragma once

#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"

#include <functional>
#include <string>

namespace meguri::http {

struct SystemFacts {
    std::string version;
    std::string commit;
    std::function<bool()> ready;     // would a payment be taken now?
    std::function<int()> ready_in_s; // while not: when to ask again
};

// The parts must outlive the router.
void add_system_routes(Router& router, EventHub& events, Metrics& metrics, SystemFacts facts);

} // namespace meguri::http

// One request to somebody else's server: what every adapter here does alike. Blocks: worker threads
// only. Certificates are checked as libcurl does by default; redirects are never followed.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace meguri::gateway {

struct HttpCall {
    std::string_view who; // the partner, as Faults name it: "sms"
    std::string url;
    std::vector<std::string> headers{}; // "Name: value"
    std::string user{}, password{};     // HTTP Basic, when there is a user
    const std::string* body = nullptr;  // POST with it; none: GET
    long timeout_ms = 5000;
};
struct HttpAnswer {
    long status = 0;
    std::string body; // at most 256 KiB; a longer one is outcome_unknown
};
//   unavailable      certainly not sent (no connection, wrong certificate)
//   outcome_unknown  no whole answer came
// Neither address, body nor answer is part of a Fault.
Try<HttpAnswer> call(const HttpCall& what);

} // namespace meguri::gateway

// A load generator: keep-alive connections to one HTTP server, one thread, epoll. Latency is
// counted from the moment a request was *due*: in a closed loop that is when its connection became
// free, in an open loop the planned moment, so that a server that stalls cannot hide it
// (coordinated omission).
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace meguri::bench {

struct Load {
    std::uint16_t port = 0;
    int connections = 64;
    double seconds = 4;
    double per_second = 0;                  // 0: closed loop, as fast as answers come
    const std::atomic<int>* over = nullptr; // ends early once it is not 0
};

struct Outcome {
    std::int64_t answered = 0; // with 200 or 201
    std::int64_t refused = 0;  // any other status
    std::int64_t broken = 0;   // connections lost
    double seconds = 0;
    bool ran_out = false;                  // there were fewer requests than the server could take
    std::vector<std::uint32_t> latency_us; // of the answered ones, sorted

    double per_second() const { return seconds > 0 ? static_cast<double>(answered) / seconds : 0; }
    double latency_ms(double quantile) const;
};

// Sends `requests` (whole HTTP requests), each once, in order.
Outcome run_load(const Load& load, const std::vector<std::string>& requests);

} // namespace meguri::bench

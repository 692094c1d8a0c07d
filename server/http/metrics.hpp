// Figures for Prometheus: requests by operation and status, how long they took, what is under way.
// io thread only.
#pragma once

#include "http/router.hpp"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace meguri::http {

class Metrics {
  public:
    // `operation` count_ = static files and what matched nothing.
    void record(access::Operation operation, int status, std::int64_t microseconds);
    // More figures, asked for at each scrape: whole lines of the text format.
    void add_source(std::function<void(std::string& out)> source) {
        sources_.push_back(std::move(source));
    }
    std::string text() const;

    static constexpr std::array<std::int64_t, 12> bounds_us{250,     500,       1'000,
                                                            2'500,   5'000,     10'000,
                                                            25'000,  50'000,    100'000,
                                                            250'000, 1'000'000, 10'000'000};

  private:
    struct Times {
        std::array<std::uint64_t, bounds_us.size() + 1> buckets{};
        std::uint64_t count = 0;
        std::int64_t sum_us = 0;
    };
    struct PerOperation {
        std::array<std::uint64_t, 600> by_status{};
        Times times;
    };
    std::array<PerOperation, operation_count + 1> operations_{};
    std::vector<std::function<void(std::string&)>> sources_;
};

} // namespace meguri::http

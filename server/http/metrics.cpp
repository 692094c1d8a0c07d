#include "http/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace meguri::http {

namespace {
std::string_view name_at(std::size_t i) {
    return i < operation_count ? info_of(static_cast<access::Operation>(i)).name : "other";
}
} // namespace

void Metrics::record(access::Operation operation, int status, std::int64_t microseconds) {
    auto& own = operations_[std::min(static_cast<std::size_t>(operation), operation_count)];
    if (status >= 0 && status < static_cast<int>(own.by_status.size()))
        ++own.by_status[static_cast<std::size_t>(status)];
    const auto bucket = std::ranges::lower_bound(bounds_us, microseconds) - bounds_us.begin();
    ++own.times.buckets[static_cast<std::size_t>(bucket)];
    ++own.times.count;
    own.times.sum_us += microseconds;
}

std::string Metrics::text() const {
    std::string out;
    const auto line = std::back_inserter(out);
    out += "# HELP meguri_http_requests_total Requests by operation and status.\n# TYPE "
           "meguri_http_requests_total counter\n";
    for (std::size_t i = 0; i < operations_.size(); ++i) {
        for (std::size_t status = 0; status < 600; ++status) {
            const auto count = operations_[i].by_status[status];
            if (count == 0) continue;
            fmt::format_to(
                line, "meguri_http_requests_total{{operation=\"{}\",status=\"{}\"}} {}\n",
                name_at(i), status, count
            );
        }
    }
    out += "# HELP meguri_http_request_seconds Time from the whole request to the answer.\n"
           "# TYPE meguri_http_request_seconds histogram\n";
    for (std::size_t i = 0; i < operations_.size(); ++i) {
        const Times& times = operations_[i].times;
        if (times.count == 0) continue;
        std::uint64_t sum = 0;
        for (std::size_t b = 0; b < times.buckets.size(); ++b) {
            sum += times.buckets[b];
            const std::string bound =
                b < bounds_us.size() ? fmt::format("{}", static_cast<double>(bounds_us[b]) / 1e6)
                                     : "+Inf";
            fmt::format_to(
                line, "meguri_http_request_seconds_bucket{{operation=\"{}\",le=\"{}\"}} {}\n",
                name_at(i), bound, sum
            );
        }
        fmt::format_to(
            line, "meguri_http_request_seconds_sum{{operation=\"{}\"}} {}\n", name_at(i),
            static_cast<double>(times.sum_us) / 1e6
        );
        fmt::format_to(
            line, "meguri_http_request_seconds_count{{operation=\"{}\"}} {}\n", name_at(i),
            times.count
        );
    }
    for (const auto& source : sources_)
        source(out);
    return out;
}

} // namespace meguri::http

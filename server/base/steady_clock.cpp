#include "base/steady_clock.hpp"

#include <ctime>

namespace meguri {

std::int64_t SystemSteadyClock::passed_ms() const {
    timespec passed{};
    ::clock_gettime(CLOCK_BOOTTIME, &passed);
    return std::int64_t{passed.tv_sec} * 1000 + passed.tv_nsec / 1'000'000;
}

} // namespace meguri

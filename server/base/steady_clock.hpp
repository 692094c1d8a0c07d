// Time that only passes, for "how long since": nobody can set it, and it counts on while the
// machine sleeps. Passed in, like Clock.
#pragma once

#include <cstdint>

namespace meguri {

class SteadyClock {
  public:
    virtual ~SteadyClock() = default;
    // Milliseconds from a beginning that means nothing and differs between machines.
    virtual std::int64_t passed_ms() const = 0;
};

class SystemSteadyClock : public SteadyClock {
  public:
    std::int64_t passed_ms() const override;
};

} // namespace meguri

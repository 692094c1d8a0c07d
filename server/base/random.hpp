// Randomness is passed in, like time: production takes the kernel's, tests and the simulation a
// seeded stream.
#pragma once

#include "base/bytes.hpp"

namespace meguri {

class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <std::size_t N> ByteArray<N> bytes() {
        ByteArray<N> out;
        fill(out);
        return out;
    }
    // Uniform in [0, bound); bound > 0.
    std::uint32_t below(std::uint32_t bound);
    // `n` decimal digits, leading zeros kept: one-time codes.
    std::string digits(int n);
};

class SystemRandom : public Random {
  public:
    SystemRandom();
    void fill(std::span<std::uint8_t> out) override;
};

// Repeatable and fast, not secret: for tests, simulation and the demo city only.
class SeededRandom : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;
    std::uint64_t next(); // splitmix64

  private:
    std::uint64_t state_;
};

} // namespace meguri

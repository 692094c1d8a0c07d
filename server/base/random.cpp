#include "base/random.hpp"

#include "base/ensure.hpp"

#include <array>
#include <cstring>
#include <sodium.h>

namespace meguri {

std::uint32_t Random::below(std::uint32_t bound) {
    MEGURI_ENSURE(bound > 0);
    const std::uint32_t unfair =
        (0u - bound) % bound; // the lowest values come once too often: draw again
    for (;;) {
        std::uint32_t draw;
        const auto raw = bytes<4>();
        std::memcpy(&draw, raw.data(), 4);
        if (draw >= unfair) return draw % bound;
    }
}

std::string Random::digits(int n) {
    std::string out;
    for (int i = 0; i < n; ++i)
        out += static_cast<char>('0' + below(10));
    return out;
}

SystemRandom::SystemRandom() { MEGURI_ENSURE(sodium_init() >= 0); }

void SystemRandom::fill(std::span<std::uint8_t> out) {
    // One call to the kernel for many small draws. What was given out is wiped at once.
    thread_local std::array<std::uint8_t, 1024> drawn;
    thread_local std::size_t used = drawn.size();
    if (out.size() > drawn.size() / 4) return randombytes_buf(out.data(), out.size());
    if (out.size() > drawn.size() - used) {
        randombytes_buf(drawn.data(), drawn.size());
        used = 0;
    }
    std::memcpy(out.data(), drawn.data() + used, out.size());
    sodium_memzero(drawn.data() + used, out.size());
    used += out.size();
}

std::uint64_t SeededRandom::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    for (std::size_t i = 0; i < out.size(); i += 8) {
        const std::uint64_t word = next();
        std::memcpy(out.data() + i, &word, std::min<std::size_t>(8, out.size() - i));
    }
}

} // namespace meguri

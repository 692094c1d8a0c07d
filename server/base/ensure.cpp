#include "base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace meguri {

void ensure_failed(const char* claim, const char* file, int line) noexcept {
    std::fprintf(stderr, "bug: %s does not hold (%s:%d)\n", claim, file, line);
    std::abort();
}

} // namespace meguri

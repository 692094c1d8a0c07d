// MEGURI_ENSURE: our own bugs. Always on, prints the broken claim and its place, then aborts; the
// journal is the truth and a restart rebuilds from it. Never for input from people or the world:
// those are refusals and faults.
#pragma once

namespace meguri {
[[noreturn]] void ensure_failed(const char* claim, const char* file, int line) noexcept;
}

#define MEGURI_ENSURE(claim)                                                                       \
    ((claim) ? static_cast<void>(0) : ::meguri::ensure_failed(#claim, __FILE__, __LINE__))

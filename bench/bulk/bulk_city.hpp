// A city before a large night: 200,000 wallets, each with two lots that die, and a program of which
// every wallet is to be given something.
#pragma once

#include "base/time.hpp"
#include "support/bench_city.hpp"

namespace meguri::bench {

inline constexpr int all_wallets = 200'000;
inline constexpr ProgramId dying_programs[] = {{2}, {3}};
inline constexpr std::int64_t each_dying = 300, each_granted = 1'000;
// From the day it is filled to the day it is served: what dies has died by then.
inline constexpr std::int64_t days_later_ms = 2 * 24 * 60 * ms_per_minute;

struct BulkCity {
    BenchCity city;
    std::string gift; // public id of the program to be given
};
Try<BulkCity> make_bulk_city(const std::filesystem::path& folder, std::uint16_t port);

} // namespace meguri::bench

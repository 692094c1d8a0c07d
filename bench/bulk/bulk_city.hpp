// A city before a large night: 200,000 wallets, each with two lots that die, and a list that two
// people approved, of 200,000 rows to be granted.
#pragma once

#include "engine/engine.hpp"
#include "support/bench_city.hpp"

#include <future>

namespace meguri::bench {

inline constexpr int all_wallets = 200'000;
inline constexpr ProgramId paying_program{1}, dying_programs[] = {{2}, {3}}, granted_program{4};
inline constexpr JobId granting_job{3};
inline constexpr ledger::Amount each_dying{300}, each_granted{1'000};
// From the day it is filled to the day it is served: what dies has died by then.
inline constexpr std::int64_t days_later_ms = 2 * 24 * 60 * ms_per_minute;

Try<BenchCity> make_bulk_city(const std::filesystem::path& folder, std::uint16_t port);

// Sends a command and waits for its answer.
engine::Answer ask(engine::Engine& engine, ledger::Command command);

// Slices of a job that gives every wallet the same, with the digest of what is behind each.
std::vector<ledger::GrantRows> slices_of(JobId job, ledger::Amount each, std::size_t rows_a_slice);
Hash audience_of(const std::vector<ledger::GrantRows>& slices);

} // namespace meguri::bench

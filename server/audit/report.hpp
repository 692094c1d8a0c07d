// What `meguri verify` says: every difference in plain words with the entry it was found at, and
// the sums it found.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace meguri::audit {

struct Difference {
    std::int64_t seq; // the entry; 0 when it is about none
    std::string what; // one sentence; numbers only, no personal data (the journal holds none)
};

// Balances of one program over all accounts of a kind, in its unit.
// issued = in_wallets + on_hold + receivable + public_dues + expired + refunded + settled + budgets
// + reserved + recovered.
struct ProgramSums {
    std::int64_t issued = 0, in_wallets = 0, on_hold = 0, receivable = 0, public_dues = 0,
                 expired = 0, refunded = 0, settled = 0, budgets = 0, reserved = 0, recovered = 0;
};

struct Figures {
    std::int64_t entries = 0, refused = 0, groups = 0, legs = 0;
    std::int64_t top_ups = 0, payments = 0, cancels = 0, expiries = 0;
    std::int64_t wallets = 0, places = 0, proposals = 0;
    std::int64_t checkpoint_rows = 0;
    std::int64_t looks = 0; // at personal data, by staff
    std::int64_t heads = 0; // published, one a city day
    std::int64_t first_at_ms = 0, last_at_ms = 0;
    std::string head; // hex
    std::map<std::int64_t, ProgramSums> programs;
    // Owed to each place in each program: (place, program) -> amount.
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> receivables;
};

struct Report {
    std::vector<Difference> differences; // the first `most_differences`, in the order found
    std::int64_t difference_count = 0;   // all of them
    Figures figures;

    static constexpr std::size_t most_differences = 1'000;
    bool clean() const { return difference_count == 0; }
    void add(std::int64_t seq, std::string what) {
        ++difference_count;
        if (differences.size() < most_differences) differences.push_back({seq, std::move(what)});
    }
};

} // namespace meguri::audit

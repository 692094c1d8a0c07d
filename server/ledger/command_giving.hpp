// Commands by which value is given to many: organizations' budgets, handouts, jobs.
#pragma once

#include "ledger/command_city.hpp"

#include <vector>

namespace meguri::ledger {

// What an organization may hand out of a program (PNT-d). Negative: taken back.
struct GiveBudget {
    OrganizationId organization;
    ProgramId program;
    Amount amount;
};

// How a handout is claimed. Several ways may be open at once (bits).
struct Ways {
    std::uint32_t bits = 0;
    static constexpr std::uint32_t printed_code = 1; // the resident reads a code (PRM-h)
    static constexpr std::uint32_t code_word = 2;    // … and types the word of the day
    static constexpr std::uint32_t staff_scan = 4;   // staff reads the resident's code
    static constexpr std::uint32_t check_in = 8;     // in and out, by time stayed
    static constexpr std::uint32_t list = 16;        // an uploaded list
    static constexpr std::uint32_t all = 31;
    constexpr bool has(std::uint32_t bit) const { return bits & bit; }
    friend bool operator==(Ways, Ways) = default;
};

struct HandoutTerms {
    OrganizationId organization; // whose budget it comes from; none: the city, issued directly
    ProgramId program;
    PlaceId place; // only there; none: anywhere
    Ways ways;
    Amount amount;                 // for each claim; check_in: for each full `stay_minutes`
    std::int32_t stay_minutes = 0; // check_in only, >= 1
    std::int32_t stay_units = 0;   // check_in only: most units of time that count
    Instant from, to;              // [from, to); 0 = open
    std::int64_t person_times = 0; // per person and `person_period`; 0 = no limit (PRM-i)
    Period person_period = Period::ever;
    std::int64_t times = 0; // in all; 0 = no limit
    Hash word{};            // SHA-256 of the code word; zeros: none
    friend bool operator==(const HandoutTerms&, const HandoutTerms&) = default;
};
struct OpenHandout {
    HandoutTerms terms;
};
struct CloseHandout {
    HandoutId handout;
};
struct Claim {
    WalletId wallet;
    HandoutId handout;
    std::uint32_t way = Ways::printed_code; // one bit
    PlaceId place;                          // where it happens, when known
    Hash word{};                            // SHA-256 of what was typed
};
struct CheckIn {
    WalletId wallet;
    HandoutId handout;
};
struct CheckOut {
    WalletId wallet;
    HandoutId handout;
};
// The organizer puts a stay right: whoever forgot to check out, or came without a phone.
struct CorrectStay {
    WalletId wallet;
    HandoutId handout;
    std::int32_t minutes = 0; // that count in all
};

// --- a job: many rows, in slices, each row exactly once
struct JobRow {
    WalletId wallet;
    Amount amount;
};
inline constexpr std::size_t most_rows_at_once = 500;
struct GrantRows {
    JobId job;
    std::vector<JobRow> rows; // the next ones, in the order that was approved
    Hash rest{};              // onion digest of all rows behind them (job_rows.hpp)
};
struct EndJob { // what is left goes back; also used to stop one
    JobId job;
};

} // namespace meguri::ledger

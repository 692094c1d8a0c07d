// Limits, one mechanism for all: what is counted × in units or times × how much × in which period ×
// for whom. The counting itself is in Tally (state.hpp); the checking in limits.hpp.
#pragma once

#include "base/codec.hpp"
#include "base/time.hpp"

namespace meguri::ledger {

// What a program's limit counts.
enum class Counted : std::uint8_t {
    topped_up = 1, // bought
    received = 2,  // given: grants, premium, rewards, handouts
    spent = 3,     // paid with it
    sent = 4,      // given to other residents
};
enum class Measure : std::uint8_t { amount = 1, times = 2 };
enum class Period : std::uint8_t { ever = 0, day = 1, month = 2, fiscal_year = 3 };
// household: what all its members have used; who belongs to none counts alone. Counted for each
// person, so that who moves in brings along what was used, and who moves out takes it along.
enum class Who : std::uint8_t { person = 1, everybody = 2, household = 3 };

struct LimitRule {
    Counted what = Counted::received;
    Measure measure = Measure::amount;
    std::int64_t cap = 0; // units or times, >= 1
    Period period = Period::ever;
    Who who = Who::person;
    friend bool operator==(const LimitRule&, const LimitRule&) = default;
};

// What is added up. 1 … 8: a program's limits (Counted × Measure). Numbers are kept in the journal:
// never reuse one.
enum class Counter : std::uint8_t {
    topped_up = 1, // per wallet × program, over the program's life, always counted (CHG-c)
    topped_up_times = 2,
    received = 3,
    received_times = 4,
    spent = 5,
    spent_times = 6,
    sent = 7,
    sent_times = 8,
    claimed_times = 9, // of a handout, per wallet or in all
    claimed = 10,      // units of a handout in all
    dues = 11,         // `of` a kind of public dues, in all: money spent on it
    mandate = 12,      // spent by the holder of a wallet's mandate
};
inline constexpr Counter last_counter = Counter::mandate;

constexpr Counter counter_of(Counted what, Measure measure) {
    return static_cast<Counter>((static_cast<int>(what) - 1) * 2 + static_cast<int>(measure));
}

// First day of the period that `day` lies in; none for ever.
Date period_start(Period period, Date day);

void write(Writer& out, const LimitRule& rule);
LimitRule read_limit_rule(Reader& in);

} // namespace meguri::ledger

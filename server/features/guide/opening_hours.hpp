// When a place is open: stretches of each weekday (a break makes two of them, a stretch may go on
// past midnight), the nth weekday of a month on which it stays closed, and single closed days. All
// of it Japan's time.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meguri::features {

struct OpeningHours {
    struct Stretch {
        int weekday = 0;      // 0 Monday … 6 Sunday
        int from = 0, to = 0; // minutes of that day, from < to; `to` over 1440 is the day after
        friend bool operator==(const Stretch&, const Stretch&) = default;
    };
    struct Week {
        int nth = 0; // of its month, 1 … 5
        int weekday = 0;
        friend bool operator==(const Week&, const Week&) = default;
    };
    std::vector<Stretch> stretches; // none: nobody has stated hours
    std::vector<Week> closed_weeks;
    std::vector<Date> closed_dates;
    friend bool operator==(const OpeningHours&, const OpeningHours&) = default;

    static constexpr int latest = 36 * 60; // no stretch goes on beyond noon of the day after
};

struct OpenNow {
    enum class State : std::uint8_t { unknown, open, closed };
    State state = State::unknown;
    Instant until;    // open: when it closes; 0 when it does not within a week
    Instant opens_at; // closed: when it opens next; 0 when not within a week
};
OpenNow open_now(const OpeningHours& hours, Instant at);

// As it stands in the registry: "0 600 1140;…", "2 1;…", "20261231;…". What cannot be read is left
// out: it was written by `to_text`.
std::string stretches_text(const OpeningHours& hours);
std::string weeks_text(const OpeningHours& hours);
std::string dates_text(const OpeningHours& hours);
OpeningHours read_hours(std::string_view stretches, std::string_view weeks, std::string_view dates);

} // namespace meguri::features

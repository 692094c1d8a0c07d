// Whether the machine's clock can be believed by work that waits for its day or hour: value would
// expire a day early, and a grant be made an hour early, on one bad answer of a time server. So
// before such work begins the database's machine is asked for its time as well. While the two are
// more than a minute apart, jobs wait, each still in its place; payments go on, because the core's
// own rule keeps time from going back. On SQLite there is only one clock, and it is believed.
//
// A clock that leapt rightly (it was corrected, the machine had slept) agrees with the other one:
// what became due meanwhile is done, once.
#pragma once

#include "base/time.hpp"
#include "http/async.hpp"
#include "store/database.hpp"

namespace meguri::app {

inline constexpr std::int64_t clocks_apart_ms = ms_per_minute;

class ClockCheck {
  public:
    // `machine` as it is, not as a test environment moves it.
    ClockCheck(store::Registry& registry, const Clock& machine)
        : registry_(registry), machine_(machine) {}

    // False: wait, and ask again. Says so in the log once. io thread.
    http::Async<bool> agrees();

  private:
    store::Registry& registry_;
    const Clock& machine_;
    bool apart_ = false;
};

} // namespace meguri::app

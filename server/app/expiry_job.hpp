// Value whose last day is over leaves the wallets (失効): one command for many wallets and one
// program, after midnight and at start. Restarting it does no harm: what has expired is gone, the
// rest is found again. The day is the books' (Engine::now); nothing expires while ClockCheck doubts
// the clock.
#pragma once

#include "app/clock_check.hpp"
#include "engine/engine.hpp"
#include "http/rounds.hpp"

#include <span>

namespace meguri::app {

class ExpiryJob {
  public:
    ExpiryJob(engine::Engine& engine, ClockCheck& clocks) : engine_(engine), clocks_(clocks) {}

    http::Async<void> run(); // spawn it on the io thread
    void stop();
    void look_again(); // the clock was moved: another day may have begun

  private:
    struct Done {
        std::int64_t lots = 0;
        bool whole = true; // false: something was left; try again
    };
    http::Async<Done> expire_some(std::span<const ledger::Expire> commands);
    http::Async<bool> expire_all(Date today); // false: not to the end, try again

    engine::Engine& engine_;
    ClockCheck& clocks_;
    http::Rounds rounds_;
};

} // namespace meguri::app

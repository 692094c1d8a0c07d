// Value whose last day is over leaves the wallets (失効): one command for many wallets and one
// program, after midnight and at start. Restarting it does no harm: what has expired is gone, the
// rest is found again.
#pragma once

#include "engine/engine.hpp"
#include "http/rounds.hpp"

#include <span>

namespace meguri::app {

class ExpiryJob {
  public:
    ExpiryJob(engine::Engine& engine, const Clock& clock) : engine_(engine), clock_(clock) {}

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
    const Clock& clock_;
    http::Rounds rounds_;
};

} // namespace meguri::app

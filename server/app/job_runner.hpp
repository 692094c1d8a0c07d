// Grants to many at their date and time (PRM-j). The ledger knows how far each job is and takes a
// row only once; so whoever leads the city, after a crash or a take-over too, asks it and goes on
// there. Slice by slice, each waiting for its commit: payments that queued meanwhile go first.
//
// A job whose time passed by more than `late_ms` before it could begin (nobody was serving, or it
// was approved later than that) is given as soon as possible (catch_up) or not at all (skip), as it
// says. One that has begun is always finished. While its program is stopped, or outside its period,
// it waits.
//
// What is due is judged by the books' time (Engine::now), which never goes back: a clock that ran
// ahead and is set right does not put off what has begun. Nothing begins while ClockCheck doubts
// the clock.
#pragma once

#include "app/clock_check.hpp"
#include "engine/engine.hpp"
#include "features/jobs/jobs_store.hpp"
#include "http/rounds.hpp"

#include <set>

namespace meguri::app {

inline constexpr std::int64_t late_ms = 10 * ms_per_minute;

class JobRunner {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        ClockCheck& clocks;
    };
    explicit JobRunner(Parts parts) : p_(parts) {}

    http::Async<void> run(); // spawn it on the io thread
    void stop();
    void look_again(); // one was approved, or the clock was moved: something may be due

  private:
    http::Async<void> run_due();
    http::Async<void> run_job(const features::JobPlan& due);
    http::Async<bool> give(features::JobPlan& plan, std::int64_t done);
    http::Async<bool> note_missed(features::JobPlan& plan, std::int64_t done);
    http::Async<bool> save(const features::JobPlan& plan);

    Parts p_;
    std::set<std::int64_t> waiting_; // jobs whose refusal is in the log already
    http::Rounds rounds_;
};

} // namespace meguri::app

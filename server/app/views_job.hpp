// Keeps the read models close behind the journal (views/), so that no page waits for a long way to
// catch up. In small pieces with a rest between them: payments go first. A reader follows the last
// bit by itself, so nothing is wrong while this stands still.
#pragma once

#include "http/rounds.hpp"
#include "store/database.hpp"

namespace meguri::app {

class ViewsJob {
  public:
    explicit ViewsJob(store::Registry& registry) : registry_(registry) {} // must outlive it

    http::Async<void> run(); // spawn it on the io thread
    void stop() { rounds_.stop(); }

  private:
    http::Async<bool> follow_once(); // true: there is more to take in

    store::Registry& registry_;
    http::Rounds rounds_;
};

} // namespace meguri::app

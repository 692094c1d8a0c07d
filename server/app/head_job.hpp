// Publishes the head of each city day's books, once, from five in the morning of the next
// (features/books/head.hpp, docs/adr/0015). Days that were missed, because nobody was serving, are
// made up in their order. What is published is in the table and nowhere else: a restart goes on
// behind the newest, and whoever comes second with the same number or day writes nothing. Which day
// it is, is the books' to say (Engine::now); nothing is published while ClockCheck doubts the
// clock, because a head cannot be taken back.
#pragma once

#include "app/clock_check.hpp"
#include "base/city_keys.hpp"
#include "base/signature.hpp"
#include "engine/engine.hpp"
#include "features/books/books_store.hpp"
#include "http/rounds.hpp"

namespace meguri::app {

class HeadJob {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        ClockCheck& clocks;
        const CityKeys& keys;
    };
    explicit HeadJob(Parts parts);

    http::Async<void> run(); // spawn it on the io thread
    void stop();
    void look_again(); // the clock was moved: another day may be due

  private:
    using Heads = std::vector<features::SignedHead>;
    http::Async<bool> publish_all(Date due); // false: not to the end, try again
    // The next head, or those of some days on which nothing happened; none: nothing is due.
    http::Async<Try<Heads>> next(Date due);
    http::Async<Try<features::SignedHead>>
    read_day(features::Head head, features::books_store::DayEnd end);
    http::Async<bool> save(const Heads& heads);
    features::SignedHead signed_(features::Head head, std::vector<Hash> parts) const;

    Parts p_;
    SigningKey key_;
    http::Rounds rounds_;
};

} // namespace meguri::app

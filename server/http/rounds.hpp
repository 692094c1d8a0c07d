// Work that goes on beside the requests, in rounds on the io thread: look what is due, do it, rest.
//
//     while (rounds_.running()) {
//         co_await do_what_is_due();
//         co_await rounds_.rest(std::chrono::seconds(1));
//     }
#pragma once

#include "http/async.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>

namespace meguri::http {

class Rounds {
  public:
    bool running() const { return running_; }

    // For so long; shorter when woken, also when that was during the round before: what was asked
    // for after the round had looked is not left for later.
    Async<void> rest(std::chrono::milliseconds time) {
        asio::steady_timer timer(co_await asio::this_coro::executor, time);
        resting_ = &timer;
        const Awake awake{resting_};
        boost::system::error_code woken;
        if (running_ && !woken_) {
            co_await timer.async_wait(asio::redirect_error(use_async, woken));
        }
        woken_ = false;
    }
    void wake() {
        woken_ = true;
        if (resting_) resting_->cancel();
    }
    void stop() {
        running_ = false;
        wake();
    }

  private:
    struct Awake { // the timer dies with its coroutine, however that ends
        asio::steady_timer*& resting;
        ~Awake() { resting = nullptr; }
    };
    asio::steady_timer* resting_ = nullptr;
    bool running_ = true, woken_ = false;
};

} // namespace meguri::http

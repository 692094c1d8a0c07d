// One at a time: who comes while another has the turn waits for its end and then finds what it did.
// Of one io thread; nothing is kept of a key whose turn is over.
#pragma once

#include "http/async.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <utility>

namespace meguri::http {

template <class Key> class Turns {
  public:
    // Ends the turn when it goes, and wakes those who wait for theirs.
    class Turn {
      public:
        Turn(Turns& turns, Key key) : turns_(&turns), key_(std::move(key)) {}
        Turn(Turn&& other) noexcept
            : turns_(std::exchange(other.turns_, nullptr)), key_(std::move(other.key_)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (!turns_) return;
            const auto waited_for = turns_->under_way_.extract(key_);
            waited_for.mapped()->cancel();
        }

      private:
        Turns* turns_;
        Key key_;
    };

    Async<Turn> wait(Key key) {
        const auto executor = co_await boost::asio::this_coro::executor;
        for (auto before = under_way_.find(key); before != under_way_.end();
             before = under_way_.find(key)) {
            const auto ends = before->second; // outlives the turn
            boost::system::error_code ended;
            co_await ends->async_wait(boost::asio::redirect_error(use_async, ended));
        }
        constexpr auto until_cancelled = boost::asio::steady_timer::time_point::max();
        under_way_.emplace(
            key, std::make_shared<boost::asio::steady_timer>(executor, until_cancelled)
        );
        co_return Turn(*this, std::move(key));
    }

  private:
    std::map<Key, std::shared_ptr<boost::asio::steady_timer>> under_way_;
};

} // namespace meguri::http

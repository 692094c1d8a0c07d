// A command that has been queued; its answer is waited for later. So the next one is in the queue
// already while this one is being written, and every group of the journal takes one. io thread
// only.
#pragma once

#include "engine/engine.hpp"
#include "http/async.hpp"

#include <memory>

namespace meguri::service {

class UnderWay {
  public:
    UnderWay(engine::Engine& engine, ledger::Command command) {
        engine.submit(std::move(command), [kept = kept_](engine::Answer answer) {
            kept->answer = std::move(answer);
            if (kept->arrived) kept->arrived(true);
        });
    }
    http::Async<engine::Answer> wait() {
        if (!kept_->answer)
            co_await http::callback<bool>([&](auto done) { kept_->arrived = std::move(done); });
        co_return std::move(*kept_->answer);
    }

  private:
    struct Kept {
        std::optional<engine::Answer> answer;
        std::move_only_function<void(bool)> arrived;
    };
    std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

} // namespace meguri::service

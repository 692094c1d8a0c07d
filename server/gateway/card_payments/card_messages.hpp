// Carries the simulator's messages to the city, on a thread of its own, as the real provider's come
// from outside. In demo and test environments only.
#pragma once

#include "gateway/card_payments/card_simulator.hpp"

#include <thread>

namespace meguri::gateway {

class CardMessages {
  public:
    // `own`: "http://127.0.0.1:8080", this city, for pages that return to an address from outside;
    // those that return to this machine are told there, so that one simulator serves several
    // cities. The simulator outlives it.
    CardMessages(CardSimulator& simulator, std::string own);
    void stop() { thread_.request_stop(); } // what is under way is finished

  private:
    void run(std::stop_token stop);

    CardSimulator& simulator_;
    const std::string own_;
    std::jthread thread_; // last: it uses what stands above
};

} // namespace meguri::gateway

// Carries the simulator's messages to the city, on a thread of its own, as the real provider's come
// from outside. In demo and test environments only.
#pragma once

#include "gateway/card_payments/card_simulator.hpp"

#include <thread>

namespace meguri::gateway {

class CardMessages {
  public:
    // `url`: the city's address for them, on the loopback interface. The simulator outlives it.
    CardMessages(CardSimulator& simulator, std::string url);

  private:
    void run(std::stop_token stop);

    CardSimulator& simulator_;
    const std::string url_;
    std::jthread thread_; // last: it uses what stands above
};

} // namespace meguri::gateway

#include "gateway/card_payments/card_messages.hpp"

#include "gateway/http_call.hpp"

namespace meguri::gateway {

CardMessages::CardMessages(CardSimulator& simulator, std::string own)
    : simulator_(simulator), own_(std::move(own)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

void CardMessages::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        for (auto& message : simulator_.take_due()) {
            const bool here = message.city.starts_with("http://localhost:") ||
                              message.city.starts_with("http://127.0.0.1:");
            const auto answer = call(
                {.who = "card_messages",
                 .url = (here ? message.city : own_) + "/api/partners/card-payments",
                 .headers =
                     {"Content-Type: application/json",
                      "Stripe-Signature: " + simulator_.signature_of(message)},
                 .body = &message.body,
                 .timeout_ms = 3000}
            );
            const bool arrived = answer && answer->status < 300;
            if (!arrived) simulator_.undelivered(std::move(message));
            if (stop.stop_requested()) return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

} // namespace meguri::gateway

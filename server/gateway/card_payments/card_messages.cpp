#include "gateway/card_payments/card_messages.hpp"

#include "gateway/http_call.hpp"

namespace meguri::gateway {

CardMessages::CardMessages(CardSimulator& simulator, std::string url)
    : simulator_(simulator), url_(std::move(url)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

void CardMessages::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        for (auto& message : simulator_.take_due()) {
            const auto answer = call(
                {.who = "card_messages",
                 .url = url_,
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

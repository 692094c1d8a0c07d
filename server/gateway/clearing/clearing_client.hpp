// The clearing side over HTTPS and JSON, bearer secret, an Idempotency-Key on what does something:
//
//   ask   POST /v1/slips               {number, confirmation, division[, amount]}
//                                      -> {"state":"payable" | "already_paid" | …, "amount"}
//   pay   POST /v1/payments            {reference, number, confirmation, division, amount,
//                                      accepted_at} -> a payment
//   find  GET  /v1/payments/{reference}  a payment, or 404
//
// A payment: {"reference", "amount", "state":"pending" | "paid" | "refused", "reason", "receipt",
// "at"}. Whatever else comes back is no answer at all: asked again, never believed.
#pragma once

#include "gateway/clearing/clearing.hpp"

namespace meguri::gateway {

struct HttpAnswer;

struct ClearingSettings {
    std::string url;    // up to and without "/v1"
    std::string secret; // from a secret file
    long timeout_ms = 10'000;
    long ask_timeout_ms = 4'000;
};

class ClearingClient final : public Clearing {
  public:
    explicit ClearingClient(ClearingSettings settings) : settings_(std::move(settings)) {}

    Try<SlipStanding> ask(const Slip& slip) override;
    Try<DuesStanding> pay(const DuesOrder& order) override;
    Try<DuesStanding> find(std::string_view reference) override;

  private:
    Try<HttpAnswer> send(
        std::string path, const std::string* body, std::string_view idempotency_key, long timeout_ms
    );

    ClearingSettings settings_;
};

} // namespace meguri::gateway

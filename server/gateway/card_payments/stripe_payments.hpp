// Card payments over Stripe's interface: Checkout Sessions, PaymentIntents and Refunds as forms
// over HTTPS, an Idempotency-Key on everything that does something, signed webhooks.
//
//   create   POST /v1/checkout/sessions              client_reference_id and metadata = our
//   reference find     GET  /v1/checkout/sessions/{id}, or     GET /v1/payment_intents/search by
//   metadata close    POST /v1/checkout/sessions/{id}/expire refund   POST /v1/refunds whose    GET
//   /v1/checkout/sessions?payment_intent=…
//
// 3-D Secure is asked for on every payment: the loss of a disputed one is then the issuer's.
#pragma once

#include "gateway/card_payments/card_payments.hpp"

namespace meguri::gateway {

struct HttpAnswer;

struct StripeSettings {
    std::string url;            // up to and without "/v1"
    std::string secret;         // from a secret file
    std::string webhook_secret; // from a secret file
    long timeout_ms = 10'000;
};

class StripePayments final : public CardPayments {
  public:
    explicit StripePayments(StripeSettings settings) : settings_(std::move(settings)) {}

    Try<CardCheckout> create(const CardOrder& order) override;
    Try<CardStanding> find(std::string_view reference, std::string_view session) override;
    Try<CardStanding> close(std::string_view reference, std::string_view session) override;
    Try<> refund(std::string_view reference, std::string_view payment) override;
    Try<std::optional<std::string>> reference_of(std::string_view payment) override;
    Try<CardEvent>
    read(std::string_view body, std::string_view signature, Instant now) const override;

  private:
    // How the newest refund of this payment stands, in the provider's word; "": there is none.
    Try<std::string> newest_refund(std::string_view payment);
    Try<HttpAnswer> get(std::string path);
    Try<HttpAnswer> post(std::string path, const std::string& form, std::string idempotency_key);

    StripeSettings settings_;
};

} // namespace meguri::gateway

#include "gateway/card_payments/stripe_payments.hpp"

#include "gateway/card_payments/stripe_json.hpp"
#include "gateway/card_payments/stripe_signature.hpp"
#include "gateway/form.hpp"
#include "gateway/http_call.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

// The version whose answers are read here; the account may have moved on.
constexpr std::string_view version = "Stripe-Version: 2024-06-20";

// Ids go into addresses: nothing else may come in that way.
bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= 255 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_';
    });
}

std::unexpected<Fault> odd(std::string_view what) {
    return fault(FaultCode::outcome_unknown, fmt::format("card_payments: {}", what));
}

// Only the provider's own word for what is wrong: its sentence may repeat what was sent.
std::string code_of(const HttpAnswer& answer) {
    const auto body = stripe::parse(answer.body);
    const auto* error = body ? stripe::inside(*body, "error") : nullptr;
    const std::string code = error ? stripe::text(*error, "code") : "";
    return is_id(code) ? code : "";
}

Fault refusal_of(const HttpAnswer& answer) {
    const std::string said =
        fmt::format("card_payments: the provider answered {} {}", answer.status, code_of(answer));
    // 409: the same request is under way already, or waits for another one.
    if (answer.status == 429 || answer.status == 503 || answer.status == 409)
        return {FaultCode::unavailable, said};
    if (answer.status >= 400 && answer.status < 500) return {FaultCode::invalid, said};
    return {FaultCode::outcome_unknown, said};
}

bool is_good(const HttpAnswer& answer) { return answer.status == 200 || answer.status == 201; }

Try<stripe::Object> object_of(const Try<HttpAnswer>& answer) {
    if (!answer) return std::unexpected(answer.error());
    if (!is_good(*answer)) return std::unexpected(refusal_of(*answer));
    auto object = stripe::parse(answer->body);
    if (!object) return odd("an answer that is not the interface's");
    return std::move(*object);
}

Try<CardStanding> standing_of(const Try<HttpAnswer>& answer) {
    const auto session = object_of(answer);
    if (!session) return std::unexpected(session.error());
    const auto standing = stripe::standing_of(*session);
    if (!standing) return odd("an answer that is no checkout session");
    return *standing;
}

std::string form_of(const CardOrder& order) {
    Form form;
    form.add("mode", "payment").add("locale", "ja").add("client_reference_id", order.reference);
    form.add("metadata[reference]", order.reference);
    form.add("payment_intent_data[metadata][reference]", order.reference);
    form.add("payment_method_types[0]", "card");
    form.add("payment_method_options[card][request_three_d_secure]", "any");
    form.add("line_items[0][quantity]", "1");
    form.add("line_items[0][price_data][currency]", "jpy");
    form.add("line_items[0][price_data][unit_amount]", std::to_string(order.yen));
    form.add("line_items[0][price_data][product_data][name]", order.title);
    form.add("expires_at", std::to_string(order.expires.ms / ms_per_second));
    form.add("success_url", order.paid_url).add("cancel_url", order.left_url);
    return form.text();
}

CardEvent event_of(const stripe::Object& message) {
    using Kind = CardEvent::Kind;
    const std::string type = stripe::text(message, "type");
    const auto* data = stripe::inside(message, "data");
    const auto* object = data ? stripe::inside(*data, "object") : nullptr;
    if (!object) return {};
    if (type == "charge.dispute.created")
        return {Kind::charged_back, "", stripe::text(*object, "payment_intent"), 0};
    if (!type.starts_with("checkout.session.")) return {};
    const auto standing = stripe::standing_of(*object);
    const std::string reference = stripe::text(*object, "client_reference_id");
    if (!standing || reference.empty()) return {};
    if (standing->kind == CardStanding::Kind::captured)
        return {Kind::captured, reference, standing->payment, standing->yen};
    if (standing->kind == CardStanding::Kind::ended) return {Kind::ended, reference, "", 0};
    return {};
}

} // namespace

Try<HttpAnswer> StripePayments::get(std::string path) {
    return call(
        {.who = "card_payments",
         .url = settings_.url + path,
         .headers = {"Authorization: Bearer " + settings_.secret, std::string(version)},
         .timeout_ms = settings_.timeout_ms}
    );
}

Try<HttpAnswer>
StripePayments::post(std::string path, const std::string& form, std::string idempotency_key) {
    return call(
        {.who = "card_payments",
         .url = settings_.url + path,
         .headers =
             {"Authorization: Bearer " + settings_.secret, std::string(version),
              "Idempotency-Key: " + idempotency_key},
         .body = &form,
         .timeout_ms = settings_.timeout_ms}
    );
}

Try<CardCheckout> StripePayments::create(const CardOrder& order) {
    const auto session =
        object_of(post("/v1/checkout/sessions", form_of(order), "checkout-" + order.reference));
    if (!session) return std::unexpected(session.error());
    CardCheckout checkout{stripe::text(*session, "id"), stripe::text(*session, "url")};
    const bool ours = stripe::text(*session, "client_reference_id") == order.reference;
    if (!is_id(checkout.session) || checkout.url.empty() || !ours)
        return odd("a checkout session without id or address");
    return checkout;
}

Try<CardStanding> StripePayments::find(std::string_view reference, std::string_view session) {
    if (!session.empty()) {
        if (!is_id(session)) return fault(FaultCode::invalid, "card_payments: no session id");
        return standing_of(get(fmt::format("/v1/checkout/sessions/{}", session)));
    }
    if (!is_id(reference)) return fault(FaultCode::invalid, "card_payments: no reference");
    const std::string query = percent_encoded(fmt::format("metadata['reference']:'{}'", reference));
    const auto list = object_of(get("/v1/payment_intents/search?query=" + query));
    if (!list) return std::unexpected(list.error());
    if (stripe::text(*list, "object") != "search_result") return odd("no search result");
    const auto* intent = stripe::first(*list);
    if (!intent) return CardStanding{};
    const std::string status = stripe::text(*intent, "status");
    if (status == "succeeded")
        return CardStanding{
            CardStanding::Kind::captured, stripe::text(*intent, "id"),
            stripe::number(*intent, "amount_received")
        };
    return CardStanding{
        .kind = status == "canceled" ? CardStanding::Kind::ended : CardStanding::Kind::open
    };
}

Try<CardStanding> StripePayments::close(std::string_view reference, std::string_view session) {
    if (!is_id(session)) return fault(FaultCode::invalid, "card_payments: no session id");
    const auto answer = post(
        fmt::format("/v1/checkout/sessions/{}/expire", session), "",
        fmt::format("close-{}", reference)
    );
    // Only an open page can be closed: paid or ended already is no mistake, but the answer.
    if (answer && answer->status == 400) return find(reference, session);
    return standing_of(answer);
}

Try<> StripePayments::refund(std::string_view reference, std::string_view payment) {
    Form form;
    form.add("payment_intent", payment).add("metadata[reference]", reference);
    const auto answer = post("/v1/refunds", form.text(), fmt::format("refund-{}", reference));
    // The key is forgotten after a day; the refund is not.
    const bool before =
        answer && answer->status == 400 && code_of(*answer) == "charge_already_refunded";
    std::string status;
    if (!before) {
        const auto refund = object_of(answer);
        if (!refund) return std::unexpected(refund.error());
        status = stripe::text(*refund, "status");
    }
    // Asked again, the key's first answer comes back: how it stands now is asked for apart.
    if (before || status == "pending" || status == "requires_action") {
        const auto now = newest_refund(payment);
        if (!now) return std::unexpected(now.error());
        status = *now;
    }
    if (status == "succeeded") return {};
    if (status == "pending" || status == "requires_action")
        return fault(FaultCode::unavailable, "card_payments: the refund is " + status);
    if (status == "failed" || status == "canceled")
        return fault(FaultCode::invalid, "card_payments: the refund " + status);
    return odd("no refund");
}

Try<std::string> StripePayments::newest_refund(std::string_view payment) {
    if (!is_id(payment)) return odd("a payment that is none");
    const auto list = object_of(get(fmt::format("/v1/refunds?payment_intent={}&limit=1", payment)));
    if (!list) return std::unexpected(list.error());
    if (stripe::text(*list, "object") != "list") return odd("no list");
    const auto* refund = stripe::first(*list);
    return refund ? stripe::text(*refund, "status") : std::string();
}

Try<std::optional<std::string>> StripePayments::reference_of(std::string_view payment) {
    if (!is_id(payment)) return std::optional<std::string>();
    const auto list =
        object_of(get(fmt::format("/v1/checkout/sessions?payment_intent={}", payment)));
    if (!list) return std::unexpected(list.error());
    if (stripe::text(*list, "object") != "list") return odd("no list");
    const auto* session = stripe::first(*list);
    const std::string reference = session ? stripe::text(*session, "client_reference_id") : "";
    return reference.empty() ? std::optional<std::string>() : reference;
}

Try<CardEvent>
StripePayments::read(std::string_view body, std::string_view signature, Instant now) const {
    if (!stripe_signed(body, signature, settings_.webhook_secret, now))
        return fault(FaultCode::invalid, "card_payments: a message that is not signed");
    const auto message = stripe::parse(body);
    if (!message || stripe::text(*message, "object") != "event")
        return fault(FaultCode::invalid, "card_payments: a message that is no event");
    return event_of(*message);
}

} // namespace meguri::gateway

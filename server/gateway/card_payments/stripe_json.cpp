#include "gateway/card_payments/stripe_json.hpp"

namespace meguri::gateway::stripe {

std::optional<Object> parse(std::string_view text) {
    boost::system::error_code error;
    auto value = boost::json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string text(const Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* found = value ? value->if_string() : nullptr;
    return found && found->size() <= 2000 ? std::string(*found) : "";
}

std::int64_t number(const Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* found = value ? value->if_int64() : nullptr;
    return found ? *found : 0;
}

const Object* inside(const Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

const Object* first(const Object& list) {
    const auto* value = list.if_contains("data");
    const auto* data = value ? value->if_array() : nullptr;
    return data && !data->empty() ? data->front().if_object() : nullptr;
}

// Only `paid` means that the money was taken: a session can be complete without.
std::optional<CardStanding> standing_of(const Object& session) {
    using Kind = CardStanding::Kind;
    const std::string status = text(session, "status");
    if (text(session, "object") != "checkout.session") return std::nullopt;
    if (text(session, "payment_status") == "paid") {
        CardStanding paid{
            Kind::captured, text(session, "payment_intent"), number(session, "amount_total")
        };
        if (paid.payment.empty() || text(session, "currency") != "jpy") return std::nullopt;
        return paid;
    }
    if (status == "expired") return CardStanding{.kind = Kind::ended};
    if (status == "open" || status == "complete") return CardStanding{.kind = Kind::open};
    return std::nullopt;
}

} // namespace meguri::gateway::stripe

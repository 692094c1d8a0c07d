#include "gateway/clearing/clearing_client.hpp"

#include "gateway/clearing/clearing_words.hpp"
#include "gateway/http_call.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

using boost::json::object;

bool is_name(std::string_view text, std::string_view further) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               further.find(c) != std::string_view::npos;
    });
}

std::unexpected<Fault> odd(std::string_view what) {
    return fault(FaultCode::outcome_unknown, fmt::format("clearing: {}", what));
}

// The object of a good answer, or what the other one means.
Try<object> object_of(const Try<HttpAnswer>& answer) {
    if (!answer) return std::unexpected(answer.error());
    const long status = answer->status;
    if (status == 200) {
        boost::system::error_code error;
        auto value = boost::json::parse(answer->body, error);
        if (error || !value.is_object()) return odd("an answer that is not the interface's");
        return std::move(value.as_object());
    }
    const std::string said = fmt::format("clearing: it answered {}", status);
    if (status == 429 || status == 503 || status == 409) return fault(FaultCode::unavailable, said);
    if (status >= 400 && status < 500) return fault(FaultCode::invalid, said);
    return fault(FaultCode::outcome_unknown, said);
}

std::string text_in(const object& from, std::string_view name) {
    const auto* value = from.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text && text->size() <= 100 ? std::string(*text) : "";
}

std::int64_t number_in(const object& from, std::string_view name) {
    const auto* value = from.if_contains(name);
    const auto* number = value ? value->if_int64() : nullptr;
    return number && *number > 0 ? *number : 0;
}

// A payment as it stands; `yen` 0: whichever amount.
Try<DuesStanding>
standing_in(const Try<HttpAnswer>& answer, std::string_view reference, std::int64_t yen) {
    const auto payment = object_of(answer);
    if (!payment) return std::unexpected(payment.error());
    const auto kind = value_of(text_in(*payment, "state"), standing_words);
    if (!kind || text_in(*payment, "reference") != reference) return odd("no payment of ours");
    if (yen != 0 && number_in(*payment, "amount") != yen) return odd("another amount than ours");
    DuesStanding standing{.kind = *kind};
    if (*kind == DuesStanding::Kind::refused) {
        const auto why = value_of(text_in(*payment, "reason"), slip_words);
        if (!why || *why == SlipRefused::none) return odd("a refusal without a reason");
        standing.refused = *why;
    }
    if (*kind == DuesStanding::Kind::paid) {
        const auto at = parse_jst(text_in(*payment, "at"));
        standing.receipt = text_in(*payment, "receipt");
        if (!at || !is_name(standing.receipt, "-")) return odd("paid, without number or time");
        standing.at = *at;
    }
    return standing;
}

object named(const Slip& slip) {
    object out{
        {"number", slip.number}, {"confirmation", slip.confirmation}, {"division", slip.division}
    };
    if (slip.yen > 0) out["amount"] = slip.yen;
    return out;
}

} // namespace

Try<HttpAnswer> ClearingClient::send(
    std::string path, const std::string* body, std::string_view idempotency_key, long timeout_ms
) {
    HttpCall what{
        .who = "clearing",
        .url = settings_.url + path,
        .headers = {"Authorization: Bearer " + settings_.secret, "Content-Type: application/json"},
        .body = body,
        .timeout_ms = timeout_ms
    };
    if (!idempotency_key.empty())
        what.headers.push_back(fmt::format("Idempotency-Key: {}", idempotency_key));
    return call(what);
}

Try<SlipStanding> ClearingClient::ask(const Slip& slip) {
    const std::string body = boost::json::serialize(named(slip));
    const auto said = object_of(send("/v1/slips", &body, "", settings_.ask_timeout_ms));
    if (!said) return std::unexpected(said.error());
    const auto refused = value_of(text_in(*said, "state"), slip_words);
    if (!refused) return odd("no slip");
    return SlipStanding{*refused, number_in(*said, "amount")};
}

Try<DuesStanding> ClearingClient::pay(const DuesOrder& order) {
    object payment = named(order.slip);
    payment["reference"] = order.reference;
    payment["accepted_at"] = jst_iso(order.accepted_at);
    const std::string body = boost::json::serialize(payment);
    const auto answer = send("/v1/payments", &body, order.reference, settings_.timeout_ms);
    return standing_in(answer, order.reference, order.slip.yen);
}

Try<DuesStanding> ClearingClient::find(std::string_view reference) {
    if (!is_name(reference, "")) return fault(FaultCode::invalid, "clearing: no reference");
    const auto answer =
        send(fmt::format("/v1/payments/{}", reference), nullptr, "", settings_.timeout_ms);
    if (answer && answer->status == 404) return DuesStanding{};
    return standing_in(answer, reference, 0);
}

} // namespace meguri::gateway

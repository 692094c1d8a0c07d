// The provider's side: its interface, and the messages it sends.
#include "base/hash.hpp"
#include "gateway/card_payments/card_simulator.hpp"
#include "gateway/card_payments/stripe_signature.hpp"
#include "gateway/form.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

constexpr std::int64_t late_answer_ms = 12'000, late_message_ms = 2000;
constexpr std::uint32_t shuffled_ms = 1500;
constexpr int most_attempts = 8;
constexpr std::int64_t least_life_ms = 30 * ms_per_minute, most_life_ms = ms_per_day;
constexpr std::string_view sessions = "/v1/checkout/sessions";

using boost::json::object;
using boost::json::serialize;

// As the real one words its refusals.
CardSimulator::Answer error_answer(std::string_view type, std::string_view code) {
    return {400, serialize(object{{"error", object{{"type", type}, {"code", code}}}})};
}

std::string origin_of(const std::string& url) {
    const auto host = url.find("://");
    return url.substr(0, url.find('/', host == std::string::npos ? 0 : host + 3));
}

std::int64_t number_in(std::string_view form, std::string_view name) {
    const std::string text = form_field(form, name).value_or("");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

} // namespace

CardSimulator::Answer CardSimulator::api(const Asked& asked, std::string_view path) {
    if (!equal_secret(asked.authorization, "Bearer " + settings_.secret)) return {401};
    if (api_ == Api::down) return {503};
    const auto question = asked.path.find('?');
    const std::string_view query =
        question == std::string_view::npos ? "" : asked.path.substr(question + 1);
    Answer answer = asked.method == "POST" ? do_once(asked, path) : look(path, query);
    if (api_ == Api::wrong && answer.status == 200)
        return {200, "<html><body>It works!</body></html>", 0, "text/html; charset=utf-8"};
    if (api_ == Api::late) answer.delay_ms = late_answer_ms;
    return answer;
}

// The same key again has the same answer; with other content it is refused.
CardSimulator::Answer CardSimulator::do_once(const Asked& asked, std::string_view path) {
    if (const auto before = done_.find(asked.idempotency_key); before != done_.end()) {
        const Done& done = before->second;
        if (done.path == path && done.form == asked.body) return done.answer;
        return error_answer("idempotency_error", "");
    }
    const Answer answer = act(path, asked.body);
    if (!asked.idempotency_key.empty() && answer.status == 200)
        done_[std::string(asked.idempotency_key)] = {
            std::string(path), std::string(asked.body), answer
        };
    return answer;
}

CardSimulator::Answer CardSimulator::act(std::string_view path, std::string_view form) {
    if (path == sessions) return create(form);
    if (path == "/v1/refunds") return refund(form);
    constexpr std::string_view end = "/expire";
    if (path.starts_with(sessions) && path.ends_with(end)) {
        path.remove_prefix(sessions.size() + 1);
        return expire(path.substr(0, path.size() - end.size()));
    }
    return {404};
}

CardSimulator::Answer CardSimulator::create(std::string_view form) {
    Session session;
    session.reference = form_field(form, "client_reference_id").value_or("");
    session.yen = number_in(form, "line_items[0][price_data][unit_amount]");
    session.title = form_field(form, "line_items[0][price_data][product_data][name]").value_or("");
    session.paid_url = form_field(form, "success_url").value_or("");
    session.left_url = form_field(form, "cancel_url").value_or("");
    session.expires = {number_in(form, "expires_at") * ms_per_second};
    const std::int64_t life = session.expires - clock_.now();
    const bool fits = form_field(form, "mode") == "payment" &&
                      form_field(form, "line_items[0][price_data][currency]") == "jpy" &&
                      form_field(form, "line_items[0][quantity]") == "1" && session.yen > 0 &&
                      !session.reference.empty() && !session.title.empty() &&
                      session.paid_url.starts_with("http") && session.left_url.starts_with("http");
    if (!fits) return error_answer("invalid_request_error", "parameter_missing");
    if (life < least_life_ms - ms_per_minute || life > most_life_ms + ms_per_minute)
        return error_answer("invalid_request_error", "parameter_invalid_integer");
    session.id = fresh_id("cs_test");
    by_reference_[session.reference] = session.id;
    const Session& made = sessions_.emplace(session.id, std::move(session)).first->second;
    return {200, json_of(made)};
}

CardSimulator::Answer CardSimulator::expire(std::string_view id) {
    Session* session = find(id);
    if (!session) return {404};
    if (session->status != Status::open)
        return error_answer("invalid_request_error", "resource_missing");
    end(*session);
    return {200, json_of(*session)};
}

CardSimulator::Answer CardSimulator::refund(std::string_view form) {
    Session* session = find_payment(form_field(form, "payment_intent").value_or(""));
    if (!session) return error_answer("invalid_request_error", "resource_missing");
    if (session->refunded > 0)
        return error_answer("invalid_request_error", "charge_already_refunded");
    if (session->charged_back) return error_answer("invalid_request_error", "charge_disputed");
    session->refunded = session->yen;
    return {
        200, serialize(object{
                 {"id", fresh_id("re")},
                 {"object", "refund"},
                 {"amount", session->yen},
                 {"currency", "jpy"},
                 {"payment_intent", session->payment},
                 {"status", refunds_},
             })
    };
}

CardSimulator::Answer CardSimulator::look(std::string_view path, std::string_view query) {
    boost::json::array data;
    if (path == "/v1/refunds") {
        const Session* session = find_payment(form_field(query, "payment_intent").value_or(""));
        if (session && session->refunded > 0)
            data.push_back(object{{"object", "refund"}, {"status", refunds_}});
        return {200, serialize(object{{"object", "list"}, {"data", std::move(data)}})};
    }
    if (path == "/v1/payment_intents/search") {
        const std::string text = form_field(query, "query").value_or("");
        constexpr std::string_view begin = "metadata['reference']:'";
        if (!text.starts_with(begin) || !text.ends_with('\''))
            return error_answer("invalid_request_error", "");
        const auto reference =
            std::string_view(text).substr(begin.size(), text.size() - begin.size() - 1);
        const auto known = by_reference_.find(reference);
        const Session* session = known == by_reference_.end() ? nullptr : find(known->second);
        if (session && !session->payment.empty())
            data.push_back(object{
                {"id", session->payment},
                {"object", "payment_intent"},
                {"status", "succeeded"},
                {"amount_received", session->yen},
                {"currency", "jpy"},
            });
        return {200, serialize(object{{"object", "search_result"}, {"data", std::move(data)}})};
    }
    if (path == sessions) {
        const Session* session = find_payment(form_field(query, "payment_intent").value_or(""));
        if (session) data.push_back(boost::json::parse(json_of(*session)));
        return {200, serialize(object{{"object", "list"}, {"data", std::move(data)}})};
    }
    if (!path.starts_with(sessions)) return {404};
    const Session* session = find(path.substr(sessions.size() + 1));
    return session ? Answer{200, json_of(*session)} : Answer{404};
}

void CardSimulator::capture(Session& session) {
    session.status = Status::captured;
    session.payment = fresh_id("pi");
    by_payment_[session.payment] = session.id;
    tell(session, "checkout.session.completed", json_of(session));
}

void CardSimulator::end(Session& session) {
    session.status = Status::ended;
    tell(session, "checkout.session.expired", json_of(session));
}

void CardSimulator::end_overdue() {
    for (auto& [id, session] : sessions_) {
        if (session.status == Status::open && session.expires <= clock_.now()) end(session);
    }
}

void CardSimulator::tell(
    const Session& session, std::string_view type, std::string_view object_text
) {
    Messages how = messages_;
    if (how == Messages::wild) how = static_cast<Messages>(random_.below(5)); // none … lost
    Message message{
        origin_of(session.paid_url),
        serialize(object{
            {"id", fresh_id("evt")},
            {"object", "event"},
            {"created", clock_.now().ms / ms_per_second},
            {"type", type},
            {"data", object{{"object", boost::json::parse(object_text)}}},
        }),
        how == Messages::forged, 0
    };
    const auto later = [&] { return std::int64_t{random_.below(shuffled_ms)}; };
    switch (how) {
    case Messages::lost: return;
    case Messages::late: return schedule(std::move(message), late_message_ms);
    case Messages::reordered: return schedule(std::move(message), later());
    case Messages::doubled: schedule(message, 0); return schedule(std::move(message), later());
    default: return schedule(std::move(message), 0);
    }
}

void CardSimulator::schedule(Message message, std::int64_t after_ms) {
    waiting_.emplace(clock_.now().ms + after_ms, std::move(message));
}

std::vector<CardSimulator::Message> CardSimulator::take_due() {
    const std::lock_guard guard(mutex_);
    end_overdue();
    std::vector<Message> due;
    const auto end = waiting_.upper_bound(clock_.now().ms);
    for (auto it = waiting_.begin(); it != end; it = waiting_.erase(it))
        due.push_back(std::move(it->second));
    return due;
}

// Tried again like the real one, later each time; a forged one is not worth it.
void CardSimulator::undelivered(Message message) {
    const std::lock_guard guard(mutex_);
    if (message.forged || ++message.attempt >= most_attempts) return;
    const std::int64_t wait = 250LL << message.attempt;
    schedule(std::move(message), wait);
}

std::string CardSimulator::signature_of(const Message& message) const {
    const std::string secret = message.forged ? "another secret" : settings_.webhook_secret;
    return stripe_signature(message.body, secret, clock_.now());
}

std::string CardSimulator::fresh_id(std::string_view kind) {
    return fmt::format("{}_{}", kind, to_hex(view(random_.bytes<16>())));
}

CardSimulator::Session* CardSimulator::find(std::string_view id) {
    const auto it = sessions_.find(id);
    return it == sessions_.end() ? nullptr : &it->second;
}

CardSimulator::Session* CardSimulator::find_payment(std::string_view payment) {
    const auto it = by_payment_.find(payment);
    return it == by_payment_.end() ? nullptr : find(it->second);
}

std::string CardSimulator::json_of(const Session& session) const {
    constexpr std::string_view status[] = {"open", "complete", "expired"};
    const bool captured = session.status == Status::captured;
    object out{
        {"id", session.id},
        {"object", "checkout.session"},
        {"client_reference_id", session.reference},
        {"status", status[static_cast<std::size_t>(session.status)]},
        {"payment_status", captured ? "paid" : "unpaid"},
        {"amount_total", session.yen},
        {"currency", "jpy"},
        {"expires_at", session.expires.ms / ms_per_second},
        {"metadata", object{{"reference", session.reference}}},
    };
    if (captured)
        out["payment_intent"] = session.payment;
    else
        out["payment_intent"] = nullptr;
    if (session.status == Status::open)
        out["url"] = fmt::format("{}/pay/{}", settings_.public_url, session.id);
    else
        out["url"] = nullptr;
    return serialize(out);
}

} // namespace meguri::gateway

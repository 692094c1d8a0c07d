// The tester's side: the hosted page, the list, the switches.
#include "gateway/card_payments/card_simulator.hpp"

#include "gateway/form.hpp"

#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

constexpr std::array<std::string_view, 4> api_names = {"none", "late", "down", "wrong"};
constexpr std::array<std::string_view, 7> message_names = {"none", "late",   "doubled", "reordered",
                                                           "lost", "forged", "wild"};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string page_text(std::string_view title, std::int64_t yen, std::string_view rest) {
    return fmt::format(
        R"(<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>カード会社（模擬）</title></head>
<body><main><h1>カード会社の画面（模擬）</h1>
<p>これはためすための画面です。カードの番号は要りません。</p>
<p>{} <strong>{}円</strong></p>
{}
</main></body></html>
)",
        escaped(title), yen, rest
    );
}

constexpr std::string_view buttons = R"(<form method="post">
<p><button name="action" value="pay">支払う</button></p>
<p><button name="action" value="fail">支払いに失敗する</button></p>
<p><button name="action" value="leave">支払わずに戻る</button></p>
<p><button name="action" value="lapse">時間切れにする</button></p>
</form>)";

template <std::size_t n>
std::optional<std::size_t>
index_in(const std::array<std::string_view, n>& names, const boost::json::value* value) {
    const auto* name = value ? value->if_string() : nullptr;
    for (std::size_t i = 0; name && i < n; ++i) {
        if (std::string_view(*name) == names[i]) return i;
    }
    return std::nullopt;
}

const boost::json::object* object_in(const boost::json::value& value, bool failed) {
    return failed ? nullptr : value.if_object();
}

} // namespace

CardSimulator::Answer CardSimulator::handle(const Asked& asked) {
    const std::lock_guard guard(mutex_);
    end_overdue();
    const std::string_view path = asked.path.substr(0, asked.path.find('?'));
    const bool post = asked.method == "POST";
    constexpr std::string_view pay = "/pay/";
    if (path.starts_with("/v1/")) return api(asked, path);
    if (path.starts_with(pay)) {
        const auto id = path.substr(pay.size());
        return post ? press(id, asked.body) : show_page(id);
    }
    if (path == "/payments") return post ? Answer{405} : list_payments();
    if (path == "/charge-backs") return post ? charge_back(asked.body) : Answer{405};
    if (path == "/faults") return post ? change_faults(asked.body) : Answer{405};
    return {404};
}

CardSimulator::Answer CardSimulator::show_page(std::string_view id) {
    const Session* session = find(id);
    if (!session) return {404};
    const bool open = session->status == Status::open;
    const std::string_view rest = open ? buttons : "<p>この支払いは終わっています。</p>";
    return {200, page_text(session->title, session->yen, rest), 0, "text/html; charset=utf-8"};
}

CardSimulator::Answer CardSimulator::press(std::string_view id, std::string_view form) {
    Session* session = find(id);
    if (!session) return {404};
    const std::string action = form_field(form, "action").value_or("");
    const bool open = session->status == Status::open;
    const auto back_to = [](const std::string& url) {
        return Answer{.status = 303, .content_type = "", .location = url};
    };
    if (action == "leave") return back_to(session->left_url);
    if (action == "fail" && open) {
        const auto rest =
            fmt::format("<p role=\"alert\">カードが使えませんでした。</p>{}", buttons);
        return {200, page_text(session->title, session->yen, rest), 0, "text/html; charset=utf-8"};
    }
    if (action == "lapse" && open) {
        end(*session);
        return back_to(session->left_url);
    }
    if ((action == "pay" && open) || (action == "slip" && session->status == Status::ended)) {
        capture(*session);
        return back_to(session->paid_url);
    }
    return {400};
}

CardSimulator::Answer CardSimulator::list_payments() const {
    constexpr std::array<std::string_view, 3> words = {"open", "captured", "ended"};
    boost::json::array list;
    for (const auto& [id, session] : sessions_) {
        list.push_back(boost::json::object{
            {"reference", session.reference},
            {"session", id},
            {"status", words[static_cast<std::size_t>(session.status)]},
            {"yen", session.yen},
            {"refunded", session.refunded},
            {"charged_back", session.charged_back},
        });
    }
    return {200, boost::json::serialize(boost::json::object{{"payments", std::move(list)}})};
}

CardSimulator::Answer CardSimulator::charge_back(std::string_view json) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    const auto* object = object_in(parsed, bool(error));
    const auto* field = object && object->size() == 1 ? object->if_contains("reference") : nullptr;
    const auto* reference = field ? field->if_string() : nullptr;
    if (!reference) return {400};
    const auto known = by_reference_.find(std::string_view(*reference));
    Session* session = known == by_reference_.end() ? nullptr : find(known->second);
    if (!session || session->status != Status::captured) return {404};
    session->charged_back = true;
    tell(
        *session, "charge.dispute.created",
        boost::json::serialize(boost::json::object{
            {"id", fresh_id("dp")},
            {"object", "dispute"},
            {"amount", session->yen},
            {"currency", "jpy"},
            {"payment_intent", session->payment},
            {"reason", "fraudulent"},
            {"status", "needs_response"},
        })
    );
    return {200, boost::json::serialize(boost::json::object{{"reference", *reference}})};
}

CardSimulator::Answer CardSimulator::change_faults(std::string_view json) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    const auto* object = object_in(parsed, bool(error));
    if (!object || object->size() != 2) return {400};
    const auto api = index_in(api_names, object->if_contains("api"));
    const auto messages = index_in(message_names, object->if_contains("messages"));
    if (!api || !messages) return {400};
    api_ = static_cast<Api>(*api);
    messages_ = static_cast<Messages>(*messages);
    return {200, boost::json::serialize(*object)};
}

void CardSimulator::set_refunds(std::string status) {
    const std::lock_guard guard(mutex_);
    refunds_ = std::move(status);
}

void CardSimulator::set_faults(Api api, Messages messages) {
    const std::lock_guard guard(mutex_);
    api_ = api;
    messages_ = messages;
}

} // namespace meguri::gateway

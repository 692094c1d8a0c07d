#include "gateway/sms/sms_simulator.hpp"

#include "base/hash.hpp"
#include "gateway/form.hpp"

#include <array>
#include <boost/json.hpp>
#include <sodium.h>

namespace meguri::gateway {

namespace {

constexpr std::size_t kept = 1000, max_body = 1600;
constexpr std::int64_t late_ms = 8000;
constexpr std::array<std::string_view, 5> fault_names = {
    "none", "late", "down", "doubled", "wrong"
};

std::string basic_authorization(const std::string& account, const std::string& token) {
    const std::string plain = account + ":" + token;
    std::string encoded(
        sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL), '\0'
    );
    sodium_bin2base64(
        encoded.data(), encoded.size(), reinterpret_cast<const unsigned char*>(plain.data()),
        plain.size(), sodium_base64_VARIANT_ORIGINAL
    );
    encoded.pop_back(); // the terminating zero
    return "Basic " + encoded;
}

boost::json::object json_of(const SmsSimulator::Message& message) {
    return {
        {"sid", message.sid}, {"to", message.to}, {"from", message.from}, {"body", message.body}
    };
}

} // namespace

SmsSimulator::Answer SmsSimulator::handle(
    std::string_view method, std::string_view path, std::string_view body,
    std::string_view authorization
) {
    const auto question = path.find('?');
    const std::string_view query =
        question == std::string_view::npos ? "" : path.substr(question + 1);
    path = path.substr(0, question);
    if (path == "/2010-04-01/Accounts/" + account_ + "/Messages.json")
        return method == "POST" ? accept(body, authorization) : Answer{405, "", 0, ""};
    if (path == "/inbox")
        return method == "GET" ? show_inbox(form_field(query, "to").value_or(""))
                               : Answer{405, "", 0, ""};
    if (path == "/faults") return method == "POST" ? change_fault(body) : Answer{405, "", 0, ""};
    return {404, "", 0, ""};
}

SmsSimulator::Answer SmsSimulator::accept(std::string_view form, std::string_view authorization) {
    if (!equal_secret(authorization, basic_authorization(account_, token_)))
        return {401, "", 0, ""};
    const auto to = form_field(form, "To"), from = form_field(form, "From"),
               text = form_field(form, "Body");
    if (!to || !from || !text || !to->starts_with('+') || text->empty() || text->size() > max_body)
        return {400, "", 0, ""};
    const std::lock_guard guard(mutex_);
    if (fault_ == Fault::down) return {503, "", 0, ""};
    const Message message{
        *to, *from, *text, "SM" + to_hex(view(random_.bytes<16>())), clock_.now()
    };
    deliver(message);
    if (fault_ == Fault::doubled) deliver(message);
    if (fault_ == Fault::wrong) return {200, "<html><body>It works!</body></html>", 0, "text/html"};
    auto answer = json_of(message);
    answer["status"] = "queued";
    return {
        201, boost::json::serialize(answer), fault_ == Fault::late ? late_ms : 0, "application/json"
    };
}

void SmsSimulator::deliver(const Message& message) {
    messages_.push_front(message);
    if (messages_.size() > kept) messages_.pop_back();
}

SmsSimulator::Answer SmsSimulator::show_inbox(std::string_view to) const {
    boost::json::array list;
    for (const Message& message : inbox(to)) {
        auto item = json_of(message);
        item["at"] = jst_iso(message.at);
        list.push_back(std::move(item));
    }
    return {
        200, boost::json::serialize(boost::json::object{{"messages", std::move(list)}}), 0,
        "application/json"
    };
}

SmsSimulator::Answer SmsSimulator::change_fault(std::string_view json) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* mode = object && object->size() == 1 ? object->if_contains("mode") : nullptr;
    const auto* name = mode ? mode->if_string() : nullptr;
    for (std::size_t i = 0; name && i < fault_names.size(); ++i) {
        if (std::string_view(*name) != fault_names[i]) continue;
        set_fault(static_cast<Fault>(i));
        return {
            200, boost::json::serialize(boost::json::object{{"mode", *name}}), 0, "application/json"
        };
    }
    return {400, "", 0, ""};
}

void SmsSimulator::set_fault(Fault fault) {
    const std::lock_guard guard(mutex_);
    fault_ = fault;
}

std::vector<SmsSimulator::Message> SmsSimulator::inbox(std::string_view to) const {
    const std::lock_guard guard(mutex_);
    std::vector<Message> found;
    for (const Message& message : messages_) {
        if (to.empty() || message.to == to) found.push_back(message);
    }
    return found;
}

} // namespace meguri::gateway

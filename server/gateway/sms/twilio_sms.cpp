#include "gateway/sms/twilio_sms.hpp"

#include "gateway/form.hpp"
#include "gateway/http_call.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

constexpr std::size_t max_sid = 64;

Try<std::string> sid_of(const std::string& answer) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(answer, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* sid = object ? object->if_contains("sid") : nullptr;
    const auto* text = sid ? sid->if_string() : nullptr;
    if (!text || text->empty() || text->size() > max_sid)
        return fault(FaultCode::outcome_unknown, "sms: accepted, but the answer has no sid");
    return std::string(*text);
}

Try<std::string> judged(long status, const std::string& answer) {
    if (status == 200 || status == 201) return sid_of(answer);
    const auto said = fmt::format("sms: the provider answered {}", status);
    if (status == 429 || status == 503) return fault(FaultCode::unavailable, said);
    if (status >= 400 && status < 500) return fault(FaultCode::invalid, said);
    return fault(FaultCode::outcome_unknown, said);
}

} // namespace

Try<std::string> TwilioSms::send(std::string_view to, std::string_view body) {
    Form form;
    form.add("To", to).add("From", settings_.sender).add("Body", body);
    const auto answer = call(
        {.who = "sms",
         .url = fmt::format(
             "{}/2010-04-01/Accounts/{}/Messages.json", settings_.url, settings_.account
         ),
         .user = settings_.account,
         .password = settings_.token,
         .body = &form.text(),
         .timeout_ms = settings_.timeout_ms}
    );
    if (!answer) return std::unexpected(answer.error());
    return judged(answer->status, answer->body);
}

} // namespace meguri::gateway

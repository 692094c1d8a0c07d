#include "gateway/sms/twilio_sms.hpp"

#include "base/ensure.hpp"

#include <boost/json.hpp>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>

namespace meguri::gateway {

namespace {

constexpr std::size_t max_answer = 64 * 1024;
constexpr std::size_t max_sid = 64;

struct CurlDeleter {
    void operator()(CURL* c) const { curl_easy_cleanup(c); }
};
struct HeadersDeleter {
    void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};

void start_curl_once() {
    static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    MEGURI_ENSURE(started);
}

std::size_t collect(char* data, std::size_t, std::size_t size, void* out) {
    auto& answer = *static_cast<std::string*>(out);
    if (answer.size() + size > max_answer) return 0; // ends the transfer
    answer.append(data, size);
    return size;
}

std::string form_value(CURL* curl, std::string_view value) {
    std::unique_ptr<char, decltype(&curl_free)> escaped(
        curl_easy_escape(curl, value.data(), static_cast<int>(value.size())), curl_free
    );
    MEGURI_ENSURE(escaped != nullptr);
    return escaped.get();
}

// No byte of the request has left: the failure lies before it (name, connection, certificate).
bool certainly_not_sent(CURL* curl) {
    long sent = 0;
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
    return sent == 0;
}

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
    start_curl_once();
    const std::unique_ptr<CURL, CurlDeleter> handle(curl_easy_init());
    CURL* const curl = handle.get();
    MEGURI_ENSURE(curl != nullptr);
    const std::string url =
        fmt::format("{}/2010-04-01/Accounts/{}/Messages.json", settings_.url, settings_.account);
    const std::string form = fmt::format(
        "To={}&From={}&Body={}", form_value(curl, to), form_value(curl, settings_.sender),
        form_value(curl, body)
    );
    // Without "Expect:" curl would ask first whether it may send a longer form, and wait a second
    // for the answer.
    const std::unique_ptr<curl_slist, HeadersDeleter> headers(curl_slist_append(nullptr, "Expect:")
    );
    std::string answer;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings_.account.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings_.token.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, settings_.timeout_ms);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L); // we have threads
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        const auto kind =
            certainly_not_sent(curl) ? FaultCode::unavailable : FaultCode::outcome_unknown;
        return fault(kind, fmt::format("sms: {}", curl_easy_strerror(code)));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return judged(status, answer);
}

} // namespace meguri::gateway

#include "gateway/http_call.hpp"

#include "base/ensure.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>

namespace meguri::gateway {

namespace {

constexpr std::size_t max_answer = 256 * 1024;

struct CurlDeleter {
    void operator()(CURL* c) const { curl_easy_cleanup(c); }
};
struct HeadersDeleter {
    void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};
using Headers = std::unique_ptr<curl_slist, HeadersDeleter>;

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

// Without "Expect:" curl would ask first whether it may send a longer body, and wait a second for
// the answer.
Headers headers_of(const HttpCall& what) {
    Headers all(curl_slist_append(nullptr, "Expect:"));
    for (const std::string& each : what.headers)
        MEGURI_ENSURE(curl_slist_append(all.get(), each.c_str()) != nullptr);
    return all;
}

// No byte of the request has left: the failure lies before it (name, connection, certificate).
bool certainly_not_sent(CURL* curl) {
    long sent = 0;
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
    return sent == 0;
}

} // namespace

Try<HttpAnswer> call(const HttpCall& what) {
    start_curl_once();
    const std::unique_ptr<CURL, CurlDeleter> handle(curl_easy_init());
    CURL* const curl = handle.get();
    MEGURI_ENSURE(curl != nullptr);
    const Headers headers = headers_of(what);
    HttpAnswer answer;
    curl_easy_setopt(curl, CURLOPT_URL, what.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    if (what.body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(what.body->size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, what.body->c_str());
    }
    if (!what.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, what.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, what.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, what.timeout_ms);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L); // we have threads
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        const auto kind =
            certainly_not_sent(curl) ? FaultCode::unavailable : FaultCode::outcome_unknown;
        return fault(kind, fmt::format("{}: {}", what.who, curl_easy_strerror(code)));
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

} // namespace meguri::gateway

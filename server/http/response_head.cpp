#include "http/response_head.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <iterator>

namespace meguri::http {

namespace {
constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{}; "
    "connect-src 'self'; "
    "worker-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'";
// Data is never a page: should a browser show it after all, it can do nothing.
constexpr std::string_view data_policy =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

bool says_how_long(const Response& response) {
    for (const auto& header : response.headers) {
        if (header.first == "Cache-Control") return true;
    }
    return false;
}
} // namespace

ResponseHead::ResponseHead(bool https, const std::string& image_origin) {
    const std::string both = fmt::format(
        "X-Content-Type-Options: nosniff\r\nReferrer-Policy: "
        "no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n{}",
        https ? "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n" : ""
    );
    safe_api_ = fmt::format("Content-Security-Policy: {}\r\n{}", data_policy, both);
    const std::string pictures = image_origin.empty() ? std::string() : " " + image_origin;
    const std::string policy = fmt::format(page_policy, pictures);
    safe_page_ = fmt::format(
        "Content-Security-Policy: {}\r\nPermissions-Policy: camera=(self), geolocation=(), "
        "microphone=()\r\n{}",
        policy, both
    );
}

std::string_view ResponseHead::date(Instant now) {
    const std::int64_t second = now.ms / ms_per_second;
    if (second != date_of_) {
        std::tm parts{};
        const std::time_t at = second;
        gmtime_r(&at, &parts);
        date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", parts);
        date_of_ = second;
    }
    return date_;
}

void ResponseHead::write(std::string& out, const Response& response, const Facts& facts) {
    out.clear();
    const auto to = std::back_inserter(out);
    const auto line = [&](std::string_view name, std::string_view value) {
        (((out += name) += ": ") += value) += "\r\n";
    };
    fmt::format_to(to, "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    line("Date", date(facts.now));
    if (!response.content_type.empty() && response.status != 304)
        line("Content-Type", response.content_type);
    if (facts.stream)
        line("Transfer-Encoding", "chunked");
    else if (response.status != 204 && response.status != 304)
        line("Content-Length", fmt::format_int(facts.length).c_str());
    if (facts.api) {
        line("X-Server-Time", fmt::format_int(facts.now.ms).c_str());
        if (!says_how_long(response)) out += "Cache-Control: no-store\r\n";
    }
    for (const auto& [name, value] : response.headers)
        line(name, value);
    if (!response.set_cookie.empty()) line("Set-Cookie", response.set_cookie);
    const bool page = !facts.api || response.content_type.starts_with("text/html");
    out += page ? safe_page_ : safe_api_;
    out += facts.close ? "Connection: close\r\n\r\n" : "\r\n";
}

std::string_view reason_of(int status) {
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    default: return "Answer";
    }
}

} // namespace meguri::http

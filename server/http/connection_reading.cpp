// A connection's reading half: from bytes to one whole request, or to the reason why there is none.
#include "http/connection.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"

#include <boost/asio/as_tuple.hpp>

#include <array>

namespace meguri::http {

namespace {
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(use_async); // errors as values
constexpr std::size_t read_at_once = 8 * 1024;
constexpr std::size_t most_lingering = 4 * 1024 * 1024;
} // namespace

auto Connection::refuse(Refusal why) -> Read {
    refused_ = problem(why);
    return Read::refused;
}

Async<bool> Connection::read_more() {
    const auto [error, size] =
        co_await socket_.async_read_some(buffer_.prepare(read_at_once), quietly);
    if (error) co_return false;
    buffer_.commit(size);
    if (phase_ == Phase::idle) enter(Phase::reading, server_->config.request_ms);
    co_return true;
}

auto Connection::read_request() -> Async<Read> {
    RequestParser parser(raw_);
    match_ = {};
    const bool already = buffer_.size() > 0; // sent before our last answer was
    enter(
        already ? Phase::reading : Phase::idle,
        already ? server_->config.request_ms : server_->config.idle_ms
    );
    bool header_seen = false;
    for (;;) {
        const auto [refusal, read] = parse(parser);
        if (refusal != Refusal::none) co_return refuse(refusal);
        if (parser.is_header_done() && !header_seen) {
            header_seen = true;
            if (const Refusal no = header_complete(parser); no != Refusal::none)
                co_return refuse(no);
            if (raw_.expects_continue && !parser.is_done()) {
                const bool going = co_await say_continue();
                if (!going) co_return Read::gone;
            }
        }
        if (parser.is_done()) co_return Read::whole;
        if (read > 0 && buffer_.size() > 0) continue;
        const bool more = co_await read_more();
        if (more) continue;
        if (timed_out_ && phase_ == Phase::reading) co_return refuse(Refusal::request_too_slow);
        co_return Read::gone;
    }
}

// Gives the parser what has come; how much of it it took, and what is wrong, if anything.
std::pair<Refusal, std::size_t> Connection::parse(RequestParser& parser) {
    if (buffer_.size() == 0) return {Refusal::none, 0};
    error_code error;
    const std::size_t read = parser.put(buffer_.data(), error);
    buffer_.consume(read);
    using boost::beast::http::error::need_more, boost::beast::http::error::header_limit;
    if (parser.too_large() || error == header_limit) return {Refusal::request_too_large, read};
    return {error && error != need_more ? Refusal::invalid_request : Refusal::none, read};
}

// Which operation it is decides how large the body may be.
Refusal Connection::header_complete(RequestParser& parser) {
    if (raw_.doubtful) return Refusal::invalid_request;
    const Router& router = server_->parts.router;
    match_ =
        router.match(raw_.method == "HEAD" ? "GET" : std::string_view(raw_.method), raw_.path());
    const bool known = match_.operation != access::Operation::count_;
    const std::size_t limit =
        known ? router.route(match_.operation).body_limit : Router::usual_body;
    parser.limit_body(limit);
    const auto length = parser.content_length();
    return length && *length > limit ? Refusal::request_too_large : Refusal::none;
}

Async<bool> Connection::say_continue() {
    const bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
    enter(Phase::reading, server_->config.request_ms);
    co_return sent;
}

// After a refusal in the middle of a request: closing at once would throw away our answer together
// with what the client still sends. So say that we are done, and swallow what comes for a moment.
Async<void> Connection::linger() {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    enter(Phase::writing, 2000);
    std::array<char, 4096> sink;
    for (std::size_t swallowed = 0; swallowed < most_lingering;) {
        const auto [error, size] = co_await socket_.async_read_some(asio::buffer(sink), quietly);
        if (error) co_return;
        swallowed += size;
    }
}

} // namespace meguri::http

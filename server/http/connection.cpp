#include "http/connection.hpp"

#include "base/log.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <array>

namespace meguri::http {

namespace {
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(use_async); // errors as values
constexpr std::size_t read_at_once = 8 * 1024;
constexpr std::size_t most_lingering = 4 * 1024 * 1024;
constexpr std::size_t most_body_kept = 256 * 1024;

// What one household or phone has: an IPv4 address or an IPv6 /64.
std::uint64_t number_of(std::string_view address) {
    error_code error;
    const auto parsed = asio::ip::make_address(std::string(address), error);
    if (error) return 0;
    if (parsed.is_v4()) return parsed.to_v4().to_uint();
    const auto bytes = parsed.to_v6().to_bytes();
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8 | bytes[i];
    return number;
}

struct UnderWay {
    Admission& admission;
    OperationClass kind;
    ~UnderWay() { admission.end(kind); }
};

std::string_view last_of_list(std::string_view list) {
    list = list.substr(list.rfind(',') + 1);
    while (list.starts_with(' ')) list.remove_prefix(1);
    return list;
}
} // namespace

Connection::Connection(std::shared_ptr<Server::Impl> server, Socket socket, std::string peer)
    : server_(std::move(server)), socket_(std::move(socket)), peer_(std::move(peer)), trusted_peer_(server_->trusts(peer_)),
      buffer_(RequestParser::most_header + Router::usual_body) {
    server_->connections.insert(this);
}

Connection::~Connection() { server_->forget(this); }

void Connection::enter(Phase phase, std::int64_t allowed_ms) {
    phase_ = phase;
    timed_out_ = false;
    deadline_ = allowed_ms == 0 ? Steady::time_point::max() : Steady::now() + std::chrono::milliseconds(allowed_ms);
}

void Connection::check_deadline(Steady::time_point now) {
    if (now < deadline_) return;
    deadline_ = Steady::time_point::max();
    timed_out_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void Connection::close_if_idle() {
    if (phase_ == Phase::idle) close_now();
}

void Connection::close_now() {
    error_code ignored;
    socket_.close(ignored);
}

Async<void> Connection::run() {
    const auto self = shared_from_this();
    for (;;) {
        const Read read = co_await read_request();
        if (read == Read::gone) co_return;
        began_ = Steady::now();
        Response response;
        if (read == Read::refused) response = std::move(*refused_);
        else response = co_await answer();
        const bool close = read == Read::refused || !raw_.keep_alive || server_->draining;
        const std::size_t size = response.shared_body ? response.shared_body->size() : response.body.size();
        note(response.status, size);
        const bool sent = co_await send(response, close && !response.stream);
        if (!sent) co_return;
        if (response.stream) {
            if (raw_.method != "HEAD") co_await stream(response.stream);
            server_->parts.events.closed(response.stream);
            co_return;
        }
        if (read == Read::refused) co_await linger();
        if (close) co_return;
        if (raw_.body.capacity() > most_body_kept) raw_.body.shrink_to_fit();
    }
}

// ---- reading

auto Connection::refuse(Refusal why) -> Read {
    refused_ = problem(why);
    return Read::refused;
}

Async<bool> Connection::read_more() {
    const auto [error, size] = co_await socket_.async_read_some(buffer_.prepare(read_at_once), quietly);
    if (error) co_return false;
    buffer_.commit(size);
    if (phase_ == Phase::idle) enter(Phase::reading, server_->config.request_ms);
    co_return true;
}

auto Connection::read_request() -> Async<Read> {
    RequestParser parser(raw_);
    match_ = {};
    const bool already = buffer_.size() > 0; // sent before our last answer was
    enter(already ? Phase::reading : Phase::idle, already ? server_->config.request_ms : server_->config.idle_ms);
    bool header_seen = false;
    for (;;) {
        const auto [refusal, read] = parse(parser);
        if (refusal != Refusal::none) co_return refuse(refusal);
        if (parser.is_header_done() && !header_seen) {
            header_seen = true;
            if (const Refusal no = header_complete(parser); no != Refusal::none) co_return refuse(no);
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
    match_ = router.match(raw_.method == "HEAD" ? "GET" : std::string_view(raw_.method), raw_.path());
    const bool known = match_.operation != access::Operation::count_;
    const std::size_t limit = known ? router.route(match_.operation).body_limit : Router::usual_body;
    parser.limit_body(limit);
    const auto length = parser.content_length();
    return length && *length > limit ? Refusal::request_too_large : Refusal::none;
}

Async<bool> Connection::say_continue() {
    const bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
    enter(Phase::reading, server_->config.request_ms);
    co_return sent;
}

// After a refusal in the middle of a request: closing at once would throw away our answer together with what the
// client still sends. So say that we are done, and swallow what comes for a moment.
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

// ---- answering

void Connection::fill_request() {
    request_.operation = match_.operation;
    request_.id = match_.id;
    request_.query = raw_.query();
    request_.body = raw_.body;
    request_.token = raw_.cookie_named(server_->cookies.name());
    request_.authorization = raw_.authorization;
    request_.last_event_id = raw_.last_event_id;
    request_.if_none_match = raw_.if_none_match;
    request_.accept_encoding = raw_.accept_encoding;
    request_.client = peer_;
    if (trusted_peer_ && !raw_.forwarded_for.empty()) request_.client = last_of_list(raw_.forwarded_for);
    request_.session = nullptr;
    request_.at = server_->parts.clock.now();
}

Async<Response> Connection::answer() {
    enter(Phase::working, 0);
    if (match_.operation == access::Operation::count_) {
        auto other = answer_without_operation(match_);
        co_return other ? std::move(*other) : problem(Refusal::not_found);
    }
    fill_request();
    const auto& info = info_of(match_.operation);
    const std::uint64_t address = number_of(request_.client);
    if (auto no = server_->gate.before_session(info, raw_, address, request_.at)) co_return std::move(*no);
    if (!request_.token.empty()) request_.session = co_await server_->parts.sessions.find(request_.token);
    if (auto no = server_->gate.with_session(match_.operation, request_.session, address, request_.at)) co_return std::move(*no);
    if (!server_->admission.begin(info.kind)) co_return problem(Refusal::queue_full);
    const UnderWay counted{server_->admission, info.kind};
    try {
        co_return co_await server_->parts.router.route(match_.operation).handler(request_);
    } catch (const std::exception& bug) {
        log::error("handler_threw", {{"operation", info.name}, {"what", bug.what()}});
    }
    co_return problem(Refusal::outcome_unknown);
}

std::optional<Response> Connection::answer_without_operation(const Router::Match& match) const {
    if (match.known) {
        Response response = problem(Refusal::method_not_allowed);
        response.headers.emplace_back("Allow", match.allow);
        return response;
    }
    if (raw_.method != "GET" && raw_.method != "HEAD") return std::nullopt;
    return server_->parts.files.get(raw_.path(), raw_.if_none_match, raw_.accept_encoding);
}

// ---- writing

// Most answers fit into the socket at once; only what does not waits for the client.
Async<bool> Connection::write(std::string_view first, std::string_view second) {
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    error_code error;
    const std::size_t at_once = socket_.write_some(both, error);
    if (!error && at_once == first.size() + second.size()) co_return true;
    if (error && error != asio::error::would_block) co_return false;
    enter(phase_ == Phase::streaming ? Phase::streaming : Phase::writing, server_->config.write_ms);
    const std::size_t of_second = at_once > first.size() ? at_once - first.size() : 0;
    const std::array<asio::const_buffer, 2> rest{asio::buffer(first.substr(std::min(at_once, first.size()))),
                                                 asio::buffer(second.substr(of_second))};
    const auto [failed, size] = co_await asio::async_write(socket_, rest, quietly);
    co_return !failed;
}

Async<bool> Connection::send(const Response& response, bool close) {
    const std::string_view body = response.shared_body ? *response.shared_body : response.body;
    const bool api = match_.operation != access::Operation::count_ || response.status >= 400;
    server_->head.write(head_, response, {.now = server_->parts.clock.now(), .length = body.size(), .close = close,
                                          .stream = response.stream != nullptr, .api = api});
    const bool head_only = raw_.method == "HEAD" || response.status == 304 || response.stream;
    const bool sent = co_await write(head_, head_only ? std::string_view{} : body);
    co_return sent;
}

Async<void> Connection::stream(std::shared_ptr<EventStream> events) {
    enter(Phase::streaming, 0);
    Timer pause(server_->io);
    bool gone = false;
    events->wake = [&pause] { pause.cancel(); };
    // The client says nothing more; when the socket can be read, it has gone.
    socket_.async_wait(Socket::wait_read, [self = shared_from_this(), &gone, weak = std::weak_ptr(events)](error_code) {
        if (const auto alive = weak.lock(); alive && alive->wake) {
            gone = true;
            alive->wake();
        }
    });
    bool going = co_await write("3\r\n:\n\n\r\n", {}); // so that the page knows at once that it is connected
    while (going && !gone) {
        const std::string frames = events->take();
        if (!frames.empty()) {
            const std::string size = fmt::format("{:x}\r\n", frames.size());
            const std::string chunk = size + frames + "\r\n";
            going = co_await write(chunk, {});
            enter(Phase::streaming, 0);
            continue;
        }
        if (events->ended()) {
            going = co_await write("0\r\n\r\n", {});
            break;
        }
        pause.expires_after(std::chrono::milliseconds(server_->config.heartbeat_ms));
        const auto [cut_short] = co_await pause.async_wait(quietly);
        if (!cut_short) going = co_await write("3\r\n:\n\n\r\n", {});
    }
    events->wake = nullptr;
    close_now();
}

void Connection::note(int status, std::size_t size) const {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - began_).count();
    server_->parts.metrics.record(match_.operation, status, us);
    if (!server_->config.access_log) return;
    const bool other = match_.operation == access::Operation::count_;
    log::info("answered", {{"operation", other ? "other" : info_of(match_.operation).name}, {"status", status}, {"us", us}, {"bytes", size}});
}

} // namespace meguri::http

#include "http/connection.hpp"

#include "base/log.hpp"
#include "http/address.hpp"
#include "http/problem.hpp"

namespace meguri::http {

namespace {
using boost::system::error_code;
constexpr std::size_t most_buffered = 128 * 1024;
constexpr std::size_t most_body_kept = 256 * 1024;

struct UnderWay {
    Admission& admission;
    OperationClass kind;
    ~UnderWay() { admission.end(kind); }
};

std::string_view last_of_list(std::string_view list) {
    list = list.substr(list.rfind(',') + 1);
    while (list.starts_with(' '))
        list.remove_prefix(1);
    return list;
}
} // namespace

Connection::Connection(std::shared_ptr<Server::Impl> server, Socket socket, std::string peer)
    : server_(std::move(server)), socket_(std::move(socket)), peer_(std::move(peer)),
      trusted_peer_(server_->trusts(peer_)), buffer_(most_buffered) {
    server_->connections.insert(this);
}

Connection::~Connection() { server_->forget(this); }

void Connection::enter(Phase phase, std::int64_t allowed_ms) {
    phase_ = phase;
    timed_out_ = false;
    deadline_ = allowed_ms == 0 ? Steady::time_point::max()
                                : Steady::now() + std::chrono::milliseconds(allowed_ms);
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
        if (read == Read::refused)
            response = std::move(*refused_);
        else
            response = co_await answer();
        const bool close = read == Read::refused || !raw_.keep_alive || server_->draining;
        const std::size_t size =
            response.shared_body ? response.shared_body->size() : response.body.size();
        note(response, size);
        const bool last = close && !response.stream;
        const bool sent = co_await send(response, last);
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

void Connection::fill_request() {
    request_.operation = match_.operation;
    request_.id = match_.id;
    request_.query = raw_.query();
    request_.body = raw_.body;
    request_.token = raw_.cookie_named(server_->cookies.name());
    request_.authorization = raw_.authorization;
    request_.last_event_id = raw_.last_event_id;
    request_.signature = raw_.signature;
    request_.idempotency_key = raw_.idempotency_key;
    request_.if_none_match = raw_.if_none_match;
    request_.accept_encoding = raw_.accept_encoding;
    request_.client = peer_;
    if (trusted_peer_ && !raw_.forwarded_for.empty())
        request_.client = last_of_list(raw_.forwarded_for);
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
    const std::uint64_t address = number_of_address(request_.client);
    if (auto no = server_->gate.before_session(info, raw_, address, request_.at))
        co_return std::move(*no);
    if (!request_.token.empty())
        request_.session = co_await server_->parts.sessions.find(request_.token);
    if (auto no =
            server_->gate.with_session(match_.operation, request_.session, address, request_.at))
        co_return std::move(*no);
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

void Connection::note(const Response& response, std::size_t size) const {
    const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - began_).count();
    server_->parts.metrics.record(match_.operation, response.status, us);
    if (!server_->config.access_log) return;
    const bool other = match_.operation == access::Operation::count_;
    const std::string_view name = other ? "other" : info_of(match_.operation).name;
    const log::Field status("status", response.status), time("us", us), bytes("bytes", size);
    if (response.refusal.empty())
        log::info("answered", {{"operation", name}, status, time, bytes});
    else
        log::info(
            "answered", {{"operation", name}, status, {"refusal", response.refusal}, time, bytes}
        );
}

} // namespace meguri::http

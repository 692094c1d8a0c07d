// A connection's writing half: answers, and event streams until they end.
#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <array>

namespace meguri::http {

namespace {
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(use_async); // errors as values
} // namespace

// Most answers fit into the socket at once; only what does not waits for the client.
Async<bool> Connection::write(std::string_view first, std::string_view second) {
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    error_code error;
    const std::size_t at_once = socket_.write_some(both, error);
    if (!error && at_once == first.size() + second.size()) co_return true;
    if (error && error != asio::error::would_block) co_return false;
    enter(phase_ == Phase::streaming ? Phase::streaming : Phase::writing, server_->config.write_ms);
    const std::size_t of_second = at_once > first.size() ? at_once - first.size() : 0;
    const std::array<asio::const_buffer, 2> rest{
        asio::buffer(first.substr(std::min(at_once, first.size()))),
        asio::buffer(second.substr(of_second))
    };
    const auto [failed, size] = co_await asio::async_write(socket_, rest, quietly);
    co_return !failed;
}

Async<bool> Connection::send(const Response& response, bool close) {
    const std::string_view body = response.shared_body ? *response.shared_body : response.body;
    const bool api = match_.operation != access::Operation::count_ || response.status >= 400;
    server_->head.write(
        head_, response,
        {.now = server_->parts.clock.now(),
         .length = body.size(),
         .close = close,
         .stream = response.stream != nullptr,
         .api = api}
    );
    const bool head_only = raw_.method == "HEAD" || response.status == 304 || response.stream;
    std::string_view sent_body;
    if (!head_only) sent_body = body;
    const bool sent = co_await write(head_, sent_body);
    co_return sent;
}

Async<void> Connection::stream(std::shared_ptr<EventStream> events) {
    enter(Phase::streaming, 0);
    Timer pause(server_->io);
    bool gone = false;
    events->wake = [&pause] { pause.cancel(); };
    // The client says nothing more; when the socket can be read, it has gone.
    socket_.async_wait(
        Socket::wait_read,
        [self = shared_from_this(), &gone, weak = std::weak_ptr(events)](error_code) {
            if (const auto alive = weak.lock(); alive && alive->wake) {
                gone = true;
                alive->wake();
            }
        }
    );
    bool going =
        co_await write("3\r\n:\n\n\r\n", {}); // so that the page knows at once that it is connected
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

} // namespace meguri::http

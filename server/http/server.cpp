#include "http/server.hpp"

#include "base/log.hpp"
#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace meguri::http {

namespace {
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(use_async);
constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
    "Retry-After: 2\r\nConnection: close\r\n\r\n";
} // namespace

Server::Impl::Impl(asio::io_context& io_, ServerConfig config_, Parts parts_)
    : io(io_), config(std::move(config_)), parts(parts_),
      https(config.public_url.starts_with("https://")), cookies(https), admission(config.limits),
      gate(config.public_url, admission), head(https, config.image_origin), acceptor(io),
      sweep_timer(io) {}

bool Server::Impl::trusts(std::string_view address) const {
    return std::ranges::find(config.trusted_proxies, address) != config.trusted_proxies.end();
}

Async<void> Server::Impl::accept() {
    const auto self = shared_from_this();
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(io.get_executor(), quietly);
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        if (!acceptor.is_open()) co_return;
        log::error("cannot_accept", {{"why", error.message()}}); // too many open files, perhaps
        Timer pause(io, std::chrono::milliseconds(100));
        co_await pause.async_wait(quietly);
    }
}

void Server::Impl::admit(Socket socket) {
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    socket.non_blocking(true, error);
    socket.set_option(tcp::no_delay(true), error);
    if (connections.size() >= static_cast<std::size_t>(config.limits.connections)) {
        socket.write_some(asio::buffer(too_many_connections), error);
        return;
    }
    auto connection = std::make_shared<Connection>(
        shared_from_this(), std::move(socket), peer.address().to_string()
    );
    asio::co_spawn(io, connection->run(), [connection](std::exception_ptr bug) {
        if (!bug) return;
        log::error("connection_threw");
        connection->close_now();
    });
}

Async<void> Server::Impl::sweep() {
    const auto self = shared_from_this();
    const std::int64_t often =
        std::clamp<std::int64_t>(std::min(config.request_ms, config.idle_ms) / 8, 5, 250);
    while (acceptor.is_open() || !connections.empty()) {
        sweep_timer.expires_after(std::chrono::milliseconds(often));
        co_await sweep_timer.async_wait(quietly);
        const auto now = Steady::now();
        for (Connection* each : connections)
            each->check_deadline(now);
        if (draining && now >= drain_ends) {
            for (Connection* each : connections)
                each->close_now();
            finish_drain();
            co_return;
        }
    }
}

void Server::Impl::forget(Connection* connection) {
    connections.erase(connection);
    if (draining && connections.empty()) finish_drain();
}

void Server::Impl::drain(std::function<void()> done) {
    draining = true;
    drained = std::move(done);
    drain_ends = Steady::now() + std::chrono::milliseconds(config.drain_ms);
    error_code ignored;
    acceptor.close(ignored);
    parts.events.close_all();
    for (Connection* each : connections)
        each->close_if_idle();
    if (connections.empty()) finish_drain();
}

void Server::Impl::finish_drain() {
    sweep_timer.cancel();
    if (drained) asio::post(io, std::exchange(drained, nullptr));
}

Server::Server(asio::io_context& io, ServerConfig config, Parts parts)
    : impl_(std::make_shared<Impl>(io, std::move(config), parts)) {}

Server::~Server() {
    error_code ignored;
    impl_->acceptor.close(ignored);
    for (Connection* each : impl_->connections)
        each->close_now();
}

Try<> Server::listen() {
    const auto& config = impl_->config;
    error_code error;
    const auto address = asio::ip::make_address(config.address, error);
    const tcp::endpoint endpoint(address, config.port);
    Acceptor& acceptor = impl_->acceptor;
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(4096, error);
    if (error) {
        return fault(
            FaultCode::invalid,
            fmt::format(
                "cannot listen on {} port {}: {}", config.address, config.port, error.message()
            )
        );
    }
    asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
    asio::co_spawn(impl_->io, impl_->sweep(), asio::detached);
    return {};
}

std::uint16_t Server::port() const {
    error_code error;
    return impl_->acceptor.local_endpoint(error).port();
}

void Server::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace meguri::http

// Internal: what the server's connections share.
#pragma once

#include "http/gate.hpp"
#include "http/response_head.hpp"
#include "http/server.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <unordered_set>

namespace meguri::http {

using tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using Timer = asio::basic_waitable_timer<
    std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
    asio::io_context::executor_type>;
using Steady = std::chrono::steady_clock;

class Connection;

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    Impl(asio::io_context& io_, ServerConfig config_, Parts parts_);

    asio::io_context& io;
    ServerConfig config;
    Parts parts;
    bool https;
    Cookies cookies;
    Admission admission;
    Gate gate;
    ResponseHead head;
    Acceptor acceptor;
    Timer sweep_timer;
    std::unordered_set<Connection*> connections;
    bool draining = false;
    Steady::time_point drain_ends{};
    std::function<void()> drained;

    Async<void> accept();
    void admit(Socket socket);
    // Ends what has taken longer than it may. One timer for all connections: arming one for each
    // read and write would cost more than reading and writing.
    Async<void> sweep();
    void forget(Connection* connection);
    void drain(std::function<void()> done);
    void finish_drain();
    bool trusts(std::string_view address) const;
};

} // namespace meguri::http

// The HTTP/1.1 server: connections, time limits, checks before a handler, answers after it. One io
// thread. TLS is the proxy's in front; this listens on a local address.
#pragma once

#include "base/result.hpp"
#include "http/events.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/session.hpp"
#include "http/static_files.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace meguri::http {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free one, see Server::port
    std::string public_url = "http://localhost:8080";
    std::vector<std::string> trusted_proxies; // addresses whose X-Forwarded-For is believed
    std::string image_origin; // of another server whose pictures the pages may show (the map's)
    Limits limits;
    bool access_log = true;
    std::int64_t request_ms = 10'000;   // from a request's first byte to its last
    std::int64_t idle_ms = 60'000;      // between two requests of a connection
    std::int64_t write_ms = 30'000;     // to take one answer
    std::int64_t heartbeat_ms = 15'000; // comment in a quiet event stream
    std::int64_t drain_ms = 10'000;     // for requests under way when the server is told to end
};

class Server {
  public:
    struct Parts { // all must outlive the server
        Router& router;
        SessionSource& sessions;
        EventHub& events;
        const StaticFiles& files;
        Metrics& metrics;
        const Clock& clock;
    };
    Server(asio::io_context& io, ServerConfig config, Parts parts);
    ~Server();

    // Starts to accept. `invalid`: the address or port cannot be had; names it.
    Try<> listen();
    std::uint16_t port() const;
    // Accepts nothing more, closes idle connections and event streams, lets requests under way
    // finish (at most drain_ms), then calls `done`. On the io thread.
    void drain(std::function<void()> done);

    struct Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

} // namespace meguri::http

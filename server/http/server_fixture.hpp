// For tests of the server as a whole: a server on a free port, and a client that sends exactly the
// bytes it is told to.
#pragma once

#include "http/server.hpp"

#include "http/fields.hpp"
#include "http/problem.hpp"
#include "http/system_operations.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace meguri::http::testing {

using access::Operation;
using access::Role;
using Steady = std::chrono::steady_clock;

struct FakeSessions : SessionSource {
    std::map<std::string, SessionPtr, std::less<>> known; // io thread only

    void add(const std::string& token, std::int64_t person, Role role) {
        auto session = std::make_shared<Session>();
        session->number = person;
        session->caller.role = role;
        session->caller.person = {person};
        session->wallet = {person * 10};
        known[token] = session;
    }
    Async<SessionPtr> find(std::string_view token) override {
        const auto found = known.find(token);
        co_return found == known.end() ? nullptr : found->second;
    }
};

// A client that sends exactly the bytes it is told to.
class Client {
  public:
    explicit Client(std::uint16_t port) : socket_(io_) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
        timeval limit{5, 0};
        setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    void send(std::string_view text) {
        boost::system::error_code ignored; // the server may have hung up on purpose
        asio::write(socket_, asio::buffer(text), ignored);
    }
    // One answer with its body, by Content-Length; "" when the connection ended first.
    std::string answer() {
        while (seen_.find("\r\n\r\n") == std::string::npos) {
            if (!more()) return std::exchange(seen_, "");
        }
        const std::size_t head = seen_.find("\r\n\r\n") + 4, at = seen_.find("Content-Length: ");
        const std::size_t length = at < head ? std::stoul(seen_.substr(at + 16)) : 0;
        while (seen_.size() < head + length && more()) {
        }
        const std::string answer = seen_.substr(0, head + length);
        seen_.erase(0, head + length);
        return answer;
    }
    // Everything until `text` has come.
    std::string until(std::string_view text) {
        while (seen_.find(text) == std::string::npos && more()) {
        }
        return seen_;
    }
    bool closed() { return !more(); }
    std::string ask(std::string_view text) {
        send(text);
        return answer();
    }

  private:
    bool more() {
        std::array<char, 4096> part;
        boost::system::error_code error;
        const std::size_t size = socket_.read_some(asio::buffer(part), error);
        seen_.append(part.data(), size);
        return !error;
    }
    asio::io_context io_;
    asio::ip::tcp::socket socket_;
    std::string seen_;
};

inline std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) +
           "\r\n";
}

inline constexpr std::string_view paid_body = R"({"key":"k","place":"p","amount":100})";

inline std::string post(
    std::string_view body, std::string_view more = "X-Meguri: 1\r\nCookie: meguri=resident\r\n",
    std::string_view path = "/api/payments", std::string_view type = "application/json"
) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
           "\r\n" + std::string(body);
}

inline std::string status_of(const std::string& answer) {
    return answer.substr(0, answer.find("\r\n"));
}
inline bool has(const std::string& answer, std::string_view text) {
    return answer.find(text) != std::string::npos;
}

class ServerTest : public ::testing::Test {
  protected:
    void SetUp() override {
        sessions_.add("resident", 1, Role::resident);
        sessions_.add("operator", 2, Role::operator_);
        config_.port = 0;
        config_.access_log = false;
        config_.public_url = "http://city.example";
    }
    void start() {
        SystemFacts facts{"1.0", "abc", [this] { return ready_.load(); }, [] { return 7; }};
        add_system_routes(router_, events_, metrics_, std::move(facts));
        router_.on(Operation::createPayment, [this](Request& request) { return pay(request); });
        router_.on(Operation::getInfo, [this](Request& request) { return wait_long(request); });
        server_ = std::make_unique<Server>(
            io_, config_, Server::Parts{router_, sessions_, events_, files_, metrics_, clock_}
        );
        ASSERT_TRUE(server_->listen());
        port_ = server_->port();
        thread_ = std::thread([this] { io_.run(); });
    }
    void TearDown() override {
        if (!thread_.joinable()) return;
        on_io([this] { server_->drain([this] { io_.stop(); }); });
        thread_.join();
    }
    void on_io(std::function<void()> work) {
        std::atomic<bool> done = false;
        asio::post(io_, [&] {
            work();
            done = true;
            done.notify_all();
        });
        done.wait(false);
    }
    Async<Response> pay(Request& request) {
        Fields in(request.body);
        in.token("key");
        in.id("place");
        const auto amount = in.amount("amount");
        if (auto refused = in.refused()) co_return std::move(*refused);
        if (amount == 13) throw std::runtime_error("a bug");
        ++paid_;
        JsonOut json;
        json.object([&] { json.field("amount", amount); });
        co_return created(std::move(json));
    }
    // Answers after a while, as when the disk is slow.
    Async<Response> wait_long(Request& request) {
        ++waiting_;
        asio::basic_waitable_timer<
            Steady, asio::wait_traits<Steady>, asio::io_context::executor_type>
            timer(io_, std::chrono::milliseconds(hold_ms_));
        co_await timer.async_wait(use_async);
        JsonOut json;
        json.object([&] { json.field("client", request.client); });
        co_return ok(std::move(json));
    }
    std::string ask(std::string_view text) { return Client(port_).ask(text); }

    asio::io_context io_{1};
    Router router_;
    FakeSessions sessions_;
    EventHub events_;
    StaticFiles files_;
    Metrics metrics_;
    SystemClock clock_;
    ServerConfig config_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
    std::uint16_t port_ = 0;
    int hold_ms_ = 300;
    std::atomic<int> paid_ = 0, waiting_ = 0;
    std::atomic<bool> ready_ = true;
};

} // namespace meguri::http::testing

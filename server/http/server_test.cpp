// The server as a whole, spoken to over real sockets, byte by byte.
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

namespace meguri::http {
namespace {

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
        while (seen_.size() < head + length && more()) {}
        const std::string answer = seen_.substr(0, head + length);
        seen_.erase(0, head + length);
        return answer;
    }
    // Everything until `text` has come.
    std::string until(std::string_view text) {
        while (seen_.find(text) == std::string::npos && more()) {}
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

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
}

constexpr std::string_view paid_body = R"({"key":"k","place":"p","amount":100})";

std::string post(std::string_view body, std::string_view more = "X-Meguri: 1\r\nCookie: meguri=resident\r\n",
                 std::string_view path = "/api/payments", std::string_view type = "application/json") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" + std::string(body);
}

std::string status_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }
bool has(const std::string& answer, std::string_view text) { return answer.find(text) != std::string::npos; }

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
        add_system_routes(router_, events_, metrics_, {"1.0", "abc", [this] { return ready_.load(); }});
        router_.on(Operation::createPayment, [this](Request& request) { return pay(request); });
        router_.on(Operation::getInfo, [this](Request& request) { return wait_long(request); });
        server_ = std::make_unique<Server>(io_, config_, Server::Parts{router_, sessions_, events_, files_, metrics_, clock_});
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
        asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, asio::io_context::executor_type> timer(io_, std::chrono::milliseconds(hold_ms_));
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

TEST_F(ServerTest, answers_and_keeps_the_connection) {
    start();
    Client client(port_);
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.ask(post(paid_body));
        EXPECT_EQ(status_of(answer), "HTTP/1.1 201 Created");
        EXPECT_TRUE(answer.ends_with(R"({"amount":100})"));
        EXPECT_TRUE(has(answer, "X-Server-Time: "));
        EXPECT_TRUE(has(answer, "Cache-Control: no-store"));
    }
    EXPECT_EQ(paid_, 3);
}

TEST_F(ServerTest, answers_pipelined_requests_in_their_order) {
    start();
    Client client(port_);
    std::string three;
    for (int i = 1; i <= 3; ++i) three += post(R"({"key":"k","place":"p","amount":)" + std::to_string(i) + "}");
    client.send(three + get("/healthz"));
    for (int i = 1; i <= 3; ++i) EXPECT_TRUE(client.answer().ends_with("{\"amount\":" + std::to_string(i) + "}"));
    EXPECT_TRUE(client.answer().ends_with(R"({"alive":true})"));
}

TEST_F(ServerTest, puts_requests_together_that_come_byte_by_byte) {
    start();
    Client client(port_);
    for (const char c : post(paid_body)) client.send({&c, 1});
    EXPECT_EQ(status_of(client.answer()), "HTTP/1.1 201 Created");
}

TEST_F(ServerTest, reads_chunked_bodies_within_the_same_limit_SEC_3) {
    start();
    const std::string head = "POST /api/payments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Meguri: 1\r\n"
                             "Cookie: meguri=resident\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(status_of(ask(head + "10\r\n{\"key\":\"k\",\"plac\r\n14\r\ne\":\"p\",\"amount\":100}\r\n0\r\n\r\n")), "HTTP/1.1 201 Created");
    std::string much = head;
    for (int i = 0; i < 70; ++i) much += "400\r\n" + std::string(1024, ' ') + "\r\n";
    EXPECT_EQ(status_of(ask(much)), "HTTP/1.1 413 Content Too Large");
}

TEST_F(ServerTest, refuses_bodies_and_heads_that_are_too_large_SEC_3) {
    start();
    const auto body = ask(post(std::string(70'000, ' ')));
    EXPECT_EQ(status_of(body), "HTTP/1.1 413 Content Too Large");
    EXPECT_TRUE(has(body, "\"refusal\":\"request_too_large\""));
    EXPECT_TRUE(has(body, "Connection: close"));
    EXPECT_EQ(status_of(ask(get("/healthz", "X-Long: " + std::string(9000, 'x') + "\r\n"))), "HTTP/1.1 413 Content Too Large");
    Client promises(port_); // only says so, and is not waited for
    EXPECT_EQ(status_of(promises.ask("POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")),
              "HTTP/1.1 413 Content Too Large");
    EXPECT_EQ(paid_, 0);
}

TEST_F(ServerTest, refuses_bodies_that_come_too_slowly_SEC_3) {
    config_.request_ms = 200;
    start();
    Client slow(port_);
    const std::string request = post(paid_body);
    slow.send(request.substr(0, request.size() - 5));
    const auto answer = slow.answer();
    EXPECT_EQ(status_of(answer), "HTTP/1.1 408 Request Timeout");
    EXPECT_TRUE(has(answer, "\"refusal\":\"request_too_slow\""));
    EXPECT_TRUE(slow.closed());
    Client drip(port_); // a byte now and then does not help
    const auto from = Steady::now();
    for (int i = 0; i < 8; ++i) {
        drip.send("G");
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(status_of(drip.answer()), "HTTP/1.1 408 Request Timeout");
    EXPECT_LT(Steady::now() - from, std::chrono::seconds(2));
    EXPECT_EQ(paid_, 0);
}

TEST_F(ServerTest, closes_connections_that_say_nothing_SEC_3) {
    config_.idle_ms = 100;
    start();
    Client silent(port_);
    EXPECT_TRUE(silent.closed());
    EXPECT_EQ(silent.answer(), "");
}

TEST_F(ServerTest, refuses_what_is_not_http_SEC_3) {
    start();
    for (const std::string& text : std::vector<std::string>{
             "\x16\x03\x01\x02\x00\x01\x00\x01", "GET / HTTP/9.9\r\n\r\n", "GET /healthz HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
             "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\n folded: y\r\nBad\x01Name: z\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"}) {
        const auto answer = ask(text + "\r\n\r\n");
        EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request") << text;
        EXPECT_TRUE(has(answer, "Connection: close")) << text;
    }
}

TEST_F(ServerTest, refuses_broken_text_and_wrong_fields_without_doing_anything_SEC_3) {
    start();
    Client client(port_);
    for (const char* body : {"", "{", "[]", "{\"key\":\"k\",\"place\":\"\xff\",\"amount\":1}", R"({"key":"k","place":"p","amount":1,"x":1})",
                             R"({"key":"k","place":"p","amount":1.5})", R"({"key":"k","key":"l","place":"p","amount":1})"}) {
        const auto answer = client.ask(post(body));
        EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request") << body;
        EXPECT_TRUE(has(answer, "application/problem+json")) << body;
    }
    EXPECT_EQ(status_of(client.ask(post(R"({"key":"k","place":"p","amount":0})"))), "HTTP/1.1 422 Unprocessable Content");
    EXPECT_EQ(paid_, 0);
}

TEST_F(ServerTest, takes_commands_only_from_its_own_pages_SEC_3) {
    start();
    const std::string cookie = "Cookie: meguri=resident\r\n", own = "X-Meguri: 1\r\n";
    const auto status = [&](const std::string& headers) { return status_of(ask(post(paid_body, headers))); };
    EXPECT_EQ(status(cookie), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + "X-Meguri: 2\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + own + "Origin: https://evil.example\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + own + "Origin: null\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + own + "Origin: http://city.example.evil.example\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(paid_, 0);
    EXPECT_EQ(status(cookie + own + "Origin: http://city.example\r\n"), "HTTP/1.1 201 Created");
    EXPECT_EQ(status(cookie + own + "Origin: http://localhost\r\n"), "HTTP/1.1 201 Created");
    EXPECT_EQ(status_of(ask(post(paid_body, cookie + own, "/api/payments", "text/plain"))), "HTTP/1.1 415 Unsupported Media Type");
    EXPECT_EQ(status_of(ask(post(paid_body, cookie + own, "/api/payments", "application/json; charset=utf-8"))), "HTTP/1.1 201 Created");
    EXPECT_EQ(paid_, 3);
}

TEST_F(ServerTest, lets_in_whom_the_session_names_and_nobody_else_SEC_3) {
    start();
    const auto status = [&](const std::string& cookie) { return status_of(ask(post(paid_body, "X-Meguri: 1\r\n" + cookie))); };
    EXPECT_EQ(status(""), "HTTP/1.1 401 Unauthorized");
    EXPECT_EQ(status("Cookie: meguri=unknown\r\n"), "HTTP/1.1 401 Unauthorized");
    EXPECT_EQ(status("Cookie: other=resident\r\n"), "HTTP/1.1 401 Unauthorized");
    EXPECT_EQ(status("Cookie: meguri=operator\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status("Cookie: a=b; meguri=resident; c=d\r\n"), "HTTP/1.1 201 Created");
    on_io([&] { sessions_.known.erase("resident"); });
    EXPECT_EQ(status("Cookie: meguri=resident\r\n"), "HTTP/1.1 401 Unauthorized");
    EXPECT_EQ(paid_, 1);
}

TEST_F(ServerTest, knows_paths_methods_and_what_is_not_there_SEC_3) {
    start();
    EXPECT_EQ(status_of(ask(get("/api/none"))), "HTTP/1.1 404 Not Found");
    EXPECT_EQ(status_of(ask(get("/nothing.php"))), "HTTP/1.1 404 Not Found");
    const auto wrong = ask("DELETE /api/payments HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(wrong), "HTTP/1.1 405 Method Not Allowed");
    EXPECT_TRUE(has(wrong, "Allow: POST"));
    EXPECT_TRUE(has(wrong, "\"refusal\":\"method_not_allowed\""));
    EXPECT_TRUE(has(ask(get("/version")), R"({"version":"1.0","commit":"abc"})"));
    EXPECT_TRUE(has(ask(get("/api/openapi.json")), "\"openapi\":\"3.1.0\""));
    EXPECT_EQ(status_of(ask(get("/readyz"))), "HTTP/1.1 200 OK");
    ready_ = false;
    EXPECT_EQ(status_of(ask(get("/readyz"))), "HTTP/1.1 503 Service Unavailable");
    Client head(port_);
    head.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + get("/version"));
    EXPECT_TRUE(head.until("abc").find("alive") == std::string::npos);
    Client old(port_); // HTTP/1.0 gets its answer and the end of the connection
    EXPECT_EQ(status_of(old.ask("GET /healthz HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")), "HTTP/1.1 200 OK");
    EXPECT_TRUE(old.closed());
    Client events(port_);
    EXPECT_EQ(status_of(events.ask("HEAD /api/events HTTP/1.1\r\nHost: x\r\nCookie: meguri=resident\r\n\r\n")), "HTTP/1.1 200 OK");
    EXPECT_TRUE(events.closed());
}

TEST_F(ServerTest, says_on_every_answer_what_browsers_may_not_do_SEC_3) {
    config_.public_url = "https://city.example";
    start();
    for (const std::string& request : {get("/healthz"), get("/api/none"), post(paid_body), std::string("BROKEN\r\n\r\n")}) {
        const auto answer = ask(request);
        EXPECT_TRUE(has(answer, "Content-Security-Policy: default-src 'none'")) << answer;
        EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff")) << answer;
        EXPECT_TRUE(has(answer, "Referrer-Policy: no-referrer")) << answer;
        EXPECT_TRUE(has(answer, "Strict-Transport-Security: max-age=")) << answer;
    }
}

TEST_F(ServerTest, slows_down_whoever_asks_too_much_SEC_3) {
    config_.limits.per_session[0] = {.per_second = 0.1, .burst = 3};
    start();
    Client client(port_);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(client.ask(post(paid_body))), "HTTP/1.1 201 Created");
    const auto answer = client.ask(post(paid_body));
    EXPECT_EQ(status_of(answer), "HTTP/1.1 429 Too Many Requests");
    EXPECT_TRUE(has(answer, "Retry-After: 10"));
    EXPECT_TRUE(has(answer, "\"refusal\":\"too_many_requests\""));
    EXPECT_EQ(status_of(client.ask(get("/healthz"))), "HTTP/1.1 200 OK"); // another class
    EXPECT_EQ(paid_, 3);
}

TEST_F(ServerTest, slows_down_guessing_by_strangers_SEC_3) {
    config_.limits.anonymous = {.per_second = 0.1, .burst = 2};
    router_.on(Operation::startSession, [this](Request& request) { return wait_long(request); });
    start();
    const auto sign_in = [&](const std::string& cookie) { return status_of(ask(post("{}", "X-Meguri: 1\r\n" + cookie, "/api/session"))); };
    EXPECT_EQ(sign_in(""), "HTTP/1.1 200 OK");
    EXPECT_EQ(sign_in("Cookie: meguri=guess\r\n"), "HTTP/1.1 200 OK");
    EXPECT_EQ(sign_in("Cookie: meguri=other\r\n"), "HTTP/1.1 429 Too Many Requests");
    EXPECT_EQ(sign_in("Cookie: meguri=resident\r\n"), "HTTP/1.1 200 OK");
    EXPECT_EQ(status_of(ask(get("/healthz"))), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, shows_figures_only_to_its_own_network_SEC_3) {
    config_.trusted_proxies = {"127.0.0.1"};
    start();
    EXPECT_EQ(status_of(ask(get("/metrics"))), "HTTP/1.1 200 OK");
    EXPECT_EQ(status_of(ask(get("/metrics", "X-Forwarded-For: 10.1.2.3\r\n"))), "HTTP/1.1 200 OK");
    EXPECT_EQ(status_of(ask(get("/metrics", "X-Forwarded-For: 203.0.113.9\r\n"))), "HTTP/1.1 404 Not Found");
    EXPECT_EQ(status_of(ask(get("/metrics", "X-Forwarded-For: nonsense\r\n"))), "HTTP/1.1 404 Not Found");
}

TEST_F(ServerTest, believes_forwarded_addresses_only_from_its_proxy_SEC_3) {
    start();
    EXPECT_TRUE(has(ask(get("/api/info", "X-Forwarded-For: 203.0.113.9\r\n")), "127.0.0.1"));
    TearDown();
    thread_ = {};
    server_.reset();
    io_.restart();
    config_.trusted_proxies = {"127.0.0.1"};
    server_ = std::make_unique<Server>(io_, config_, Server::Parts{router_, sessions_, events_, files_, metrics_, clock_});
    ASSERT_TRUE(server_->listen());
    port_ = server_->port();
    thread_ = std::thread([this] { io_.run(); });
    EXPECT_TRUE(has(ask(get("/api/info", "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n")), "\"203.0.113.9\""));
}

TEST_F(ServerTest, sheds_reads_when_their_places_are_taken_and_goes_on_taking_payments_SEC_3) {
    config_.limits.under_way = {100, 1, 1};
    start();
    Client first(port_), second(port_);
    first.send(get("/api/info"));
    while (waiting_ == 0) std::this_thread::yield();
    const auto shed = second.ask(get("/api/info"));
    EXPECT_EQ(status_of(shed), "HTTP/1.1 503 Service Unavailable");
    EXPECT_TRUE(has(shed, "\"refusal\":\"queue_full\""));
    EXPECT_TRUE(has(shed, "Retry-After: "));
    EXPECT_EQ(status_of(second.ask(post(paid_body))), "HTTP/1.1 201 Created");
    EXPECT_EQ(status_of(first.answer()), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, has_a_greatest_number_of_connections_SEC_3) {
    config_.limits.connections = 2;
    start();
    Client one(port_), two(port_);
    EXPECT_EQ(status_of(one.ask(get("/healthz"))), "HTTP/1.1 200 OK");
    EXPECT_EQ(status_of(two.ask(get("/healthz"))), "HTTP/1.1 200 OK");
    Client three(port_);
    EXPECT_EQ(status_of(three.answer()), "HTTP/1.1 503 Service Unavailable");
    EXPECT_TRUE(three.closed());
    EXPECT_EQ(status_of(one.ask(get("/healthz"))), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, says_being_checked_when_a_handler_fails_by_our_own_fault) {
    start();
    Client client(port_);
    const auto answer = client.ask(post(R"({"key":"k","place":"p","amount":13})"));
    EXPECT_EQ(status_of(answer), "HTTP/1.1 503 Service Unavailable");
    EXPECT_TRUE(has(answer, "\"refusal\":\"outcome_unknown\""));
    EXPECT_EQ(status_of(client.ask(post(paid_body))), "HTTP/1.1 201 Created");
}

TEST_F(ServerTest, asks_for_a_body_that_waits_to_be_asked_for) {
    start();
    Client client(port_);
    const std::string request = post(paid_body, "X-Meguri: 1\r\nCookie: meguri=resident\r\nExpect: 100-continue\r\n");
    client.send(request.substr(0, request.size() - paid_body.size()));
    EXPECT_EQ(status_of(client.answer()), "HTTP/1.1 100 Continue");
    EXPECT_EQ(status_of(client.ask(paid_body)), "HTTP/1.1 201 Created");
}

TEST_F(ServerTest, streams_events_until_the_session_ends) {
    config_.heartbeat_ms = 50;
    start();
    EXPECT_EQ(status_of(ask(get("/api/events"))), "HTTP/1.1 401 Unauthorized");
    Client page(port_);
    page.send(get("/api/events", "Cookie: meguri=resident\r\n"));
    const auto head = page.until(":\n\n");
    EXPECT_TRUE(has(head, "Content-Type: text/event-stream"));
    on_io([&] { events_.entry(Topic::of(WalletId{10}), 7, "payment"); });
    EXPECT_TRUE(has(page.until("\"kind\":\"payment\"}\n\n"), "id: 7\nevent: entry\n"));
    on_io([&] { events_.session_ended(PersonId{1}); });
    EXPECT_TRUE(has(page.until("session_ended"), "session_ended"));
    while (!page.closed()) {}
}

TEST_F(ServerTest, notices_that_a_page_has_gone) {
    start();
    {
        Client page(port_);
        page.send(get("/api/events", "Cookie: meguri=resident\r\n"));
        page.until(":\n\n");
    }
    std::size_t open = 1;
    for (int i = 0; i < 200 && open > 0; ++i) {
        on_io([&] { open = events_.size(); });
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(open, 0U);
}

TEST_F(ServerTest, counts_requests_by_operation_and_status) {
    start();
    ask(post(paid_body));
    ask(post("{}"));
    const auto figures = ask(get("/metrics"));
    EXPECT_TRUE(has(figures, "meguri_http_requests_total{operation=\"createPayment\",status=\"201\"} 1"));
    EXPECT_TRUE(has(figures, "meguri_http_requests_total{operation=\"createPayment\",status=\"400\"} 1"));
    EXPECT_TRUE(has(figures, "meguri_http_request_seconds_bucket{operation=\"createPayment\",le=\"+Inf\"} 2"));
}

TEST_F(ServerTest, finishes_what_is_under_way_when_told_to_end) {
    start();
    Client idle(port_), busy(port_);
    EXPECT_EQ(status_of(idle.ask(get("/healthz"))), "HTTP/1.1 200 OK");
    busy.send(get("/api/info"));
    while (waiting_ == 0) std::this_thread::yield();
    on_io([this] { server_->drain([this] { io_.stop(); }); });
    EXPECT_TRUE(idle.closed());
    EXPECT_THROW(Client late(port_), boost::system::system_error);
    const auto answer = busy.answer();
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200 OK");
    EXPECT_TRUE(has(answer, "Connection: close"));
    thread_.join();
}

TEST_F(ServerTest, does_not_wait_for_ever_when_told_to_end) {
    config_.drain_ms = 100;
    hold_ms_ = 60'000;
    start();
    Client busy(port_);
    busy.send(get("/api/info"));
    while (waiting_ == 0) std::this_thread::yield();
    const auto from = Steady::now();
    on_io([this] { server_->drain([this] { io_.stop(); }); });
    thread_.join();
    EXPECT_LT(Steady::now() - from, std::chrono::seconds(5));
}

TEST(Server, names_an_address_it_cannot_have) {
    asio::io_context io;
    Router router;
    FakeSessions sessions;
    EventHub events;
    StaticFiles files;
    Metrics metrics;
    SystemClock clock;
    ServerConfig config;
    config.port = 0;
    const Server::Parts parts{router, sessions, events, files, metrics, clock};
    Server first(io, config, parts);
    ASSERT_TRUE(first.listen());
    config.port = first.port();
    Server second(io, config, parts);
    const auto listening = second.listen();
    ASSERT_FALSE(listening);
    EXPECT_TRUE(has(listening.error().detail, std::to_string(config.port)));
    config.address = "not an address";
    EXPECT_FALSE(Server(io, config, parts).listen());
}

} // namespace
} // namespace meguri::http

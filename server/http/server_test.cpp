// What the server does for those who behave.
#include "http/server_fixture.hpp"

namespace meguri::http::testing {
namespace {

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
    for (int i = 1; i <= 3; ++i)
        three += post(R"({"key":"k","place":"p","amount":)" + std::to_string(i) + "}");
    client.send(three + get("/healthz"));
    for (int i = 1; i <= 3; ++i)
        EXPECT_TRUE(client.answer().ends_with("{\"amount\":" + std::to_string(i) + "}"));
    EXPECT_TRUE(client.answer().ends_with(R"({"alive":true})"));
}

TEST_F(ServerTest, puts_requests_together_that_come_byte_by_byte) {
    start();
    Client client(port_);
    for (const char c : post(paid_body))
        client.send({&c, 1});
    EXPECT_EQ(status_of(client.answer()), "HTTP/1.1 201 Created");
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
    const std::string request =
        post(paid_body, "X-Meguri: 1\r\nCookie: meguri=resident\r\nExpect: 100-continue\r\n");
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
    while (!page.closed()) {
    }
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
    EXPECT_TRUE(
        has(figures, "meguri_http_requests_total{operation=\"createPayment\",status=\"201\"} 1")
    );
    EXPECT_TRUE(
        has(figures, "meguri_http_requests_total{operation=\"createPayment\",status=\"400\"} 1")
    );
    EXPECT_TRUE(has(
        figures, "meguri_http_request_seconds_bucket{operation=\"createPayment\",le=\"+Inf\"} 2"
    ));
}

TEST_F(ServerTest, finishes_what_is_under_way_when_told_to_end) {
    start();
    Client idle(port_), busy(port_);
    EXPECT_EQ(status_of(idle.ask(get("/healthz"))), "HTTP/1.1 200 OK");
    busy.send(get("/api/info"));
    while (waiting_ == 0)
        std::this_thread::yield();
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
    while (waiting_ == 0)
        std::this_thread::yield();
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
} // namespace meguri::http::testing

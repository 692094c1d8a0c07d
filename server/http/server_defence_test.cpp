// What the server does to those who do not: every attempt gets a clear refusal and changes nothing.
#include "http/server_fixture.hpp"

namespace meguri::http::testing {
namespace {

TEST_F(ServerTest, reads_chunked_bodies_within_the_same_limit_SEC_3) {
    start();
    const std::string head = "POST /api/payments HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                             "application/json\r\nX-Meguri: 1\r\n"
                             "Cookie: meguri=resident\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(
        status_of(ask(
            head + "10\r\n{\"key\":\"k\",\"plac\r\n14\r\ne\":\"p\",\"amount\":100}\r\n0\r\n\r\n"
        )),
        "HTTP/1.1 201 Created"
    );
    std::string much = head;
    for (int i = 0; i < 70; ++i)
        much += "400\r\n" + std::string(1024, ' ') + "\r\n";
    EXPECT_EQ(status_of(ask(much)), "HTTP/1.1 413 Content Too Large");
}

TEST_F(ServerTest, believes_nothing_that_comes_after_the_body_SEC_3) {
    start();
    const auto answer =
        ask("POST /api/payments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Cookie: meguri=resident\r\nTransfer-Encoding: chunked\r\n\r\n24\r\n" +
            std::string(paid_body) + "\r\n0\r\nX-Meguri: 1\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(paid_, 0);
}

TEST_F(ServerTest, refuses_bodies_and_heads_that_are_too_large_SEC_3) {
    start();
    const auto body = ask(post(std::string(70'000, ' ')));
    EXPECT_EQ(status_of(body), "HTTP/1.1 413 Content Too Large");
    EXPECT_TRUE(has(body, "\"refusal\":\"request_too_large\""));
    EXPECT_TRUE(has(body, "Connection: close"));
    EXPECT_EQ(
        status_of(ask(get("/healthz", "X-Long: " + std::string(9000, 'x') + "\r\n"))),
        "HTTP/1.1 413 Content Too Large"
    );
    Client promises(port_); // only says so, and is not waited for
    EXPECT_EQ(
        status_of(promises.ask(
            "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
        )),
        "HTTP/1.1 413 Content Too Large"
    );
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
             "\x16\x03\x01\x02\x00\x01\x00\x01",
             "GET / HTTP/9.9\r\n\r\n",
             "GET /healthz HTTP/1.1\r\n\r\n",
             "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
             "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
             "GET /healthz HTTP/1.1\r\nHost: x\r\n folded: y\r\nBad\x01Name: z\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: "
             "6\r\n\r\nabcdef",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: "
             "chunked\r\n\r\n0\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
             "xchunked\r\n\r\n0\r\n\r\n",
             "POST /api/payments HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, "
             "identity\r\n\r\n0\r\n\r\n",
         }) {
        const auto answer = ask(text + "\r\n\r\n");
        EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request") << text;
        EXPECT_TRUE(has(answer, "Connection: close")) << text;
    }
}

TEST_F(ServerTest, refuses_broken_text_and_wrong_fields_without_doing_anything_SEC_3) {
    start();
    Client client(port_);
    for (const char* body :
         {"", "{", "[]", "{\"key\":\"k\",\"place\":\"\xff\",\"amount\":1}",
          R"({"key":"k","place":"p","amount":1,"x":1})", R"({"key":"k","place":"p","amount":1.5})",
          R"({"key":"k","key":"l","place":"p","amount":1})"}) {
        const auto answer = client.ask(post(body));
        EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request") << body;
        EXPECT_TRUE(has(answer, "application/problem+json")) << body;
    }
    EXPECT_EQ(
        status_of(client.ask(post(R"({"key":"k","place":"p","amount":0})"))),
        "HTTP/1.1 422 Unprocessable Content"
    );
    EXPECT_EQ(paid_, 0);
}

TEST_F(ServerTest, takes_commands_only_from_its_own_pages_SEC_3) {
    start();
    const std::string cookie = "Cookie: meguri=resident\r\n", own = "X-Meguri: 1\r\n";
    const auto status = [&](const std::string& headers) {
        return status_of(ask(post(paid_body, headers)));
    };
    EXPECT_EQ(status(cookie), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + "X-Meguri: 2\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + own + "Origin: https://evil.example\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(status(cookie + own + "Origin: null\r\n"), "HTTP/1.1 403 Forbidden");
    EXPECT_EQ(
        status(cookie + own + "Origin: http://city.example.evil.example\r\n"),
        "HTTP/1.1 403 Forbidden"
    );
    EXPECT_EQ(paid_, 0);
    EXPECT_EQ(status(cookie + own + "Origin: http://city.example\r\n"), "HTTP/1.1 201 Created");
    EXPECT_EQ(status(cookie + own + "Origin: http://localhost\r\n"), "HTTP/1.1 201 Created");
    EXPECT_EQ(
        status_of(ask(post(paid_body, cookie + own, "/api/payments", "text/plain"))),
        "HTTP/1.1 415 Unsupported Media Type"
    );
    EXPECT_EQ(
        status_of(
            ask(post(paid_body, cookie + own, "/api/payments", "application/json; charset=utf-8"))
        ),
        "HTTP/1.1 201 Created"
    );
    EXPECT_EQ(paid_, 3);
}

TEST_F(ServerTest, lets_in_whom_the_session_names_and_nobody_else_SEC_3) {
    start();
    const auto status = [&](const std::string& cookie) {
        return status_of(ask(post(paid_body, "X-Meguri: 1\r\n" + cookie)));
    };
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
    const std::string paused = ask(get("/readyz"));
    EXPECT_EQ(status_of(paused), "HTTP/1.1 503 Service Unavailable");
    EXPECT_TRUE(has(paused, "Retry-After: 7")) << paused;
    Client head(port_);
    head.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + get("/version"));
    EXPECT_TRUE(head.until("abc").find("alive") == std::string::npos);
    Client old(port_); // HTTP/1.0 gets its answer and the end of the connection
    EXPECT_EQ(
        status_of(old.ask("GET /healthz HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")),
        "HTTP/1.1 200 OK"
    );
    EXPECT_TRUE(old.closed());
    Client events(port_);
    EXPECT_EQ(
        status_of(
            events.ask("HEAD /api/events HTTP/1.1\r\nHost: x\r\nCookie: meguri=resident\r\n\r\n")
        ),
        "HTTP/1.1 200 OK"
    );
    EXPECT_TRUE(events.closed());
}

TEST_F(ServerTest, says_on_every_answer_what_browsers_may_not_do_SEC_3) {
    config_.public_url = "https://city.example";
    start();
    for (const std::string& request :
         {get("/healthz"), get("/api/none"), post(paid_body), std::string("BROKEN\r\n\r\n")}) {
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
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(status_of(client.ask(post(paid_body))), "HTTP/1.1 201 Created");
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
    const auto sign_in = [&](const std::string& cookie) {
        return status_of(ask(post("{}", "X-Meguri: 1\r\n" + cookie, "/api/session")));
    };
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
    EXPECT_EQ(
        status_of(ask(get("/metrics", "X-Forwarded-For: 203.0.113.9\r\n"))),
        "HTTP/1.1 404 Not Found"
    );
    EXPECT_EQ(
        status_of(ask(get("/metrics", "X-Forwarded-For: nonsense\r\n"))), "HTTP/1.1 404 Not Found"
    );
}

TEST_F(ServerTest, believes_forwarded_addresses_only_from_its_proxy_SEC_3) {
    start();
    EXPECT_TRUE(has(ask(get("/api/info", "X-Forwarded-For: 203.0.113.9\r\n")), "127.0.0.1"));
    TearDown();
    thread_ = {};
    server_.reset();
    io_.restart();
    config_.trusted_proxies = {"127.0.0.1"};
    server_ = std::make_unique<Server>(
        io_, config_, Server::Parts{router_, sessions_, events_, files_, metrics_, clock_}
    );
    ASSERT_TRUE(server_->listen());
    port_ = server_->port();
    thread_ = std::thread([this] { io_.run(); });
    EXPECT_TRUE(
        has(ask(get("/api/info", "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n")), "\"203.0.113.9\"")
    );
}

TEST_F(ServerTest, sheds_reads_when_their_places_are_taken_and_goes_on_taking_payments_SEC_3) {
    config_.limits.under_way = {100, 1, 1};
    start();
    Client first(port_), second(port_);
    first.send(get("/api/info"));
    while (waiting_ == 0)
        std::this_thread::yield();
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

} // namespace
} // namespace meguri::http::testing

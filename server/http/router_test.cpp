#include "http/router.hpp"

#include "http/testing.hpp"

#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace meguri::http {
namespace {

using access::Operation;

Handler says(std::string text) {
    return [text](Request&) -> Async<Response> {
        Response response;
        response.body = text;
        co_return response;
    };
}

TEST(Router, finds_an_operation_by_method_and_path) {
    Router router;
    router.on(Operation::createPayment, says("pay"));
    router.on(Operation::getEntry, says("entry"));
    router.on(Operation::cancelEntry, says("cancel"), 100);
    EXPECT_EQ(router.match("POST", "/api/payments").operation, Operation::createPayment);
    const auto entry = router.match("GET", "/api/entries/123");
    EXPECT_EQ(entry.operation, Operation::getEntry);
    EXPECT_EQ(entry.id, "123");
    const auto cancel = router.match("POST", "/api/entries/A_b-9/cancel");
    EXPECT_EQ(cancel.operation, Operation::cancelEntry);
    EXPECT_EQ(cancel.id, "A_b-9");
    EXPECT_EQ(router.route(Operation::cancelEntry).body_limit, 100U);
    EXPECT_EQ(router.route(Operation::getEntry).body_limit, Router::usual_body);
}

TEST(Router, knows_a_path_without_the_method_SEC_3) {
    Router router;
    router.on(Operation::getSession, says("get"));
    router.on(Operation::startSession, says("post"));
    const auto match = router.match("DELETE", "/api/session");
    EXPECT_TRUE(match.known);
    EXPECT_EQ(match.operation, Operation::count_);
    EXPECT_EQ(match.allow, "GET, POST");
}

TEST(Router, takes_nothing_else_for_an_id_SEC_3) {
    Router router;
    router.on(Operation::getEntry, says("entry"));
    for (const char* path :
         {"/api/entries/", "/api/entries/1/2", "/api/entries/..", "/api/entries/%31",
          "/api/entries/1/", "/api/entries/1 ", "/API/entries/1",
          "/api/entries/12345678901234567890123456789012345678901234567890123456789012345"}) {
        EXPECT_FALSE(router.match("GET", path).known) << path;
    }
}

TEST(Router, has_no_path_for_what_has_no_handler_SEC_3) {
    Router production;
    EXPECT_FALSE(production.match("POST", "/sim/sms/faults").known);
}

TEST(Router, lists_operations_without_a_handler) {
    Router router;
    const auto before = router.missing(true).size();
    EXPECT_EQ(before, operation_count);
    std::size_t simulators = 0;
    for (std::size_t i = 0; i < operation_count; ++i)
        simulators += info_of(static_cast<Operation>(i)).simulator();
    EXPECT_GT(simulators, 0u);
    EXPECT_EQ(router.missing(false).size() + simulators, before);
    router.on(Operation::getInfo, says("info"));
    EXPECT_EQ(router.missing(true).size(), before - 1);
    EXPECT_TRUE(std::ranges::count(router.missing(true), "getInfo") == 0);
}

TEST(RouterDeathTest, refuses_a_second_handler_for_one_operation) {
    Router router;
    router.on(Operation::getInfo, says("a"));
    EXPECT_DEATH(router.on(Operation::getInfo, says("b")), "has");
}

TEST(Router, knows_payments_from_lists) {
    EXPECT_EQ(info_of(Operation::createPayment).kind, OperationClass::pay);
    EXPECT_EQ(info_of(Operation::getWallet).kind, OperationClass::read);
    EXPECT_EQ(info_of(Operation::listPlaces).kind, OperationClass::bulk);
}

TEST(Async, goes_on_when_the_answer_came_at_once_or_from_another_thread) {
    const auto at_once = [](int n) -> Async<int> {
        const int got = co_await callback<int>([n](auto done) { done(n); });
        co_return got + 1;
    };
    EXPECT_EQ(testing::run(at_once(4)), 5);
    asio::io_context io;
    asio::thread_pool pool(2);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(testing::run(io, on_pool(pool, [] { return std::string("slow"); })), "slow");
    }
    pool.join();
}

} // namespace
} // namespace meguri::http

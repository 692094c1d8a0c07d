#include "app/simulators.hpp"

#include "http/problem.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/core.h>

namespace meguri::app {

namespace {

// What the stand-in refuses, said as every other refusal of this server.
Refusal refusal_of(int status) {
    switch (status) {
    case 401: return Refusal::sign_in_refused;
    case 404: return Refusal::not_found;
    case 405: return Refusal::method_not_allowed;
    case 503: return Refusal::paused;
    default: return Refusal::invalid_request;
    }
}

http::Async<void> wait(std::int64_t delay_ms) {
    if (delay_ms == 0) co_return;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(std::chrono::milliseconds(delay_ms));
    co_await timer.async_wait(http::use_async);
}

http::Async<http::Response> deliver(gateway::SmsSimulator::Answer answer) {
    co_await wait(answer.delay_ms);
    if (answer.status >= 400) co_return http::problem(refusal_of(answer.status));
    http::Response response{.status = answer.status, .body = std::move(answer.body)};
    if (answer.content_type != "application/json") response.content_type = "text/plain";
    co_return response;
}

http::Async<http::Response> deliver(gateway::ClearingSimulator::Answer answer) {
    co_await wait(answer.delay_ms);
    if (answer.status >= 400) co_return http::problem(refusal_of(answer.status));
    co_return http::Response{
        .status = answer.status, .body = std::move(answer.body), .content_type = answer.content_type
    };
}

http::Async<http::Response> deliver(gateway::CardSimulator::Answer answer) {
    co_await wait(answer.delay_ms);
    if (answer.status >= 400 && answer.body.empty())
        co_return http::problem(refusal_of(answer.status));
    http::Response response{
        .status = answer.status, .body = std::move(answer.body), .content_type = answer.content_type
    };
    if (!answer.location.empty())
        response.headers.emplace_back("Location", std::move(answer.location));
    co_return response;
}

// The contract's path as the simulator knows it: without its prefix, with the id and the query.
std::string path_inside(const http::Request& request, std::string_view prefix) {
    std::string path(http::info_of(request.operation).path.substr(prefix.size()));
    if (const auto open = path.find('{'); open != std::string::npos)
        path.replace(open, path.find('}') - open + 1, request.id);
    if (!request.query.empty()) path.append("?").append(request.query);
    return path;
}

void add_card_routes(http::Router& router, gateway::CardSimulator& cards) {
    using access::Operation;
    for (const Operation operation :
         {Operation::simulateCardCheckout, Operation::simulateCardList,
          Operation::simulateCardSession, Operation::simulateCardExpiry,
          Operation::simulateCardSearch, Operation::simulateCardRefund, Operation::showCardPage,
          Operation::pressCardPage, Operation::readCardPayments, Operation::chargeCardBack,
          Operation::setCardFaults}) {
        router.on(operation, [&cards](http::Request& r) {
            const std::string path = path_inside(r, "/sim/card");
            return deliver(cards.handle(
                {http::info_of(r.operation).method, path, r.body, r.authorization, r.idempotency_key
                }
            ));
        });
    }
}

void add_clearing_routes(http::Router& router, gateway::ClearingSimulator& clearing) {
    using access::Operation;
    for (const Operation operation :
         {Operation::simulateSlip, Operation::simulateDuesPayment, Operation::simulateDuesResult,
          Operation::addSimulatedSlip, Operation::readDuesPayments, Operation::setDuesFaults}) {
        router.on(operation, [&clearing](http::Request& r) {
            const std::string path = path_inside(r, "/sim/clearing");
            return deliver(clearing.handle(
                {http::info_of(r.operation).method, path, r.body, r.authorization, r.idempotency_key
                }
            ));
        });
    }
}

} // namespace

void add_simulator_routes(
    http::Router& router, gateway::SmsSimulator& sms, gateway::CardSimulator& cards,
    gateway::ClearingSimulator& clearing
) {
    using access::Operation;
    add_card_routes(router, cards);
    add_clearing_routes(router, clearing);
    router.on(Operation::simulateSms, [&sms](http::Request& r) {
        const std::string path = fmt::format("/2010-04-01/Accounts/{}/Messages.json", r.id);
        return deliver(sms.handle("POST", path, r.body, r.authorization));
    });
    router.on(Operation::readSmsInbox, [&sms](http::Request& r) {
        const std::string query = r.query.empty() ? "" : "?" + std::string(r.query);
        return deliver(sms.handle("GET", "/inbox" + query, "", ""));
    });
    router.on(Operation::setSmsFaults, [&sms](http::Request& r) {
        return deliver(sms.handle("POST", "/faults", r.body, ""));
    });
}

} // namespace meguri::app

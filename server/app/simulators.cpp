#include "app/simulators.hpp"

#include "http/problem.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/core.h>

namespace meguri::app {

namespace {

using Answer = gateway::SmsSimulator::Answer;

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

http::Async<http::Response> deliver(Answer answer) {
    if (answer.delay_ms > 0) {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        timer.expires_after(std::chrono::milliseconds(answer.delay_ms));
        co_await timer.async_wait(http::use_async);
    }
    if (answer.status >= 400) co_return http::problem(refusal_of(answer.status));
    http::Response response{.status = answer.status, .body = std::move(answer.body)};
    if (answer.content_type != "application/json") response.content_type = "text/plain";
    co_return response;
}

} // namespace

void add_simulator_routes(http::Router& router, gateway::SmsSimulator& sms) {
    using access::Operation;
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

#include "http/system_operations.hpp"

#include "http/problem.hpp"

#include <boost/asio/ip/address.hpp>

#include "generated/openapi_json.inc"

namespace meguri::http {

namespace {
Async<Response> health() {
    JsonOut json;
    json.object([&] { json.field("alive", true); });
    co_return ok(std::move(json));
}

Async<Response> readiness(std::shared_ptr<const SystemFacts> facts) {
    if (!facts->ready()) {
        const ProblemParts parts{.retry_after_s = facts->ready_in_s()};
        co_return problem(Refusal::paused, parts);
    }
    JsonOut json;
    json.object([&] { json.field("ready", true); });
    co_return ok(std::move(json));
}

Async<Response> version(const SystemFacts& facts) {
    JsonOut json;
    json.object([&] {
        json.field("version", facts.version);
        json.field("commit", facts.commit);
    });
    co_return ok(std::move(json));
}

Async<Response> contract(std::shared_ptr<const std::string> text) {
    Response response;
    response.shared_body = std::move(text);
    co_return response;
}

// Figures tell a stranger when to strike; they are for the systems person's own network.
bool is_near(std::string_view client) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(client), error);
    if (error) return false;
    if (address.is_loopback()) return true;
    if (address.is_v6()) return (address.to_v6().to_bytes()[0] & 0xfe) == 0xfc;
    const auto [a, b, c, d] = address.to_v4().to_bytes();
    return a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
}

Async<Response> figures(const Metrics& metrics, const Request& request) {
    if (!is_near(request.client)) co_return problem(Refusal::not_found);
    Response response;
    response.body = metrics.text();
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    co_return response;
}

Async<Response> events(EventHub& hub, const Request& request) {
    Response response;
    response.stream = hub.open(*request.session, request.last_event_id);
    if (!response.stream) co_return problem(Refusal::queue_full);
    response.stream->push("retry: 1000\n\n"); // after an outage a page is back within a second
    response.content_type = "text/event-stream";
    co_return response;
}
} // namespace

void add_system_routes(Router& router, EventHub& hub, Metrics& metrics, SystemFacts facts) {
    using access::Operation;
    auto shared = std::make_shared<const SystemFacts>(std::move(facts));
    auto text = std::make_shared<const std::string>(openapi_json);
    router.on(Operation::getHealth, [](Request&) { return health(); });
    router.on(Operation::getReadiness, [shared](Request&) { return readiness(shared); });
    router.on(Operation::getVersion, [shared](Request&) { return version(*shared); });
    router.on(Operation::getContract, [text](Request&) { return contract(text); });
    router.on(Operation::getMetrics, [&metrics](Request& request) {
        return figures(metrics, request);
    });
    router.on(Operation::streamEvents, [&hub](Request& request) { return events(hub, request); });
}

} // namespace meguri::http

#include "app/test_clock.hpp"

#include "app/test_clock_store.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"

namespace meguri::app {

namespace {

constexpr std::int64_t longest_ms = 400LL * 366 * ms_per_day;

http::Response answer(const MovableClock& clock) {
    http::JsonOut out;
    out.object([&] {
        out.field("at", clock.now());
        out.field("moved", clock.setting() != ClockSetting{});
        out.field("stands", clock.setting().stands_at.ms != 0);
    });
    return http::ok(std::move(out));
}

// Where the clock is to be set: a moment, or so much after the present one. Never before the newest
// entry: the books' time does not go back, so the city would stand still until that moment comes.
std::optional<Instant> wanted(http::Fields& in, const TestClockParts& p) {
    const auto to = in.optional_text("to", 1, 40);
    const auto forward = in.optional_integer("forward_ms", 0, longest_ms);
    if (to.has_value() == forward.has_value()) {
        in.refuse("to");
        return std::nullopt;
    }
    const auto at = to ? parse_jst(*to) : std::optional(p.clock.now() + *forward);
    if (!at || at->ms < 1 || *at < p.engine.last_at()) in.refuse(to ? "to" : "forward_ms");
    return at;
}

http::Async<http::Response> set(http::Request& request, TestClockParts& p) {
    http::Fields in(request.body);
    const auto at = wanted(in, p);
    const bool stands = in.boolean("stands");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ClockSetting setting = MovableClock::setting_for(*at, stands);
    const auto write = [setting](store::Database& db) { return keep_test_clock(db, setting); };
    const auto kept = co_await service::transact(p.registry, write);
    if (!kept) co_return http::problem(Refusal::paused);
    p.clock.set(setting);
    p.moved();
    co_return answer(p.clock);
}

} // namespace

void add_test_clock_routes(http::Router& router, TestClockParts parts) {
    const auto shared = std::make_shared<TestClockParts>(std::move(parts));
    router.on(
        access::Operation::readClock,
        [shared](http::Request&) -> http::Async<http::Response> { co_return answer(shared->clock); }
    );
    router.on(access::Operation::setClock, [shared](http::Request& r) { return set(r, *shared); });
}

} // namespace meguri::app

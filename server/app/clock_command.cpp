#include "app/clock_command.hpp"

#include "app/status.hpp"
#include "base/time.hpp"
#include "gateway/http_call.hpp"
#include "http/fields.hpp"
#include "http/json_out.hpp"

#include <charconv>
#include <fmt/format.h>

namespace meguri::app {

namespace {

std::optional<Instant> moment(const std::string& words) {
    const bool whole_day = words.size() == 10, minutes = words.size() == 16;
    if (whole_day) return parse_jst(words + "T00:00:00.000+09:00");
    return minutes ? parse_jst(words + ":00.000+09:00") : std::nullopt;
}

std::optional<std::int64_t> span_ms(const std::string& words) {
    std::int64_t number = 0;
    const char* const end = words.data() + words.size();
    const auto [unit, error] = std::from_chars(words.data(), end, number);
    if (error != std::errc{} || number < 1 || number > 10'000'000 || end - unit != 1)
        return std::nullopt;
    switch (*unit) {
    case 's': return number * ms_per_second;
    case 'm': return number * ms_per_minute;
    case 'h': return number * 60 * ms_per_minute;
    case 'd': return number * ms_per_day;
    default: return std::nullopt;
    }
}

Try<std::string> body_of(const ClockOrder& order) {
    const auto at = moment(order.to);
    const auto by = span_ms(order.by);
    if (!order.to.empty() && !at)
        return fault(FaultCode::invalid, "set: a time is 2027-01-31 or 2027-01-31T23:59");
    if (!order.by.empty() && !by)
        return fault(FaultCode::invalid, "advance: a span is 90s, 15m, 3h or 30d");
    http::JsonOut out;
    out.object([&] {
        if (at) out.field("to", *at);
        if (by) out.field("forward_ms", *by);
        out.field("stands", order.stands);
    });
    return std::move(out).text();
}

Try<std::string> read_answer(const gateway::HttpAnswer& answer) {
    if (answer.status == 400)
        return fault(
            FaultCode::invalid, "the books already have an entry of a later moment, or no calendar "
                                "reaches so far: the clock stays as it is"
        );
    http::Fields clock(answer.body);
    const std::string at = clock.text("at", 1, 40);
    const bool moved = clock.boolean("moved"), stands = clock.boolean("stands");
    if (answer.status != 200 || clock.refused())
        return fault(FaultCode::unavailable, "the server did not say what time it is");
    return fmt::format("{}{}{}", at, moved ? ", moved" : "", stands ? ", stands still" : "");
}

} // namespace

Try<std::string> order_clock(const Config& config, const ClockOrder& order) {
    if (config.server.environment == Environment::production)
        return fault(
            FaultCode::invalid, "clock: not in production, where the clock is the machine's"
        );
    auto body = body_of(order);
    if (!body) return std::unexpected(body.error());
    const bool asks = order.to.empty() && order.by.empty();
    const auto answer = gateway::call(
        {.who = "the city's server",
         .url = own_address(config.server) + "/sim/clock",
         .headers = {"Content-Type: application/json"},
         .body = asks ? nullptr : &*body}
    );
    if (!answer) return std::unexpected(answer.error());
    return read_answer(*answer);
}

} // namespace meguri::app

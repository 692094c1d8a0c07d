#include "features/dashboard/dashboard.hpp"

#include "service/ask.hpp"
#include "service/equation_json.hpp"
#include "service/money_of_day.hpp"
#include "views/history.hpp"

#include <algorithm>
#include <map>

namespace meguri::features {

using http::JsonOut;
using http::problem;

void Dashboard::add_routes(http::Router& router) {
    router.on(access::Operation::getDashboard, [this](http::Request& r) { return show(r); });
}

namespace {

// Copied between two payments: sums only.
struct Seen {
    std::map<std::int64_t, service::AccountTotals> programs; // by number
    std::int64_t wallets = 0, places = 0;
};

Seen see(const ledger::State& state) {
    Seen seen{{}, state.wallets.size(), state.places.size()};
    for (std::int64_t n = 1; n <= state.programs.size(); ++n) {
        const ledger::Program* p = state.programs.find({n});
        if (!p) continue;
        std::ranges::transform(p->totals, seen.programs[n].begin(), &ledger::Amount::value);
    }
    return seen;
}
struct Days {
    views::DaySum today, last_week;
};

Try<Days> read_days(store::Database& db, Date today) {
    for (int batches = 0; batches < 4; ++batches) {
        const auto end = views::follow(db);
        if (!end) return std::unexpected(end.error());
        if (*end) break;
    }
    const auto now = views::day_sum(db, today), before = views::day_sum(db, today + -7);
    if (!now) return std::unexpected(now.error());
    if (!before) return std::unexpected(before.error());
    return Days{*now, *before};
}

void write_day(JsonOut& out, std::string_view name, const views::DaySum& day) {
    out.object(name, [&] {
        out.field("payments", day.payments - day.cancels);
        out.field("paid", day.paid - day.cancelled);
        out.field("top_ups", day.top_ups);
        out.field("topped_up", day.topped_up);
    });
}

} // namespace

http::Async<http::Response> Dashboard::show(http::Request& request) {
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    auto days = co_await service::transact(
        p_.registry,
        [today = jst_date(request.at)](store::Database& db) { return read_days(db, today); }
    );
    if (!days) co_return problem(days.error());
    service::leave_out_points(p_.directory, days->today);
    service::leave_out_points(p_.directory, days->last_week);
    JsonOut out;
    out.object([&] {
        out.field("as_of", request.at);
        out.array("programs", p_.directory.programs(), [&](const service::ProgramTexts* texts) {
            const auto program = seen->programs.find(texts->number.value);
            if (program == seen->programs.end()) return;
            out.object([&] {
                json_.program(out, "program", texts->number);
                service::write_equation(out, program->second);
            });
        });
        out.field("residents", seen->wallets);
        out.field("places", seen->places);
        write_day(out, "today", days->today);
        write_day(out, "last_week", days->last_week);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

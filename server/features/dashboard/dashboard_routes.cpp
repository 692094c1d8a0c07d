#include "features/dashboard/dashboard.hpp"

#include "service/ask.hpp"
#include "service/equation_json.hpp"
#include "service/money_of_day.hpp"
#include "views/history.hpp"

#include <algorithm>
#include <map>
#include <numeric>

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
using Days = std::vector<views::DaySum>; // two weeks: today is the last

constexpr int days_back = 13;

Try<Days> read_days(store::Database& db, Date today) {
    for (int batches = 0; batches < 4; ++batches) {
        const auto end = views::follow(db);
        if (!end) return std::unexpected(end.error());
        if (*end) break;
    }
    Days days;
    for (int back = days_back; back >= 0; --back) {
        auto day = views::day_sum(db, today + -back);
        if (!day) return std::unexpected(day.error());
        days.push_back(std::move(*day));
    }
    return days;
}

void write_day(JsonOut& out, std::string_view name, const views::DaySum& day) {
    out.object(name, [&] {
        out.field("payments", day.payments - day.cancels);
        out.field("paid", day.paid - day.cancelled);
        out.field("top_ups", day.top_ups);
        out.field("topped_up", day.topped_up);
    });
}

// The seven days up to today, each with the same weekday before it.
void write_week(JsonOut& out, const Days& days, Date today) {
    constexpr std::size_t week = 7;
    std::vector<std::size_t> shown(week);
    std::iota(shown.begin(), shown.end(), week);
    out.array("week", shown, [&](std::size_t n) {
        out.object([&] {
            out.field("day", today + (static_cast<int>(n) - days_back));
            out.field("paid", days[n].paid - days[n].cancelled);
            out.field("paid_week_before", days[n - week].paid - days[n - week].cancelled);
        });
    });
}

} // namespace

http::Async<http::Response> Dashboard::show(http::Request& request) {
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    const Date today = jst_date(request.at);
    const auto read = [today](store::Database& db) { return read_days(db, today); };
    auto days = co_await service::transact(p_.registry, read);
    if (!days) co_return problem(days.error());
    for (views::DaySum& day : *days)
        service::leave_out_points(p_.directory, day);
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
        write_day(out, "today", days->back());
        write_day(out, "last_week", days->at(days_back - 7));
        write_week(out, *days, today);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

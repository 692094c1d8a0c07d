#include "features/dashboard/dashboard.hpp"

#include "service/ask.hpp"
#include "service/money_of_day.hpp"
#include "views/history.hpp"

#include <map>

namespace meguri::features {

using http::JsonOut;
using http::problem;
using ledger::AccountKind;

void Dashboard::add_routes(http::Router& router) {
    router.on(access::Operation::getDashboard, [this](http::Request& r) { return show(r); });
}

namespace {

// Copied between two payments: sums only.
using Totals = decltype(ledger::Program::totals);
struct Seen {
    std::map<std::int64_t, Totals> programs; // by number
    std::int64_t wallets = 0, places = 0;
};

Seen see(const ledger::State& state) {
    Seen seen{{}, state.wallets.size(), state.places.size()};
    for (std::int64_t n = 1; n <= state.programs.size(); ++n) {
        if (const ledger::Program* p = state.programs.find({n})) seen.programs[n] = p->totals;
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

void write_equation(JsonOut& out, const Totals& totals) {
    const auto balance = [&](AccountKind kind) {
        return totals[static_cast<std::size_t>(kind)].value;
    };
    // In the order of the page, each with the contract's word.
    constexpr std::pair<std::string_view, AccountKind> parts[] = {
        {"outstanding", AccountKind::lot},       {"on_hold", AccountKind::hold},
        {"promised", AccountKind::reserved},     {"budgets", AccountKind::budget},
        {"receivable", AccountKind::receivable}, {"public_dues", AccountKind::public_dues},
        {"expired", AccountKind::expired},       {"refunded", AccountKind::refunded},
        {"taken_back", AccountKind::recovered},  {"settled", AccountKind::settled},
    };
    const std::int64_t issued = -balance(AccountKind::issue);
    std::int64_t difference = issued;
    out.field("issued", issued);
    for (const auto& [word, kind] : parts) {
        out.field(word, balance(kind));
        difference -= balance(kind);
    }
    out.field("difference", difference);
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
                write_equation(out, program->second);
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

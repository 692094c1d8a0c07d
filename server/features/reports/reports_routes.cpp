#include "features/reports/reports.hpp"

#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/entry_words.hpp"
#include "service/equation_json.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using views::Balances;
using views::BalancesByOrigin;
using views::Flow;
using views::Origin;
using views::Position;
namespace account = views::account;

namespace {

constexpr int most_pieces = 200; // in one request; a first report of a long journal asks again
constexpr int most_readings = 5; // while entries are taken in between two programs
constexpr int most_days = 3'660; // ten years
constexpr std::int64_t entries_a_piece = 1'000;

constexpr std::pair<std::string_view, Origin> origins[] = {
    {"bought", Origin::bought}, {"given", Origin::given}
};
// Where value goes when it leaves wallets, each with the contract's word.
constexpr std::pair<std::string_view, std::int64_t> uses[] = {
    {"places", account::receivable},    {"public_dues", account::public_dues},
    {"expired", account::expired},      {"refunded", account::refunded},
    {"taken_back", account::recovered},
};

bool is_source(std::int64_t kind) {
    return kind == account::issue || kind == account::reserved || kind == account::budget;
}

std::int64_t on(const Balances& balances, std::int64_t kind) {
    return balances[static_cast<std::size_t>(kind)];
}

// entered = held + spent + expired + refunded + taken back.
void write_origin(JsonOut& out, const Balances& of) {
    out.field(
        "entered", -(on(of, account::issue) + on(of, account::reserved) + on(of, account::budget))
    );
    out.field("held", on(of, account::lot) + on(of, account::hold));
    out.field("spent", on(of, account::receivable) + on(of, account::public_dues));
    out.field("expired", on(of, account::expired));
    out.field("refunded", on(of, account::refunded));
    out.field("taken_back", on(of, account::recovered));
}

void write_balances(JsonOut& out, const BalancesByOrigin& balances) {
    service::AccountTotals all{};
    for (const Balances& of : balances) {
        for (std::size_t kind = 0; kind < all.size(); ++kind)
            all[kind] += of[kind];
    }
    service::write_equation(out, all);
    for (const auto& [word, origin] : origins)
        out.object(word, [&] { write_origin(out, balances[static_cast<std::size_t>(origin)]); });
}

std::string_view word_of(Origin origin) { return origin == Origin::bought ? "bought" : "given"; }

std::string_view kind_word(std::int64_t kind) {
    return service::kind_word(static_cast<ledger::EntryKind>(kind));
}

// By what value came into wallets. Of one kind and origin there may be several accounts.
void write_sources(JsonOut& out, const std::vector<Flow>& flows) {
    std::map<std::pair<std::int64_t, Origin>, Flow> sources;
    for (const Flow& flow : flows) {
        if (!is_source(flow.account) || flow.origin == Origin::none) continue;
        Flow& source = sources[{flow.kind, flow.origin}];
        source.amount -= flow.amount;
        source.entries += flow.entries;
    }
    out.array("sources", sources, [&](const auto& each) {
        out.object([&] {
            out.field("kind", kind_word(each.first.first));
            out.field("origin", word_of(each.first.second));
            out.field("entries", each.second.entries);
            out.field("amount", each.second.amount);
        });
    });
}

void write_uses(JsonOut& out, const std::vector<Flow>& flows) {
    std::vector<std::pair<std::string_view, Flow>> found;
    for (const auto& [word, kind] : uses) {
        for (const Flow& flow : flows) {
            if (flow.account == kind && flow.origin != Origin::none) found.emplace_back(word, flow);
        }
    }
    out.array("uses", found, [&](const auto& each) {
        out.object([&] {
            out.field("to", each.first);
            out.field("kind", kind_word(each.second.kind));
            out.field("origin", word_of(each.second.origin));
            out.field("entries", each.second.entries);
            out.field("amount", each.second.amount);
        });
    });
}

// "23:59"; the first millisecond behind that minute.
std::optional<Instant> moment_of(Fields& in, Date day) {
    const auto text = in.optional_text("time", 5, 5);
    if (!text) return std::nullopt;
    const auto digits = [&](std::size_t at) {
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        if (!is_digit((*text)[at]) || !is_digit((*text)[at + 1])) return 99;
        return ((*text)[at] - '0') * 10 + ((*text)[at + 1] - '0');
    };
    const int hour = text->size() == 5 ? digits(0) : 99;
    const int minute = text->size() == 5 ? digits(3) : 99;
    if (hour > 23 || minute > 59 || (*text)[2] != ':') {
        in.refuse("time");
        return std::nullopt;
    }
    return day.begins() + (hour * 60 + minute + 1) * ms_per_minute;
}

} // namespace

void Reports::add_routes(http::Router& router) {
    using access::Operation;
    router.on(Operation::getProgramBalances, [this](Request& r) { return balances(r); });
    router.on(Operation::getProgramFlows, [this](Request& r) { return flows(r); });
    router.on(Operation::listPlaceTotals, [this](Request& r) { return places(r); });
}

http::Async<Try<Position>> Reports::catch_up() {
    const auto follow = [](store::Database& db) { return views::follow_program_books(db); };
    for (int piece = 0; piece < most_pieces; ++piece) {
        const auto end = co_await service::transact(p_.registry, follow);
        if (!end) co_return std::unexpected(end.error());
        if (*end) break;
    }
    co_return co_await service::transact(p_.registry, views::program_books_position);
}

template <class T, class Read>
http::Async<Try<Reports::Seen<T>>> Reports::of_all_programs(Read read) {
    Seen<T> seen;
    for (int reading = 0; reading < most_readings; ++reading) {
        const auto before = co_await catch_up();
        if (!before) co_return std::unexpected(before.error());
        seen = {*before, {}};
        for (const service::ProgramTexts* program : p_.directory.programs()) {
            const auto piece = [read, number = program->number](store::Database& db) {
                return read(db, number);
            };
            auto of = co_await service::transact(p_.registry, piece);
            if (!of) co_return std::unexpected(of.error());
            seen.programs[program->number] = std::move(*of);
        }
        const auto after = co_await service::transact(p_.registry, views::program_books_position);
        if (!after) co_return std::unexpected(after.error());
        if (after->as_of == before->as_of) break;
    }
    co_return seen;
}

http::Async<Try<views::Changes>> Reports::changes_of(Date day, Instant moment) {
    const auto find = [=](store::Database& db) { return views::entries_before(db, day, moment); };
    const auto range = co_await service::transact(p_.registry, find);
    if (!range) co_return std::unexpected(range.error());
    views::Changes changes;
    for (Seq from = range->from; from < range->to;) {
        const Seq to{std::min(from.value + entries_a_piece, range->to.value)};
        const auto piece = [&changes, from, to](store::Database& db) {
            return views::add_changes(db, {from, to}, changes);
        };
        const auto added = co_await service::transact(p_.registry, piece);
        if (!added) co_return std::unexpected(added.error());
        from = to;
    }
    co_return changes;
}

http::Async<Try<Reports::Balances>> Reports::balances_at(Date day, std::optional<Instant> moment) {
    const Date last = moment ? day + -1 : day;
    const auto read = [last](store::Database& db, ProgramId program) {
        return views::balances_until(db, program, last);
    };
    auto seen = co_await of_all_programs<BalancesByOrigin>(read);
    if (!seen || !moment) co_return seen;
    const auto changes = co_await changes_of(day, *moment);
    if (!changes) co_return std::unexpected(changes.error());
    for (auto& [program, balances] : seen->programs) {
        const auto of = changes->find(program);
        if (of == changes->end()) continue;
        for (std::size_t origin = 0; origin < balances.size(); ++origin) {
            for (std::size_t kind = 0; kind < balances[origin].size(); ++kind)
                balances[origin][kind] += of->second[origin][kind];
        }
    }
    co_return seen;
}

Reports::Reply Reports::balances(Request& request) {
    const Date today = jst_date(request.at);
    Fields in = Fields::of_query(request.query);
    const Date day = in.optional_date("on").value_or(today);
    if (day > today) in.refuse("on");
    const std::optional<Instant> moment = moment_of(in, day);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto seen = co_await balances_at(day, moment);
    if (!seen) co_return problem(seen.error());
    JsonOut out;
    out.object([&] {
        out.field("on", day);
        out.field("as_of", seen->position.as_of.value);
        out.field("complete", seen->position.complete);
        out.array("programs", seen->programs, [&](const auto& each) {
            out.object([&] {
                json_.program(out, "program", each.first);
                write_balances(out, each.second);
            });
        });
    });
    co_return http::ok(std::move(out));
}

http::Async<Try<Reports::Flows>> Reports::flows_between(Date from, Date to) {
    const auto read = [from, to](store::Database& db, ProgramId program) {
        return views::flows(db, program, from, to);
    };
    co_return co_await of_all_programs<std::vector<Flow>>(read);
}

Reports::Reply Reports::flows(Request& request) {
    Fields in = Fields::of_query(request.query);
    const Date from = in.date("from"), to = in.date("to");
    if (to < from || to.days - from.days >= most_days) in.refuse("to");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto seen = co_await flows_between(from, to);
    if (!seen) co_return problem(seen.error());
    JsonOut out;
    out.object([&] {
        out.field("from", from);
        out.field("to", to);
        out.field("as_of", seen->position.as_of.value);
        out.field("complete", seen->position.complete);
        out.array("programs", seen->programs, [&](const auto& each) {
            out.object([&] {
                json_.program(out, "program", each.first);
                write_sources(out, each.second);
                write_uses(out, each.second);
            });
        });
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

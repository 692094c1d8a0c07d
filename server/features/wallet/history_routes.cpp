// A resident's history: everything along the chain, or what a filter leaves by the view of it
// (PAY-g, PNT-g, MNU-b).
#include "features/wallet/wallet.hpp"
#include "http/fields.hpp"
#include "service/wallet_view.hpp"

#include <fmt/format.h>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using views::WalletFilter;
using views::WalletKind;

namespace {

constexpr int most_pieces = 500;    // that a question waits for
constexpr std::int64_t points = -1; // no kind of entries, but of programs

constexpr std::pair<std::string_view, std::int64_t> kinds[] = {
    {"payments", static_cast<std::int64_t>(WalletKind::payment)},
    {"top_ups", static_cast<std::int64_t>(WalletKind::top_up)},
    {"received", static_cast<std::int64_t>(WalletKind::received)},
    {"transfers", static_cast<std::int64_t>(WalletKind::transfer)},
    {"expired", static_cast<std::int64_t>(WalletKind::expired)},
    {"points", points},
};

// "2026-11" as 202611; nothing else is one.
std::int64_t month_of(std::string_view text) {
    std::int64_t number = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (i == 4 ? text[i] != '-' : !digit) return 0;
        if (digit) number = number * 10 + (text[i] - '0');
    }
    const std::int64_t month = number % 100;
    const bool right = text.size() == 7 && number / 10'000 == 20 && month >= 1 && month <= 12;
    return right ? number : 0;
}

} // namespace

std::vector<ProgramId> Wallets::points_programs() const {
    std::vector<ProgramId> all;
    for (const service::ProgramTexts* each : p_.directory.programs()) {
        if (each->unit == "point") all.push_back(each->number);
    }
    return all;
}

Wallets::Reply Wallets::history(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto before = in.optional_integer("before", 1, INT64_C(1) << 53);
    const auto limit = in.optional_integer("limit", 1, 100).value_or(20);
    const std::int64_t kind = in.word_or("kind", std::int64_t{0}, kinds);
    const std::string program = in.optional_id("program").value_or("");
    const std::string month = in.optional_text("month", 7, 7).value_or("");
    WalletFilter filter{.wallet = request.session->wallet, .month = month_of(month)};
    if (!month.empty() && filter.month == 0) in.refuse("month");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* texts = p_.directory.program(program);
    if (!texts && !program.empty())
        co_return problem(Refusal::program_unknown, {.field = "program"});
    if (kind == points)
        filter.programs = points_programs();
    else
        filter.kind = static_cast<WalletKind>(kind);
    // Of a program that has no points, there is nothing among the points.
    if (texts && (kind != points || texts->unit == "point"))
        filter.programs = std::vector<ProgramId>{texts->number};
    else if (texts)
        filter.programs = std::vector<ProgramId>{};
    const Seq from{before.value_or(0)};
    const bool narrowed = kind != 0 || filter.month != 0 || filter.programs.has_value();
    if (narrowed) co_return co_await filtered(std::move(filter), from, limit, request.at);
    co_return co_await service::history_page(
        p_.engine, json_, request.session->wallet, from, static_cast<std::size_t>(limit), request.at
    );
}

// Piece by piece, each a few milliseconds, so that payments go on between two. True: to the end.
http::Async<Try<bool>> Wallets::catch_up() {
    const auto follow = [](store::Database& db) { return views::follow_wallet_entries(db); };
    for (int piece = 0; piece < most_pieces; ++piece) {
        const auto end = co_await service::transact(p_.registry, follow);
        if (!end) co_return std::unexpected(end.error());
        if (*end) co_return true;
    }
    co_return false;
}

Wallets::Reply Wallets::filtered(WalletFilter filter, Seq before, std::int64_t limit, Instant at) {
    const auto caught_up = co_await catch_up();
    if (!caught_up) co_return problem(caught_up.error());
    if (!*caught_up) co_return problem(Refusal::queue_full); // half a history would be a wrong one
    const auto read = [&filter, before, limit](store::Database& db) {
        return views::wallet_entries(db, filter, before, limit);
    };
    auto seqs = co_await service::transact(p_.registry, read);
    if (!seqs) co_return problem(seqs.error());
    co_return co_await service::history_of(
        p_.engine, json_, filter.wallet, std::move(*seqs), static_cast<std::size_t>(limit), at
    );
}

Wallets::Reply Wallets::history_choices(Request& request) {
    const auto caught_up = co_await catch_up();
    if (!caught_up) co_return problem(caught_up.error());
    if (!*caught_up) co_return problem(Refusal::queue_full); // half a history would be a wrong one
    const auto read = [wallet = request.session->wallet](store::Database& db) {
        return views::wallet_choices(db, wallet);
    };
    const auto choices = co_await service::transact(p_.registry, read);
    if (!choices) co_return problem(choices.error());
    JsonOut out;
    out.object([&] {
        out.array("months", choices->months, [&](std::int64_t month) {
            out.item(fmt::format("{:04}-{:02}", month / 100, month % 100));
        });
        out.array("programs", choices->programs, [&](ProgramId each) {
            const auto* texts = p_.directory.program(each);
            if (!texts) return; // their names were never written
            out.object([&] {
                out.field("id", texts->id);
                out.field("name", texts->name);
                out.field("stamp", texts->stamp);
                out.field("unit", texts->unit);
            });
        });
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

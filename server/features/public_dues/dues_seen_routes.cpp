// What became of payments of public dues: for the resident, and for the city with its
// reconciliation file.
#include "features/public_dues/public_dues.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"
#include "service/table_reply.hpp"

#include <fmt/format.h>

namespace meguri::features {

namespace rows = public_dues_store;
using gateway::SlipRefused;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::int64_t ask_again_after_ms = 2 * ms_per_second;
constexpr std::int64_t most_listed = 1000;
constexpr std::int64_t rows_at_once = 1000;
const char* const head[] = {"消込日",   "受付番号",   "収納機関番号", "納付番号", "確認番号",
                            "納付区分", "団体コード", "賦課年度",     "課税年度", "期別",
                            "金額",     "収納番号",   "収納日時",     "仕訳番号"};

std::string_view word_of(Dues::State state) {
    switch (state) {
    case Dues::State::wanted:
    case Dues::State::held: return "in_progress";
    case Dues::State::posted: return "paid";
    case Dues::State::voided: return "returned";
    }
    return "";
}

std::string_view word_of(SlipRefused why) {
    switch (why) {
    case SlipRefused::none: break;
    case SlipRefused::already_paid: return "already_paid";
    case SlipRefused::expired: return "expired";
    case SlipRefused::unknown: return "unknown";
    case SlipRefused::amount_differs: return "amount_differs";
    }
    return "";
}

// Other programs read the file: its numbers are text and not codes, so that they stand bare in CSV.
std::vector<service::Cell> row_of(const Dues& it) {
    const gateway::Slip& s = it.slip;
    const auto year = [](int y) { return y == 0 ? std::string() : fmt::format("{:04}", y); };
    return {
        it.closed_on,
        it.reference,
        std::string(gateway::slip_institution),
        s.number,
        s.confirmation,
        s.division,
        s.organization,
        year(s.fiscal_year),
        year(s.tax_year),
        s.period,
        std::int64_t{s.yen},
        it.receipt,
        jst_iso(it.paid_at),
        std::to_string(it.closed.value)
    };
}

} // namespace

void PublicDues::write_slip(JsonOut& out, const gateway::Slip& slip, std::int32_t kind) const {
    const auto& dues = p_.config.public_dues;
    const auto n = static_cast<std::size_t>(kind);
    // Dues may have been taken under a configuration that has been changed since.
    std::string tax = dues && n < dues->taxes.size() ? dues->taxes[n] : "— 税・公金";
    tax.erase(0, tax.find(' ') + 1);
    out.object([&] {
        out.field("city", p_.config.city.name);
        out.field("tax", tax);
        out.field("kind", std::int64_t{kind});
        out.field("number", slip.number);
        out.field("amount", slip.yen);
        if (slip.period.empty()) return; // typed: the rest stands in the code only
        out.field("fiscal_year", std::int64_t{slip.fiscal_year});
        out.field("tax_year", std::int64_t{slip.tax_year});
        out.field("period", slip.period);
        out.field("due", slip.due);
        out.field("last", slip.last);
    });
}

void PublicDues::write(JsonOut& out, const Dues& it) const {
    out.object([&] {
        out.field("id", it.reference);
        out.field("state", word_of(it.state));
        out.raw("slip", [&] {
            JsonOut slip;
            write_slip(slip, it.slip, it.kind);
            return std::move(slip).text();
        }());
        out.field("created_at", it.created);
        out.field("business_date", it.held_on);
        out.field("entry", std::to_string((it.closed ? it.closed : it.held).value));
        if (it.state == Dues::State::voided) out.field("reason", word_of(it.why));
        if (it.state != Dues::State::posted) return;
        out.object("receipt", [&] {
            out.field("number", it.receipt);
            out.field("at", it.paid_at);
        });
    });
}

PublicDues::Reply PublicDues::answer(HoldId hold, int status) {
    co_await wait_for(hold);
    const auto it = co_await load(hold);
    if (!it) co_return problem(it.error());
    if (!*it) co_return problem(Refusal::not_found);
    JsonOut out;
    write(out, **it);
    co_return http::answer(status, std::move(out));
}

// Asks the clearing side when nothing has been decided.
PublicDues::Reply PublicDues::show(Request& request) {
    const auto find = [this, reference = std::string(request.id)](store::Database& db) {
        return rows::find_reference(db, p_.vault, reference);
    };
    const auto it = co_await service::transact(p_.registry, find);
    if (!it) co_return problem(it.error());
    if (!*it || (*it)->person != request.caller().person) co_return problem(Refusal::not_found);
    const HoldId hold = (*it)->hold;
    Instant& looked = looked_at_[hold];
    if ((*it)->state == Dues::State::held && request.at - looked >= ask_again_after_ms) {
        looked = request.at;
        start(hold);
    }
    co_return co_await answer(hold, 200);
}

http::Response PublicDues::list(const std::vector<Dues>& all) const {
    JsonOut out;
    const bool more = all.size() > most_listed;
    out.object([&] {
        out.array(
            "dues", std::span(all).first(more ? most_listed : all.size()),
            [&](const Dues& it) { write(out, it); }
        );
        out.field("more", more);
    });
    return http::ok(std::move(out));
}

PublicDues::Reply PublicDues::list_own(Request& request) {
    const auto find = [this, person = request.caller().person](store::Database& db) {
        return rows::of_person(db, p_.vault, person, most_listed + 1);
    };
    const auto all = co_await service::transact(p_.registry, find);
    co_return all ? list(*all) : problem(all.error());
}

PublicDues::Reply PublicDues::list_city(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto day = in.optional_date("date");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto find = [this, day](store::Database& db) {
        return day ? rows::held_on(db, p_.vault, *day, most_listed + 1)
                   : rows::in_progress(db, p_.vault, most_listed + 1);
    };
    const auto all = co_await service::transact(p_.registry, find);
    co_return all ? list(*all) : problem(all.error());
}

PublicDues::Reply PublicDues::reconcile(Request& request) {
    Fields in = Fields::of_query(request.query);
    const Date day = in.date("date");
    const service::TableFormat format = service::read_table_format(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    service::Table table;
    table.sheet = "消込";
    table.head.assign(std::begin(head), std::end(head));
    for (Seq after{};;) {
        const auto find = [this, day, after](store::Database& db) {
            return rows::paid_on(db, p_.vault, day, after, rows_at_once);
        };
        const auto some = co_await service::transact(p_.registry, find);
        if (!some) co_return problem(some.error());
        for (const Dues& it : *some)
            table.rows.push_back(row_of(it));
        if (some->size() < rows_at_once) break;
        after = some->back().closed;
    }
    std::string name = fmt::format("dues-{}", day.number());
    co_return co_await service::reply_with_table(
        p_.writers, std::move(table), format, std::move(name), request.at
    );
}

} // namespace meguri::features

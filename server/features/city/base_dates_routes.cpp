// The report for the base dates (資金決済法): figures of paid-for money, from the books alone.
#include "features/city/city.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "views/base_dates.hpp"
#include "views/program_books.hpp"

#include <map>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::IssuerMode;

namespace {

constexpr int most_batches = 200; // in one request; a first report of a long journal asks again

struct Known {
    IssuerMode issuer{};
    ledger::Unit unit{};
};

std::map<std::int64_t, Known> see_programs(const ledger::State& state) {
    std::map<std::int64_t, Known> all;
    for (std::int64_t n = 1; n <= state.programs.size(); ++n) {
        if (const ledger::Program* p = state.programs.find({n}))
            all[n] = {p->terms.issuer, p->terms.unit};
    }
    return all;
}

std::string_view issuer_word(IssuerMode issuer) {
    switch (issuer) {
    case IssuerMode::municipality: return "municipality";
    case IssuerMode::third_party: return "third_party";
    case IssuerMode::six_month: return "six_month";
    }
    return "";
}

void write_figures(JsonOut& out, const views::BaseDateFigures& figures, IssuerMode issuer) {
    const bool exempt = issuer != IssuerMode::third_party; // 法4条2号, 3号
    out.field("issuer", issuer_word(issuer));
    out.field("opening", figures.opening);
    out.field("issued", figures.issued);
    out.field("collected", figures.collected);
    out.field("refunded", figures.refunded);
    out.field("expired", figures.expired);
    out.field("taken_back", figures.taken_back);
    out.field("unused", figures.unused());
    out.field("exempt", exempt);
    out.field("deposit_due", exempt ? std::int64_t{0} : views::deposit_due(figures.unused()));
}

} // namespace

CityDecisions::Reply CityDecisions::base_dates(Request& request) {
    const Date today = jst_date(request.at);
    Fields in = Fields::of_query(request.query);
    const Date base_date = in.optional_date("date").value_or(views::last_base_date(today));
    if (!views::is_base_date(base_date)) in.refuse("date");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto follow = [](store::Database& db) { return views::follow_program_books(db); };
    for (int batch = 0; batch < most_batches; ++batch) {
        const auto end = co_await service::transact(p_.registry, follow);
        if (!end) co_return problem(end.error());
        if (*end) break;
    }
    const auto read = [base_date](store::Database& db) { return views::base_dates(db, base_date); };
    const auto figures = co_await service::transact(p_.registry, read);
    if (!figures) co_return problem(figures.error());
    const auto programs = co_await service::look(p_.engine, see_programs);
    if (!programs) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.field("base_date", base_date);
        out.field("from", views::base_date_before(base_date) + 1);
        out.field("over", base_date < today);
        out.field("complete", figures->complete);
        out.field("as_of", figures->as_of.value);
        out.array("programs", figures->programs, [&](const views::BaseDateFigures& each) {
            const auto known = programs->find(each.program.value);
            if (known == programs->end() || known->second.unit != ledger::Unit::money) return;
            out.object([&] {
                json_.program(out, "program", each.program);
                write_figures(out, each, known->second.issuer);
            });
        });
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

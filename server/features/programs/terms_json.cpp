#include "features/programs/terms_json.hpp"

namespace meguri::features {

using ledger::Expiry;

namespace {

constexpr std::int64_t most_money = INT64_C(9007199254740991);

Expiry read_expiry(http::Fields& in) {
    Expiry expiry;
    expiry.kind = in.choice<Expiry::Kind>(
        "kind", {{"never", Expiry::Kind::never},
                 {"days_after", Expiry::Kind::days_after},
                 {"fixed", Expiry::Kind::fixed}}
    );
    if (expiry.kind == Expiry::Kind::days_after)
        expiry.days = static_cast<std::int32_t>(in.integer("days", 1, 3660));
    if (expiry.kind == Expiry::Kind::fixed) expiry.date = in.date("date");
    return expiry;
}

} // namespace

Hash NamedTerms::texts_digest() const {
    Writer out;
    out.bytes(name);
    out.bytes(stamp);
    return sha256(out.done());
}

NamedTerms read_program(http::Fields& in) {
    NamedTerms p;
    p.name = in.text("name", 1, 60);
    p.stamp = in.text("stamp", 1, 1);
    p.terms.unit = in.choice<ledger::Unit>("unit", {{"money", ledger::Unit::money}});
    p.terms.origin = in.choice<ledger::Origin>(
        "origin", {{"paid", ledger::Origin::paid}, {"granted", ledger::Origin::granted}}
    );
    http::Fields top_up = in.object("top_up");
    p.terms.top_up.minimum = {top_up.amount("minimum")};
    p.terms.top_up.step = {top_up.amount("step")};
    p.terms.top_up.maximum = {top_up.amount("maximum")};
    p.terms.top_up.person_maximum = {
        top_up.optional_integer("person_maximum", 0, most_money).value_or(0)
    };
    p.terms.budget = {in.optional_integer("budget", 0, most_money).value_or(0)};
    p.terms.issue_from = in.optional_date("issue_from").value_or(Date::none());
    p.terms.issue_to = in.optional_date("issue_to").value_or(Date::none());
    http::Fields expiry = in.object("expiry");
    p.terms.expiry = read_expiry(expiry);
    return p;
}

void write_terms(http::JsonOut& out, std::string_view name, const NamedTerms& p) {
    const ledger::ProgramTerms& t = p.terms;
    out.object(name, [&] {
        out.field("name", p.name);
        out.field("stamp", p.stamp);
        out.field("unit", "money");
        out.field("origin", t.origin == ledger::Origin::granted ? "granted" : "paid");
        out.object("top_up", [&] {
            out.field("minimum", t.top_up.minimum.value);
            out.field("step", t.top_up.step.value);
            out.field("maximum", t.top_up.maximum.value);
            if (t.top_up.person_maximum.value > 0)
                out.field("person_maximum", t.top_up.person_maximum.value);
        });
        if (t.budget.value > 0) out.field("budget", t.budget.value);
        out.field("issue_from", t.issue_from);
        out.field("issue_to", t.issue_to);
        out.object("expiry", [&] {
            switch (t.expiry.kind) {
            case Expiry::Kind::never: return out.field("kind", "never");
            case Expiry::Kind::days_after:
                out.field("kind", "days_after");
                return out.field("days", std::int64_t{t.expiry.days});
            case Expiry::Kind::months_after:
                out.field("kind", "months_after");
                return out.field("months", std::int64_t{t.expiry.months});
            case Expiry::Kind::fixed:
                out.field("kind", "fixed");
                return out.field("date", t.expiry.date);
            }
        });
    });
}

} // namespace meguri::features

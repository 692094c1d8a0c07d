// Terms as JSON: what is as it always is without a word about it (no limits, everywhere, at any
// time) is left out, so that a program says only what is special about it.
#include "features/programs/terms_json.hpp"
#include "features/programs/terms_words.hpp"

namespace meguri::features {

using http::JsonOut;
using ledger::Expiry;

namespace {

void write_expiry(JsonOut& out, const Expiry& expiry) {
    out.object("expiry", [&] {
        out.field("kind", word_for(expiry.kind, expiry_words));
        if (expiry.kind == Expiry::Kind::days_after) out.field("days", std::int64_t{expiry.days});
        if (expiry.kind == Expiry::Kind::months_after)
            out.field("months", std::int64_t{expiry.months});
        if (expiry.kind == Expiry::Kind::fixed) out.field("date", expiry.date);
    });
}

void write_if(JsonOut& out, std::string_view name, std::int64_t number) {
    if (number > 0) out.field(name, number);
}

void write_top_up(JsonOut& out, const ledger::TopUpTerms& top_up) {
    if (!top_up.offered()) return;
    out.object("top_up", [&] {
        out.field("minimum", top_up.minimum.value);
        out.field("step", top_up.step.value);
        out.field("maximum", top_up.maximum.value);
        write_if(out, "person_maximum", top_up.person_maximum.value);
    });
}

void write_when(JsonOut& out, const ledger::When& when) {
    if (when.always()) return;
    out.object("when", [&] {
        out.field("from", when.from);
        out.field("to", when.to);
        if (when.weekdays != 0) {
            std::vector<std::string_view> days;
            for (std::uint32_t i = 0; i < 7; ++i) {
                if (when.weekdays >> i & 1u) days.push_back(weekday_words[i]);
            }
            out.array("weekdays", days, [&](std::string_view day) { out.item(day); });
        }
        write_if(out, "from_minute", when.from_minute);
        write_if(out, "to_minute", when.to_minute);
    });
}

void write_bits(JsonOut& out, std::string_view name, std::uint64_t bits) {
    if (bits == 0) return;
    std::vector<std::int64_t> numbers;
    for (int n = 0; n < 64; ++n) {
        if (bits >> n & 1u) numbers.push_back(n);
    }
    out.array(name, numbers, [&](std::int64_t n) { out.item(n); });
}

void write_tiers(JsonOut& out, const std::vector<ledger::Tier>& tiers) {
    out.array("tiers", tiers, [&](const ledger::Tier& tier) {
        out.object([&] {
            out.field("from", tier.from.value);
            write_if(out, "per_10000", tier.per_10000);
            write_if(out, "fixed", tier.fixed.value);
        });
    });
}

void write_limits(JsonOut& out, const std::vector<ledger::LimitRule>& limits) {
    if (limits.empty()) return;
    out.array("limits", limits, [&](const ledger::LimitRule& rule) {
        out.object([&] {
            out.field("what", word_for(rule.what, counted_words));
            out.field("measure", word_for(rule.measure, measure_words));
            out.field("cap", rule.cap);
            out.field("period", word_for(rule.period, period_words));
            out.field("who", word_for(rule.who, who_words));
        });
    });
}

void write_rate(JsonOut& out, const ledger::SettlementRate& rate) {
    if (rate.yen == 0) return;
    out.object("rate", [&] {
        out.field("yen", rate.yen);
        out.field("points", rate.points);
        out.field("rounding", word_for(rate.rounding, rounding_words));
    });
}

} // namespace

void TermsJson::write_where(JsonOut& out, std::string_view name, const ledger::Where& where) const {
    if (where.everywhere()) return;
    const auto numbers = [&](std::string_view list, const std::vector<std::int32_t>& all) {
        if (!all.empty()) out.array(list, all, [&](std::int32_t n) { out.item(std::int64_t{n}); });
    };
    const auto places = [&](std::string_view list, const std::vector<PlaceId>& all) {
        if (all.empty()) return;
        out.array(list, all, [&](PlaceId id) {
            if (const auto* place = directory_.place(id)) out.item(place->id);
        });
    };
    out.object(name, [&] {
        numbers("types", where.types);
        numbers("areas", where.areas);
        places("places", where.places);
        numbers("without_types", where.without_types);
        places("without_places", where.without_places);
    });
}

void TermsJson::write_further(JsonOut& out, const ledger::ProgramTerms& t) const {
    if (t.bonus.into) {
        out.object("bonus", [&] {
            const auto* into = directory_.program(t.bonus.into);
            out.field("into", into ? into->id : "unknown");
            write_tiers(out, t.bonus.tiers);
            out.field("at_limit", word_for(t.bonus.at_limit, at_limit_words));
        });
    }
    if (!t.reward.tiers.empty()) {
        out.object("reward", [&] {
            write_tiers(out, t.reward.tiers);
            write_if(out, "payment_maximum", t.reward.payment_maximum.value);
            if (t.reward.for_bought_only) out.field("for_bought_only", true);
            out.field("when_spent", word_for(t.reward.when_spent, spent_reward_words));
            write_where(out, "where", t.reward.where);
        });
    }
    write_rate(out, t.rate);
    if (t.cost != ledger::CostBearer::city) out.field("cost", word_for(t.cost, cost_words));
    if (t.issuer != ledger::IssuerMode::municipality)
        out.field("issuer", word_for(t.issuer, issuer_words));
}

void TermsJson::write(JsonOut& out, std::string_view name, const NamedTerms& p) const {
    const ledger::ProgramTerms& t = p.terms;
    out.object(name, [&] {
        out.field("name", p.name);
        out.field("stamp", p.stamp);
        out.field("unit", unit_word(t.unit));
        out.field("origin", word_for(t.origin, origin_words));
        write_top_up(out, t.top_up);
        write_if(out, "budget", t.budget.value);
        out.field("issue_from", t.issue_from);
        out.field("issue_to", t.issue_to);
        write_expiry(out, t.expiry);
        if (!t.bands.empty()) {
            out.array("bands", t.bands, [&](const ledger::ExpiryBand& band) {
                out.object([&] {
                    out.field("from", band.from.value);
                    write_expiry(out, band.expiry);
                });
            });
        }
        write_where(out, "where", t.where);
        write_when(out, t.when);
        write_bits(out, "dues", t.dues);
        if (t.stays_on_card) out.field("stays_on_card", true);
        if (t.to_residents) out.field("to_residents", true);
        if (t.eligible != ledger::MarksNeeded{}) {
            out.object("eligible", [&] {
                write_bits(out, "all", t.eligible.all);
                write_bits(out, "any", t.eligible.any);
            });
        }
        write_limits(out, t.limits);
        write_further(out, t);
    });
}

std::vector<std::string_view>
TermsJson::changed(const NamedTerms& before, const NamedTerms& after) const {
    const ledger::ProgramTerms &a = before.terms, &b = after.terms;
    std::vector<std::string_view> names;
    const auto note = [&](std::string_view name, bool same) {
        if (!same) names.push_back(name);
    };
    note("name", before.name == after.name);
    note("stamp", before.stamp == after.stamp);
    note("unit", a.unit == b.unit);
    note("origin", a.origin == b.origin);
    note("top_up", a.top_up == b.top_up);
    note("budget", a.budget == b.budget);
    note("issue_from", a.issue_from == b.issue_from);
    note("issue_to", a.issue_to == b.issue_to);
    note("expiry", a.expiry == b.expiry);
    note("bands", a.bands == b.bands);
    note("where", a.where == b.where);
    note("when", a.when == b.when);
    note("dues", a.dues == b.dues);
    note("stays_on_card", a.stays_on_card == b.stays_on_card);
    note("to_residents", a.to_residents == b.to_residents);
    note("eligible", a.eligible == b.eligible);
    note("limits", a.limits == b.limits);
    note("bonus", a.bonus == b.bonus);
    note("reward", a.reward == b.reward);
    note("rate", a.rate == b.rate);
    note("cost", a.cost == b.cost);
    note("issuer", a.issuer == b.issuer);
    return names;
}

} // namespace meguri::features

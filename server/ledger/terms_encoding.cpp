// Bytes of terms. The first form is that of format 1; the second begins with the unit + 8 and goes
// on behind the first.
#include "ledger/terms.hpp"

namespace meguri::ledger {

namespace {

constexpr std::uint64_t second_form = 8;

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

bool says_more(const Expiry& e) { return e.kind == Expiry::Kind::months_after || e.months != 0; }

bool fits_first_form(const ProgramTerms& t) {
    if (says_more(t.expiry)) return false;
    ProgramTerms plain;
    plain.unit = t.unit, plain.origin = t.origin, plain.top_up = t.top_up, plain.budget = t.budget;
    plain.issue_from = t.issue_from, plain.issue_to = t.issue_to, plain.expiry = t.expiry;
    return plain == t;
}

void write_expiry(Writer& out, const Expiry& e) {
    out.u(number(e.kind)), out.i(e.days), out.i(e.date.days);
}
Expiry read_expiry(Reader& in, Expiry::Kind last) {
    Expiry e;
    e.kind = in.choice(Expiry::Kind::never, last);
    e.days = in.i32(), e.date.days = in.i32();
    return e;
}

void write_tiers(Writer& out, const std::vector<Tier>& tiers) {
    out.u(tiers.size());
    for (const Tier& t : tiers)
        out.i(t.from.value), out.i(t.per_10000), out.i(t.fixed.value);
}
std::vector<Tier> read_tiers(Reader& in) {
    std::vector<Tier> tiers;
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        tiers.push_back({{in.i()}, in.i32(), {in.i()}});
    return tiers;
}

void write_second(Writer& out, const ProgramTerms& t) {
    out.i(t.expiry.months);
    out.u(t.bands.size());
    for (const ExpiryBand& b : t.bands)
        out.i(b.from.value), write_expiry(out, b.expiry), out.i(b.expiry.months);
    write(out, t.where), write(out, t.when);
    out.u(t.dues), out.u(t.stays_on_card), out.u(t.to_residents);
    out.u(t.eligible.all), out.u(t.eligible.any);
    out.u(t.limits.size());
    for (const LimitRule& rule : t.limits)
        write(out, rule);
    out.i(t.bonus.into.value), write_tiers(out, t.bonus.tiers), out.u(number(t.bonus.at_limit));
    write_tiers(out, t.reward.tiers), out.i(t.reward.payment_maximum.value);
    out.u(t.reward.for_bought_only), out.u(number(t.reward.when_spent));
    write(out, t.reward.where);
    out.i(t.rate.yen), out.i(t.rate.points), out.u(number(t.rate.rounding));
    out.u(number(t.cost)), out.u(number(t.issuer));
}

void read_second(Reader& in, ProgramTerms& t) {
    t.expiry.months = in.i32();
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        ExpiryBand band{{in.i()}, read_expiry(in, Expiry::Kind::months_after)};
        band.expiry.months = in.i32();
        t.bands.push_back(band);
    }
    t.where = read_where(in), t.when = read_when(in);
    t.dues = in.u32(), t.stays_on_card = in.choice(0, 1) == 1,
    t.to_residents = in.choice(0, 1) == 1;
    t.eligible.all = in.u(), t.eligible.any = in.u();
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        t.limits.push_back(read_limit_rule(in));
    t.bonus.into.value = in.i(), t.bonus.tiers = read_tiers(in);
    t.bonus.at_limit = in.choice(AtLimit::refuse, AtLimit::cut_top_up);
    t.reward.tiers = read_tiers(in), t.reward.payment_maximum.value = in.i();
    t.reward.for_bought_only = in.choice(0, 1) == 1;
    t.reward.when_spent = in.choice(SpentReward::lowers_refund, SpentReward::city_bears);
    t.reward.where = read_where(in);
    t.rate.yen = in.i(), t.rate.points = in.i();
    t.rate.rounding = in.choice(SettlementRate::Rounding::down, SettlementRate::Rounding::up);
    t.cost = in.choice(CostBearer::city, CostBearer::place);
    t.issuer = in.choice(IssuerMode::municipality, IssuerMode::six_month);
}

} // namespace

void write(Writer& out, const LimitRule& r) {
    out.u(number(r.what)), out.u(number(r.measure)), out.i(r.cap), out.u(number(r.period)),
        out.u(number(r.who));
}

LimitRule read_limit_rule(Reader& in) {
    LimitRule r;
    r.what = in.choice(Counted::topped_up, Counted::sent);
    r.measure = in.choice(Measure::amount, Measure::times);
    r.cap = in.i();
    r.period = in.choice(Period::ever, Period::fiscal_year);
    r.who = in.choice(Who::person, Who::household);
    return r;
}

void write(Writer& out, const ProgramTerms& t) {
    const bool first = fits_first_form(t);
    out.u(number(t.unit) + (first ? 0 : second_form));
    out.u(number(t.origin));
    for (const Amount a :
         {t.top_up.minimum, t.top_up.step, t.top_up.maximum, t.top_up.person_maximum, t.budget})
        out.i(a.value);
    out.i(t.issue_from.days);
    out.i(t.issue_to.days);
    write_expiry(out, t.expiry);
    if (!first) write_second(out, t);
}

ProgramTerms read_terms(Reader& in) {
    ProgramTerms t;
    const std::uint64_t begin = in.u();
    const bool second = begin > second_form;
    const std::uint64_t unit = second ? begin - second_form : begin;
    if (unit != number(Unit::money) && unit != number(Unit::point)) in.reject();
    t.unit = unit == number(Unit::point) ? Unit::point : Unit::money;
    t.origin = in.choice(Origin::paid, Origin::granted);
    for (Amount* a :
         {&t.top_up.minimum, &t.top_up.step, &t.top_up.maximum, &t.top_up.person_maximum, &t.budget
         })
        a->value = in.i();
    t.issue_from.days = in.i32();
    t.issue_to.days = in.i32();
    t.expiry = read_expiry(in, second ? Expiry::Kind::months_after : Expiry::Kind::fixed);
    if (!second) return t;
    read_second(in, t);
    if (fits_first_form(t)) in.reject(); // one spelling for each
    return t;
}

} // namespace meguri::ledger

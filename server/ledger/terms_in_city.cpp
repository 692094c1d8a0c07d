#include "ledger/terms_in_city.hpp"

#include "ledger/terms_reach.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

using Found = std::optional<Contradiction>;

// Terms as they are proposed, and what of the city the rules look at.
struct Case {
    const State& state;
    ProgramId program;
    const ProgramTerms& terms;
    const ProgramTerms* in_force; // the version that they replace
    const ProgramTerms* premium;  // of the program of their bonus
    Date today;
};

// Premium is money that was given, in a program of its own.
Found premium_of_no_such_program(const Case& c) {
    const ProgramId into = c.terms.bonus.into;
    if (!into) return std::nullopt;
    const bool sound = c.premium && into != c.program && c.premium->unit == Unit::money &&
                       c.premium->origin == Origin::granted;
    return sound ? std::nullopt : Found({"bonus.into", "missing"});
}

// Sales that begin when the premium's program has long stopped issuing, or end before it begins,
// would be refused every time.
Found premium_at_another_time(const Case& c) {
    if (!c.premium) return std::nullopt;
    const ProgramTerms &t = c.terms, &b = *c.premium;
    const Date first = std::max(t.issue_from, c.today);
    const bool fixed = b.expiry.kind == Expiry::Kind::fixed;
    const bool apart = (b.issue_to && b.issue_to < first) || (fixed && b.expiry.date < first) ||
                       (t.issue_to && b.issue_from > t.issue_to);
    return apart ? Found({"bonus.into", "never_usable"}) : std::nullopt;
}

// Its program may give less, in all or to one person, than the least premium of any amount: nobody
// could ever top up. Where the premium is cut instead, they get what is left.
Found premium_that_never_fits(const Case& c) {
    if (!c.premium || c.terms.bonus.at_limit == AtLimit::cut_premium) return std::nullopt;
    const bool fits = least_premium(c.terms) <= most_given_at_once(*c.premium);
    return fits ? std::nullopt : Found({"bonus.into", "nothing_fits"});
}

// Of the places listed, none is of a kind, or in an area, that is allowed as well, or none takes
// what is to be paid there. A closed one may open again, and counts.
bool nowhere(const State& state, const Where& where, std::uint32_t capability) {
    for (const PlaceId id : where.places) {
        const Place* place = state.places.find(id);
        if (place && place->capabilities.has(capability) && where.allows(id, place->traits))
            return false;
    }
    return !where.places.empty();
}

Found spent_nowhere(const Case& c) {
    const bool points = c.terms.unit == Unit::point;
    const auto capability = points ? Capabilities::takes_points : Capabilities::takes_money;
    return nowhere(c.state, c.terms.where, capability) ? Found({"where.places", "never_usable"})
                                                       : std::nullopt;
}

// Rewards are for payments of money, whatever they are given in.
Found rewarded_nowhere(const Case& c) {
    return nowhere(c.state, c.terms.reward.where, Capabilities::takes_money)
               ? Found({"reward.where", "never_usable"})
               : std::nullopt;
}

// A version may end the sales of what was sold before it; what was bought stays what it is.
bool was_sold(const Case& c) { return c.in_force && c.in_force->origin == Origin::paid; }

Found paid_for_and_not_sold(const Case& c) {
    const bool sold = c.terms.top_up.offered() || was_sold(c);
    return sold || c.terms.origin == Origin::granted ? std::nullopt : Found({"top_up", "missing"});
}

bool is_about_sending(const LimitRule& rule) { return rule.what == Counted::sent; }

// What residents may send on by an earlier version stays so; its limits are stated for as long.
bool was_sent(const Case& c) {
    return c.in_force &&
           (c.in_force->to_residents ||
            std::any_of(c.in_force->limits.begin(), c.in_force->limits.end(), is_about_sending));
}

// A limit of buying where nothing is sold, of sending where nothing may be sent. There is none of
// receiving or spending: all value may be given, and all may be spent.
Found limit_of_what_never_happens(const Case& c) {
    const ProgramTerms& t = c.terms;
    const bool sold = t.top_up.offered() || was_sold(c), sent = t.to_residents || was_sent(c);
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
        const Counted what = t.limits[i].what;
        if ((what == Counted::topped_up && !sold) || (what == Counted::sent && !sent))
            return Contradiction{"limits." + std::to_string(i) + ".what", "never_usable"};
    }
    return std::nullopt;
}

Found other_than_in_force(const Case& c) {
    return c.in_force ? contradiction(c.terms, *c.in_force) : std::nullopt;
}

// In the order in which they are told: a proposal names the first.
constexpr Found (*rules[])(const Case&) = {
    premium_of_no_such_program,
    premium_at_another_time,
    premium_that_never_fits,
    spent_nowhere,
    rewarded_nowhere,
    paid_for_and_not_sold,
    limit_of_what_never_happens,
    other_than_in_force,
};

const ProgramTerms* terms_of(const State& state, ProgramId id) {
    const Program* program = state.programs.find(id);
    return program ? &program->terms : nullptr;
}

} // namespace

std::optional<Contradiction>
contradiction(const State& state, ProgramId program, const ProgramTerms& terms, Date today) {
    if (Found f = contradiction(terms, today)) return f;
    const Case proposed{
        state, program, terms, terms_of(state, program), terms_of(state, terms.bonus.into), today
    };
    for (const auto rule : rules) {
        if (Found f = rule(proposed)) return f;
    }
    return std::nullopt;
}

} // namespace meguri::ledger

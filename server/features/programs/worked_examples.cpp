#include "features/programs/worked_examples.hpp"

#include "ledger/apply.hpp"
#include "ledger/limits.hpp"

#include <algorithm>

namespace meguri::features {

using ledger::Amount;
using ledger::Counted;
using ledger::Now;

namespace {

constexpr WalletId resident{1};
constexpr Amount ordinary{1'000}; // what is given where the terms name no amount

// The city of the examples.
class Stage {
  public:
    Stage(const ledger::ProgramTerms& terms, const ExampleBase& base, Instant now)
        : terms_(terms), number_(base.number) {
        ledger::Program& program = city_.programs.at(number_);
        if (base.program) program = *base.program;
        program.exists = true, program.stopped = false;
        program.terms = terms;
        if (terms.bonus.into && base.bonus) city_.programs.at(terms.bonus.into) = *base.bonus;
        ledger::Wallet& wallet = city_.wallets.at(resident);
        wallet.exists = true;
        wallet.marks = terms.eligible.all | (terms.eligible.any & -terms.eligible.any);
        const Date today = jst_date(now);
        first_day_ = std::max(today, terms.issue_from);
        at_ = first_day_ == today ? now : first_day_.begins() + 10 * 60 * ms_per_minute;
        set_place(terms.where);
    }

    Example get() { return show(kind(), at_, typical(), decide_getting(typical()), true); }
    Example pay();
    Example at_limit();

  private:
    Example::Kind kind() const {
        return terms_.top_up.offered() ? Example::Kind::top_up : Example::Kind::grant;
    }
    Amount typical() const;
    ledger::Outcome decide_getting(Amount amount) const {
        const Now now = Now::of(at_);
        if (!terms_.top_up.offered())
            return ledger::decide_grant(city_, {resident, number_, amount}, now);
        return ledger::decide_top_up(city_, {resident, place_, number_, amount}, now);
    }
    void set_place(const ledger::Where& where);
    Instant when_usable() const;
    Example pay_for_reward();
    Amount fill_up(Amount next);
    bool fill_rule(const ledger::LimitRule& rule, Amount next);
    Example
    show(Example::Kind kind, Instant at, Amount asked, ledger::Outcome outcome, bool keep = false);

    const ledger::ProgramTerms& terms_;
    ProgramId number_;
    ledger::State city_;
    PlaceId place_;
    Date first_day_;
    Instant at_;
};

// One place where the value can be spent, as far as the terms tell.
void Stage::set_place(const ledger::Where& where) {
    place_ = where.places.empty() ? PlaceId{1} : where.places.front();
    while (std::ranges::find(where.without_places, place_) != where.without_places.end())
        place_.value += 1;
    ledger::Place& place = city_.places.at(place_);
    place.exists = true;
    place.capabilities.bits = ledger::Capabilities::all;
    if (!where.types.empty()) place.traits.type = where.types.front();
    if (!where.areas.empty()) place.traits.area = where.areas.front();
}

// Enough for the first premium or the first band, where there is one.
Amount Stage::typical() const {
    const ledger::TopUpTerms& t = terms_.top_up;
    if (!t.offered()) return terms_.budget.value > 0 ? std::min(ordinary, terms_.budget) : ordinary;
    Amount wish = t.minimum;
    if (!terms_.bonus.tiers.empty())
        wish = std::max(wish, terms_.bonus.tiers.front().from);
    else if (!terms_.bands.empty())
        wish = std::max(wish, terms_.bands.front().from);
    const std::int64_t step = t.step.value;
    const Amount fits{(wish.value + step - 1) / step * step};
    return fits <= t.maximum ? fits : Amount{(t.minimum.value + step - 1) / step * step};
}

Example
Stage::show(Example::Kind kind, Instant at, Amount asked, ledger::Outcome outcome, bool keep) {
    Example example{.kind = kind, .at = at, .amount = asked};
    if (!outcome) {
        example.refusal = outcome.error().word;
        example.limits = outcome.error().explanation.limits;
        return example;
    }
    for (const ledger::Leg& leg : outcome->legs) {
        if (leg.account.kind != ledger::AccountKind::lot || leg.amount.value == 0) continue;
        const bool in = leg.amount.value > 0;
        (in ? example.received : example.spent)
            .push_back({leg.account.program, in ? leg.amount : -leg.amount, leg.account.expires_on}
            );
    }
    example.limits = outcome->explanation.limits;
    if (!keep) return example;
    ledger::seal(city_, *outcome, Now::of(at), {});
    ledger::apply(city_, *outcome);
    return example;
}

// The first moment, within a good year, in which the terms let the value be spent.
Instant Stage::when_usable() const {
    for (int day = 0; day < 400; ++day) {
        for (const std::int32_t minute : {10 * 60, terms_.when.from_minute}) {
            const Instant at = (first_day_ + day).begins() + minute * ms_per_minute;
            if (at >= at_ && terms_.when.allows(at)) return at;
        }
    }
    return at_;
}

Example Stage::pay() {
    if (!terms_.reward.tiers.empty()) return pay_for_reward();
    Amount held;
    for (const ledger::Lot& lot : city_.wallets.find(resident)->lots) {
        if (lot.program == number_) held += lot.balance;
    }
    const Amount amount{std::max<std::int64_t>(held.value / 2, 1)};
    const bool points = terms_.unit == ledger::Unit::point;
    ledger::Payment payment{resident, place_, amount};
    if (points) payment.points = number_;
    const Instant at = when_usable();
    return show(
        Example::Kind::payment, at, amount, ledger::decide_payment(city_, payment, {}, Now::of(at)),
        true
    );
}

// Paid with ordinary money of a program made for the purpose; the reward is this program's value.
Example Stage::pay_for_reward() {
    set_place(terms_.reward.where);
    const ledger::Tier& tier = terms_.reward.tiers.front();
    const std::int64_t earns =
        tier.per_10000 > 0 ? (10'000 + tier.per_10000 - 1) / tier.per_10000 : 1;
    const Amount amount{std::min(std::max(tier.from.value, earns), ledger::amount_max.value)};
    const ProgramId money = city_.programs.next();
    ledger::Program& program = city_.programs.at(money);
    program.exists = true;
    program.totals[static_cast<std::size_t>(ledger::AccountKind::lot)] = amount;
    program.totals[static_cast<std::size_t>(ledger::AccountKind::issue)] = -amount;
    auto& lots = city_.wallets.at(resident).lots;
    std::erase_if(lots, [&](const ledger::Lot& lot) { return lot.program == number_; });
    lots.push_back({money, {}, {}, amount, {1}});
    Example example = show(
        Example::Kind::payment, at_, amount,
        ledger::decide_payment(city_, {resident, place_, amount}, {}, Now::of(at_))
    );
    example.spent.clear(); // that money is of no program in force
    return example;
}

bool Stage::fill_rule(const ledger::LimitRule& rule, Amount next) {
    const bool getting = rule.what == Counted::topped_up || rule.what == Counted::received;
    const bool sold = terms_.top_up.offered();
    if (!getting || (rule.what == Counted::topped_up) != sold) return false;
    const bool times = rule.measure == ledger::Measure::times;
    const std::int64_t left = times ? 0 : next.value - 1;
    if (rule.cap < left) return false;
    const ledger::Tally tally{
        ledger::counter_of(rule.what, rule.measure), number_.value, rule.period,
        ledger::period_start(rule.period, first_day_), Amount{rule.cap - left}
    };
    auto& tallies = rule.who == ledger::Who::everybody ? city_.programs.at(number_).tallies
                                                       : city_.wallets.at(resident).tallies;
    std::erase_if(tallies, [&](const ledger::Tally& t) {
        return t.counter == tally.counter && t.of == tally.of && t.period == tally.period;
    });
    tallies.push_back(tally);
    return true;
}

// Takes up the first limit there is, so that `next` does not fit any more; returns what to ask for.
Amount Stage::fill_up(Amount next) {
    ledger::Program& program = city_.programs.at(number_);
    const Amount premium = ledger::on_top_of(next, terms_.bonus.tiers);
    if (terms_.bonus.into && premium.value > 0 && city_.programs.find(terms_.bonus.into)) {
        ledger::Program& bonus = city_.programs.at(terms_.bonus.into);
        bonus.terms.budget = bonus.issued() + Amount{(premium.value + 1) / 2};
        return next;
    }
    if (terms_.budget.value >= next.value) {
        const Amount issued = terms_.budget - next + Amount{1};
        program.totals = {};
        program.totals[static_cast<std::size_t>(ledger::AccountKind::issue)] = -issued;
        program.totals[static_cast<std::size_t>(ledger::AccountKind::lot)] = issued;
        return next;
    }
    if (terms_.top_up.person_maximum >= next && terms_.top_up.offered()) {
        city_.wallets.at(resident).tallies = {
            {ledger::Counter::topped_up,
             number_.value,
             ledger::Period::ever,
             {},
             terms_.top_up.person_maximum - next + Amount{1}}
        };
        return next;
    }
    for (const ledger::LimitRule& rule : terms_.limits) {
        if (fill_rule(rule, next)) return next;
    }
    return terms_.top_up.offered() ? terms_.top_up.maximum + terms_.top_up.step
                                   : ledger::amount_max + Amount{1};
}

Example Stage::at_limit() {
    const Amount asked = fill_up(typical());
    return show(Example::Kind::at_limit, at_, asked, decide_getting(asked));
}

} // namespace

ExampleBase
example_base(const ledger::State& state, ProgramId program, const ledger::ProgramTerms& terms) {
    ExampleBase base;
    const ledger::Program* own = state.programs.find(program);
    base.number = own ? program : state.programs.next();
    if (own) base.program = *own;
    const ledger::Program* bonus = state.programs.find(terms.bonus.into);
    if (bonus) base.bonus = *bonus;
    return base;
}

std::vector<Example>
worked_examples(const ledger::ProgramTerms& terms, const ExampleBase& base, Instant now) {
    Stage first(terms, base, now), last(terms, base, now);
    std::vector<Example> all;
    all.push_back(first.get());
    all.push_back(first.pay());
    all.push_back(last.at_limit());
    return all;
}

} // namespace meguri::features

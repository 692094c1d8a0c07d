// Everything that terms can ask for, in programs made for it and told once in some days: a premium
// that runs out in each of the three ways, bands and tiers, rewards that were spent before a
// cancel, households, a card of one use, a third party's money. Chance would bring about none of it
// for certain (terms_reached.hpp).
#include "simulation/city.hpp"

namespace meguri::simulation {

using namespace ledger;

namespace {
constexpr Actor first{ActorKind::operator_, {1}}, staff{ActorKind::staff, {52}},
    resident{ActorKind::resident, {101}};
constexpr PlaceId elsewhere{1}, counter{2}, shop{3}; // of the opening

ProgramTerms given(std::int32_t days, Amount budget = {}) {
    ProgramTerms t;
    t.origin = Origin::granted, t.budget = budget;
    t.expiry = {Expiry::Kind::days_after, days, {}, 0};
    return t;
}
ProgramTerms sold(IssuerMode issuer) {
    ProgramTerms t;
    t.top_up = {{1'000}, {1'000}, {5'000}, {}};
    t.expiry = {Expiry::Kind::days_after, 20, {}, 0};
    t.issuer = issuer;
    return t;
}
// 5 % of 100 and more, 10 % and 5 of 2,000 and more, at one shop.
ProgramTerms rewarding(SpentReward when_spent) {
    ProgramTerms t = given(2);
    t.reward.tiers = {{{100}, 500, {}}, {{2'000}, 1'000, {5}}};
    t.reward.when_spent = when_spent;
    t.reward.where.places = {shop};
    return t;
}
} // namespace

void City::say(Actor by, Body what) { tell({by, steps_.fresh_key(), std::move(what)}); }

WalletId City::fresh_wallet() {
    tell({{ActorKind::system, {}}, std::nullopt, OpenWallet{{700 + pure_.state().wallets.size()}}});
    return {pure_.state().wallets.size()};
}

void City::story_of_terms() {
    const WalletId one = fresh_wallet(), two = fresh_wallet();
    say(first, SetHousehold{two, one});
    story_of_limits(one, two);
    story_of_rewards(one);
    const ProgramId brief = publish(sold(IssuerMode::six_month));
    say(staff, TopUp{two, counter, brief, {1'000}});
    say(resident, Payment{two, elsewhere, {600}});
    say(first, StopProgram{brief});
    const CardId card = pure_.state().cards.next();
    say(first, RegisterCards{1, CardKind::single_use});
    say(first, ActivateCard{card});
    const WalletId on_card{pure_.state().wallets.size()};
    const ProgramId gift = publish(given(9));
    say(first, Grant{on_card, gift, {500}});
    say(staff, TopUp{on_card, counter, brief, {1'000}});
    say(staff, Payment{on_card, elsewhere, {500}, {}, card});
    say(first, StopProgram{gift});
}

// The premium runs out: cut to what fits, cut itself, refused; a household together reaches its
// limit.
void City::story_of_limits(WalletId one, WalletId two) {
    const auto ending = [&](Amount budget, AtLimit at_limit) {
        ProgramTerms t = sold(IssuerMode::third_party);
        t.bonus = {publish(given(5, budget)), {{{1'000}, 2'000, {}}, {{3'000}, 2'500, {}}}};
        t.bonus.at_limit = at_limit;
        t.bands = {{{2'000}, {Expiry::Kind::days_after, 40, {}, 0}}};
        return publish(t);
    };
    const ProgramId less = ending({1'500}, AtLimit::cut_top_up);
    for (const std::int64_t amount :
         {1'000, 3'000, 5'000, 1'000}) // 200, 750, of 2,000 400, no room
        say(staff, TopUp{one, counter, less, {amount}});
    const ProgramId cut = ending({300}, AtLimit::cut_premium);
    for (int times = 0; times < 3; ++times) // 200, the 100 that are left, none
        say(staff, TopUp{one, counter, cut, {1'000}});
    const ProgramId whole = ending({300}, AtLimit::refuse);
    for (int times = 0; times < 2; ++times)
        say(staff, TopUp{two, counter, whole, {1'000}});
    ProgramTerms shared = given(5);
    shared.limits = {{Counted::received, Measure::amount, 100, Period::day, Who::household}};
    const ProgramId together = publish(shared);
    say(first, Grant{one, together, {80}});
    say(first, Grant{two, together, {30}});
    for (const ProgramId program : {less, cut, whole, together})
        say(first, StopProgram{program});
}

// Paid with given and bought value, rewarded by two programs, the rewards spent, the payment taken
// back.
void City::story_of_rewards(WalletId payer) {
    ProgramTerms for_bought = rewarding(SpentReward::city_bears);
    for_bought.reward.for_bought_only = true;
    for_bought.reward.payment_maximum = {150};
    const ProgramId borne = publish(for_bought),
                    lowering = publish(rewarding(SpentReward::lowers_refund));
    const auto held = [&] { // of what is spent first
        std::int64_t sum = 0;
        for (const Lot& lot : pure_.state().wallets.find(payer)->lots) {
            if (lot.program == borne || lot.program == lowering) sum += lot.balance.value;
        }
        return Amount{sum};
    };
    say(resident, Payment{payer, shop, {1'900}}); // the premium of 1,650 first
    say(resident, Payment{payer, shop, {2'500}}); // more than 2,000 bought: cut to 150
    const Seq large = pure_.state().last;
    say(resident, Payment{payer, elsewhere, held()});
    say(first, Cancel{large, shop, CancelReason::goods_returned, nullptr, {}});
    for (const ProgramId program : {borne, lowering})
        say(first, StopProgram{program});
}

} // namespace meguri::simulation

#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
// Paying with bought value earns 10 % (20 % from 1,000 on) in a program of rewards.
struct Rewards : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId wallet = city.wallet();
    ProgramId money = city.program(terms_for_days(100));

    ProgramTerms terms() {
        ProgramTerms t = plain_terms();
        t.top_up = {};
        t.origin = Origin::granted;
        t.reward.tiers = {{{100}, 1'000, {}}, {{1'000}, 2'000, {}}};
        return t;
    }
    std::int64_t held(ProgramId p) {
        std::int64_t sum = 0;
        for (const Lot& lot : city.state.wallets.find(wallet)->lots)
            sum += lot.program == p ? lot.balance.value : 0;
        return sum;
    }
    Said cancel(const Said& payment, std::int64_t amount) {
        return city.run(
            TestCity::staff,
            Cancel{payment.entry->seq, shop, CancelReason::goods_returned, nullptr, {amount}}
        );
    }
};
} // namespace

TEST_F(Rewards, come_by_the_amount_paid_PRM_f) {
    const ProgramId reward = city.program(terms());
    city.top_up(wallet, shop, money, 10'000);
    city.pay(wallet, shop, 99);
    EXPECT_EQ(held(reward), 0);
    city.pay(wallet, shop, 150);
    EXPECT_EQ(held(reward), 15);
    city.pay(wallet, shop, 1'000);
    EXPECT_EQ(held(reward), 15 + 200);
}

TEST_F(Rewards, are_capped_for_a_payment_a_person_and_in_all_PRM_f) {
    ProgramTerms t = terms();
    t.reward.payment_maximum = {150};
    t.limits = {{Counted::received, Measure::amount, 200, Period::ever, Who::person}};
    t.budget = {190};
    const ProgramId reward = city.program(t);
    city.top_up(wallet, shop, money, 10'000);
    city.pay(wallet, shop, 1'000);
    EXPECT_EQ(held(reward), 150);
    city.pay(wallet, shop, 1'000);
    EXPECT_EQ(held(reward), 190) << "the budget's end";
    EXPECT_EQ(city.pay(wallet, shop, 1'000).word, Refusal::none) << "paying goes on";
    EXPECT_EQ(held(reward), 190);
}

TEST_F(Rewards, are_given_at_the_places_that_give_them_PRM_g) {
    ProgramTerms t = terms();
    t.reward.where.types = {7};
    const ProgramId reward = city.program(t);
    city.top_up(wallet, shop, money, 10'000);
    city.pay(wallet, shop, 1'000);
    EXPECT_EQ(held(reward), 0);
    city.run(TestCity::first, SetPlaceTraits{shop, {7, 0}});
    city.pay(wallet, shop, 1'000);
    EXPECT_EQ(held(reward), 200);
}

TEST_F(Rewards, for_bought_value_only_where_the_terms_say_so_PRM_f) {
    ProgramTerms t = terms();
    t.reward.for_bought_only = true;
    const ProgramId reward = city.program(t);
    city.run(TestCity::first, Grant{wallet, reward, {500}});
    city.top_up(wallet, shop, money, 500);
    city.pay(wallet, shop, 1'000); // 500 of each
    EXPECT_EQ(held(reward), 50);
}

TEST_F(Rewards, go_back_with_a_cancel_in_proportion_PRM_f) {
    const ProgramId reward = city.program(terms());
    city.top_up(wallet, shop, money, 10'000);
    const Said paid = city.pay(wallet, shop, 1'000);
    EXPECT_EQ(cancel(paid, 400).word, Refusal::none);
    EXPECT_EQ(held(reward), 120);
    EXPECT_EQ(held(money), 9'400);
    EXPECT_EQ(cancel(paid, 601).word, Refusal::cancel_too_much);
    EXPECT_EQ(cancel(paid, 0).word, Refusal::none) << "the rest";
    EXPECT_EQ(held(reward), 0);
    EXPECT_EQ(held(money), 10'000);
    EXPECT_EQ(cancel(paid, 1).word, Refusal::already_cancelled);
    EXPECT_EQ(city.state.programs.find(reward)->issued(), Amount{0});
}

TEST_F(Rewards, spent_already_lower_the_refund_or_the_city_bears_it_PRM_f) {
    for (const bool lowers : {true, false}) {
        TestCity fresh;
        city = fresh;
        shop = city.place(), wallet = city.wallet(), money = city.program(terms_for_days(100));
        ProgramTerms t = terms();
        t.expiry = {Expiry::Kind::days_after, 1, {}, 0}; // spent first
        t.reward.when_spent = lowers ? SpentReward::lowers_refund : SpentReward::city_bears;
        t.reward.where.places = {shop};
        const ProgramId reward = city.program(t);
        const PlaceId elsewhere = city.place();
        city.top_up(wallet, shop, money, 1'000);
        const Said paid = city.pay(wallet, shop, 1'000);
        city.pay(wallet, elsewhere, 50); // of the reward
        EXPECT_EQ(cancel(paid, 0).word, Refusal::none);
        EXPECT_EQ(held(reward), 0);
        EXPECT_EQ(held(money), lowers ? 950 : 1'000);
        const Amount recovered = city.state.programs.find(money)->total(AccountKind::recovered);
        EXPECT_EQ(recovered, Amount{lowers ? 50 : 0});
    }
}

TEST_F(Rewards, what_was_spent_last_returns_first) {
    const ProgramId soon = city.program(terms_for_days(1));
    city.top_up(wallet, shop, money, 100), city.top_up(wallet, shop, soon, 100);
    const Said paid = city.pay(wallet, shop, 150);
    cancel(paid, 60);
    EXPECT_EQ(held(money), 100);
    EXPECT_EQ(held(soon), 10);
}

TEST_F(Rewards, the_city_may_cancel_for_a_year_and_dead_value_stays_dead) {
    const ProgramId soon = city.program(terms_for_days(1));
    city.top_up(wallet, shop, soon, 100);
    const Said paid = city.pay(wallet, shop, 100);
    city.clock = city.clock + 3 * ms_per_day;
    EXPECT_EQ(cancel(paid, 0).word, Refusal::cancel_too_late);
    const Cancel by_city{paid.entry->seq, shop, CancelReason::other, nullptr};
    EXPECT_EQ(city.run(TestCity::first, by_city).word, Refusal::none);
    EXPECT_EQ(city.held(wallet), 0);
    EXPECT_EQ(city.state.programs.find(soon)->total(AccountKind::expired), Amount{100});
    const Said other = city.top_up(wallet, shop, money, 10);
    city.clock = city.clock + 366 * ms_per_day;
    const Cancel late{other.entry->seq, shop, CancelReason::other, nullptr};
    EXPECT_EQ(city.run(TestCity::first, late).word, Refusal::cancel_too_late);
}

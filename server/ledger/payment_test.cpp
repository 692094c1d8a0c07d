#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Payments : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId wallet = city.wallet();
};

// What was used, as (program, amount) in the order of spending.
std::vector<std::pair<std::int64_t, std::int64_t>> used(const Said& said) {
    std::vector<std::pair<std::int64_t, std::int64_t>> list;
    for (const LotUsed& u : said.why.used)
        list.push_back({u.program.value, u.amount.value});
    return list;
}
using Order = std::vector<std::pair<std::int64_t, std::int64_t>>;
} // namespace

TEST_F(Payments, any_amount_from_one_yen_PAY_a) {
    const ProgramId p = city.program(plain_terms());
    city.top_up(wallet, shop, p, 1000);
    for (const std::int64_t amount : {1, 2, 333, 664})
        EXPECT_EQ(city.pay(wallet, shop, amount).word, Refusal::none);
    EXPECT_TRUE(city.state.wallets.find(wallet)->lots.empty()) << "an empty lot leaves memory";
    EXPECT_EQ(city.state.places.find(shop)->receivables.at(0).balance, Amount{1000});
    for (const std::int64_t bad :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10'000'000}, (std::int64_t{1} << 53) + 1,
          INT64_MIN}) {
        EXPECT_EQ(city.pay(wallet, shop, bad).word, Refusal::amount_out_of_range) << bad;
    }
}

TEST_F(Payments, all_of_it_or_nothing_and_says_how_much_is_missing_PAY_a) {
    const ProgramId p = city.program(plain_terms());
    city.top_up(wallet, shop, p, 5000);
    const Said refused = city.pay(wallet, shop, 6001);
    EXPECT_EQ(refused.word, Refusal::insufficient_balance);
    EXPECT_EQ(refused.why.missing, Amount{1001});
    EXPECT_EQ(city.held(wallet), 5000);
    EXPECT_EQ(city.pay(wallet, shop, 5000).word, Refusal::none);
}

TEST_F(Payments, spends_soonest_expiring_first_PAY_i) {
    const ProgramId never = city.program(plain_terms()), late = city.program(terms_for_days(180)),
                    soon = city.program(terms_for_days(10));
    city.top_up(wallet, shop, never, 100);
    city.top_up(wallet, shop, late, 100);
    city.top_up(wallet, shop, soon, 100);
    EXPECT_EQ(
        used(city.pay(wallet, shop, 250)),
        (Order{{soon.value, 100}, {late.value, 100}, {never.value, 50}})
    );
}

TEST_F(Payments, then_granted_before_paid_then_oldest_PAY_i) {
    const Date last = Date::from_civil(2027, 3, 31);
    ProgramTerms granted = terms_until(last);
    granted.origin = Origin::granted, granted.top_up = {};
    const ProgramId a = city.program(terms_until(last)), b = city.program(terms_until(last)),
                    given = city.program(granted);
    city.top_up(wallet, shop, b, 10);
    city.top_up(wallet, shop, a, 10);
    city.run(TestCity::first, Grant{wallet, given, {10}});
    EXPECT_EQ(
        used(city.pay(wallet, shop, 25)), (Order{{given.value, 10}, {b.value, 10}, {a.value, 5}})
    );
}

// A lot's age is that of its being there: emptied and filled again it is new, as a purse would have
// it.
TEST_F(Payments, a_lot_that_was_emptied_is_young_again_PAY_i) {
    const Date last = Date::from_civil(2027, 3, 31);
    const ProgramId a = city.program(terms_until(last)), b = city.program(terms_until(last));
    city.top_up(wallet, shop, a, 10);
    city.pay(wallet, shop, 10);
    city.top_up(wallet, shop, b, 10);
    city.top_up(wallet, shop, a, 10);
    EXPECT_EQ(used(city.pay(wallet, shop, 15)), (Order{{b.value, 10}, {a.value, 5}}));
}

TEST_F(Payments, explain_lots_used_and_not_used_PAY_g) {
    ProgramTerms points = plain_terms();
    points.unit = Unit::point, points.origin = Origin::granted, points.top_up = {};
    const ProgramId soon = city.program(terms_for_days(1)), late = city.program(terms_for_days(90)),
                    pt = city.program(points);
    city.top_up(wallet, shop, soon, 30);
    city.clock = city.clock + 2 * ms_per_day;
    city.top_up(wallet, shop, late, 100);
    city.run(TestCity::first, Grant{wallet, pt, {500}});
    const Said said = city.pay(wallet, shop, 60);
    EXPECT_EQ(used(said), (Order{{late.value, 60}}));
    ASSERT_EQ(said.why.unused.size(), 3u);
    EXPECT_EQ(said.why.unused[0].why, Unused::expired);
    EXPECT_EQ(said.why.unused[0].amount, Amount{30});
    EXPECT_EQ(said.why.unused[1].why, Unused::not_needed);
    EXPECT_EQ(said.why.unused[1].amount, Amount{40});
    EXPECT_EQ(said.why.unused[2].why, Unused::not_money);
    EXPECT_EQ(said.why.unused[2].amount, Amount{500});
}

TEST_F(Payments, points_do_not_pay_yen_PNT_a) {
    ProgramTerms points = plain_terms();
    points.unit = Unit::point, points.origin = Origin::granted, points.top_up = {};
    city.run(TestCity::first, Grant{wallet, city.program(points), {500}});
    EXPECT_EQ(city.pay(wallet, shop, 1).word, Refusal::insufficient_balance);
}

TEST_F(Payments, move_value_between_two_accounts_of_each_program) {
    const ProgramId a = city.program(terms_for_days(5)), b = city.program(terms_for_days(9));
    city.top_up(wallet, shop, a, 10);
    city.top_up(wallet, shop, b, 10);
    const Entry paid = *city.pay(wallet, shop, 15).entry;
    ASSERT_EQ(paid.legs.size(), 4u);
    EXPECT_EQ(paid.legs[0].account, Account::lot(wallet, a, jst_date(city.clock) + 5, {}));
    EXPECT_EQ(paid.legs[0].amount, Amount{-10});
    EXPECT_EQ(paid.legs[3].account, Account::receivable(shop, b));
    EXPECT_EQ(paid.legs[3].amount, Amount{5});
}

TEST_F(Payments, are_good_until_the_last_millisecond_of_the_last_day) {
    const Date last = Date::from_civil(2026, 11, 30);
    city.top_up(wallet, shop, city.program(terms_until(last)), 10);
    city.clock = (last + 1).begins() + -1;
    EXPECT_EQ(city.pay(wallet, shop, 4).word, Refusal::none);
    city.clock = city.clock + 1;
    const Said refused = city.pay(wallet, shop, 6);
    EXPECT_EQ(refused.word, Refusal::insufficient_balance);
    EXPECT_EQ(refused.why.unused.at(0).why, Unused::expired);
}

TEST_F(Payments, refusals_come_in_the_order_of_the_list) {
    const PlaceId seller = city.place(Capabilities::tops_up);
    const ProgramId p = city.program(plain_terms());
    Payment c{{99}, {99}, {0}};
    const auto say = [&] { return city.run(TestCity::resident, c).word; };
    EXPECT_EQ(say(), Refusal::amount_out_of_range);
    c.amount = {5};
    EXPECT_EQ(say(), Refusal::wallet_unknown);
    c.wallet = wallet;
    city.run(TestCity::first, SetWalletStatus{wallet, WalletStatus::blocked});
    EXPECT_EQ(say(), Refusal::wallet_blocked);
    city.run(TestCity::first, SetWalletStatus{wallet, WalletStatus::active});
    EXPECT_EQ(say(), Refusal::place_unknown);
    c.place = seller;
    city.run(TestCity::first, SetPlaceStatus{seller, PlaceStatus::closed});
    EXPECT_EQ(say(), Refusal::place_closed);
    city.run(TestCity::first, SetPlaceStatus{seller, PlaceStatus::open});
    EXPECT_EQ(say(), Refusal::place_not_capable);
    c.place = shop;
    EXPECT_EQ(say(), Refusal::insufficient_balance);
    city.top_up(wallet, shop, p, 5);
    EXPECT_EQ(say(), Refusal::none);
}

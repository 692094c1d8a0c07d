#include "ledger/contract/test_city.hpp"
#include "ledger/encoding.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Holds : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId a = city.wallet(), b = city.wallet();

    ProgramId premium(Amount budget) {
        ProgramTerms t = terms_for_days(30);
        t.top_up = {}, t.origin = Origin::granted, t.budget = budget;
        return city.program(t);
    }
    ProgramId sold(ProgramId into, AtLimit at_limit = AtLimit::refuse) {
        ProgramTerms t = terms_for_days(60);
        t.bonus = {into, {{{1}, 2'000, {}}}, at_limit};
        t.top_up.person_maximum = {5'000};
        return city.program(t);
    }
    Said hold(WalletId w, ProgramId p, std::int64_t n) {
        return city.run(TestCity::resident, HoldTopUp{w, p, {n}});
    }
    HoldId id(const Said& said) { return std::get<HoldOpened>(said.entry->facts.at(0)).hold; }
    Said post(HoldId h) { return city.run(TestCity::first, PostHold{h}); }
    Said drop(HoldId h) { return city.run(TestCity::first, VoidHold{h}); }
};
} // namespace

TEST_F(Holds, of_a_top_up_keep_premium_and_limits_until_captured_CHG_d) {
    const ProgramId extra = premium({1'000}), p = sold(extra);
    const Said first = hold(a, p, 4'000);
    ASSERT_EQ(first.word, Refusal::none);
    EXPECT_EQ(city.held(a), 0);
    EXPECT_EQ(city.top_up(b, shop, p, 1'100).word, Refusal::limit_reached) << "800 are held";
    EXPECT_EQ(city.top_up(b, shop, p, 1'000).word, Refusal::none);
    EXPECT_EQ(hold(a, p, 1'001).word, Refusal::person_cap_reached);
    city.clock = city.clock + 10 * ms_per_day;
    EXPECT_EQ(post(id(first)).word, Refusal::none) << "what was held always fits";
    EXPECT_EQ(city.held(a, p, jst_date(city.clock) + 60), 4'000) << "from the day it is captured";
    EXPECT_EQ(city.held(a, extra, jst_date(city.clock) + 30), 800);
    EXPECT_EQ(post(id(first)).word, Refusal::hold_closed);
    EXPECT_EQ(drop(id(first)).word, Refusal::hold_closed);
    EXPECT_EQ(post({99}).word, Refusal::hold_unknown);
}

TEST_F(Holds, of_top_ups_are_few_at_a_time_for_one_wallet_CHG_d) {
    const ProgramId p = city.program(terms_for_days(60));
    std::vector<HoldId> open;
    for (int n = 0; n < most_open_top_ups; ++n)
        open.push_back(id(hold(a, p, 100)));
    EXPECT_EQ(hold(a, p, 100).word, Refusal::too_many_open);
    EXPECT_EQ(hold(a, {99}, 100).word, Refusal::too_many_open) << "before the program is looked at";
    EXPECT_EQ(hold(b, p, 100).word, Refusal::none);
    State stored; // as after a restart, from the checkpoint
    for (std::int64_t n = 1; n <= city.state.holds.size(); ++n) {
        const Bytes cell = encode_cell(*city.state.holds.find({n}));
        ASSERT_TRUE(load_cell(stored, CellKind::hold, n, cell, city.state.last));
    }
    EXPECT_EQ(stored.open_top_ups, city.state.open_top_ups);
    EXPECT_EQ(drop(open[0]).word, Refusal::none);
    EXPECT_EQ(post(open[1]).word, Refusal::none);
    EXPECT_EQ(hold(a, p, 100).word, Refusal::none);
    EXPECT_EQ(hold(a, p, 100).word, Refusal::none);
    EXPECT_EQ(hold(a, p, 100).word, Refusal::too_many_open);
}

TEST_F(Holds, of_dues_take_no_room_from_top_ups_GEN_h) {
    ProgramTerms t = terms_for_days(60);
    t.dues = 1;
    const ProgramId p = city.program(t);
    city.top_up(a, shop, p, 100);
    for (int n = 0; n < most_open_top_ups; ++n)
        EXPECT_EQ(city.run(TestCity::resident, HoldDues{a, {10}, 0}).word, Refusal::none);
    EXPECT_EQ(hold(a, p, 100).word, Refusal::none);
}

TEST_F(Holds, voided_give_everything_back_CHG_d) {
    const ProgramId extra = premium({1'000}), p = sold(extra);
    const Said said = hold(a, p, 5'000);
    EXPECT_EQ(hold(b, p, 1).word, Refusal::premium_used_up);
    EXPECT_EQ(drop(id(said)).word, Refusal::none);
    EXPECT_EQ(city.state.programs.find(extra)->issued(), Amount{0});
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::reserved), Amount{0});
    EXPECT_EQ(city.top_up(a, shop, p, 5'000).word, Refusal::none) << "the person's limit too";
}

TEST_F(Holds, are_never_cut_in_amount_but_may_be_in_premium_CHG_d) {
    const ProgramId extra = premium({100}), cuts = sold(extra, AtLimit::cut_top_up);
    EXPECT_EQ(hold(a, cuts, 1'000).word, Refusal::limit_reached)
        << "agreed with the card company; a smaller one would fit";
    const ProgramId less = sold(premium({100}), AtLimit::cut_premium);
    const Said said = hold(a, less, 1'000);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(std::get<HoldOpened>(said.entry->facts.at(0)).bonus, Amount{100});
}

TEST_F(Holds, charged_back_take_what_is_left) {
    const ProgramId p = sold(premium({}));
    const Said posted = post(id(hold(a, p, 1'000)));
    city.pay(a, shop, 700); // 200 premium, 500 of what was bought
    const Cancel back{posted.entry->seq, {}, CancelReason::charged_back, nullptr};
    const Said said = city.run(TestCity::first, back);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.entry->amount, Amount{300}) << "500 left, less 200 of premium spent";
    EXPECT_EQ(city.held(a), 0);
}

TEST_F(Holds, of_public_dues_take_only_what_may_pay_that_kind_GEN_h) {
    ProgramTerms t = plain_terms();
    t.dues = 0b10;
    const ProgramId may = city.program(t), may_not = city.program(terms_for_days(5));
    city.top_up(a, shop, may, 1'000), city.top_up(a, shop, may_not, 1'000);
    const auto dues = [&](std::int64_t n, std::int32_t kind) {
        return city.run(TestCity::resident, HoldDues{a, {n}, kind});
    };
    EXPECT_EQ(dues(1, 16).word, Refusal::amount_out_of_range);
    const Said other = dues(1, 0);
    EXPECT_EQ(other.word, Refusal::insufficient_balance);
    EXPECT_EQ(other.why.unused.at(0).why, Unused::not_for_dues);
    EXPECT_EQ(dues(1'001, 1).why.missing, Amount{1}) << "never mixed with what may not";
    const Said paid = dues(600, 1), dropped = dues(400, 1);
    EXPECT_EQ(city.pay(a, shop, 1'001).word, Refusal::insufficient_balance) << "held is not there";
    EXPECT_EQ(post(id(paid)).word, Refusal::none);
    EXPECT_EQ(drop(id(dropped)).word, Refusal::none);
    EXPECT_EQ(city.held(a), 1'400);
    EXPECT_EQ(city.state.programs.find(may)->total(AccountKind::public_dues), Amount{600});
    EXPECT_EQ(
        counted(city.state.city.find({1})->tallies, Counter::dues, 1, Period::ever, {}), Amount{600}
    );
}

TEST_F(Holds, of_value_that_died_meanwhile_do_not_bring_it_back) {
    ProgramTerms t = terms_for_days(1);
    t.dues = 1;
    const ProgramId p = city.program(t);
    city.top_up(a, shop, p, 100);
    const Said late = city.run(TestCity::resident, HoldDues{a, {60}, 0}),
               fine = city.run(TestCity::resident, HoldDues{a, {40}, 0});
    city.clock = city.clock + 3 * ms_per_day;
    EXPECT_EQ(drop(id(late)).word, Refusal::none);
    EXPECT_EQ(city.held(a), 0);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::expired), Amount{60});
    EXPECT_EQ(post(id(fine)).word, Refusal::none) << "it was paid in time";
}

// 4 × 1,000 of dues and a payment of 1,000 under 1,000 a day: the first one is the day's.
TEST_F(Holds, of_dues_count_into_limits_on_spending_until_voided_PRM_c) {
    ProgramTerms t = plain_terms();
    t.dues = 1;
    t.limits = {
        {Counted::spent, Measure::amount, 1'000, Period::day, Who::person},
        {Counted::spent, Measure::times, 2, Period::day, Who::person}
    };
    const ProgramId p = city.program(t);
    city.top_up(a, shop, p, 9'000);
    const auto dues = [&](std::int64_t n) {
        return city.run(TestCity::resident, HoldDues{a, {n}, 0});
    };
    const Said one = dues(600), two = dues(400);
    ASSERT_EQ(one.word, Refusal::none);
    ASSERT_EQ(two.word, Refusal::none);
    EXPECT_EQ(dues(1).why.missing, Amount{1});
    EXPECT_EQ(city.pay(a, shop, 1).word, Refusal::insufficient_balance);
    EXPECT_EQ(post(id(one)).word, Refusal::none);
    EXPECT_EQ(city.pay(a, shop, 1).word, Refusal::insufficient_balance) << "paid is still spent";
    EXPECT_EQ(drop(id(two)).word, Refusal::none);
    EXPECT_EQ(city.pay(a, shop, 401).word, Refusal::insufficient_balance);
    EXPECT_EQ(city.pay(a, shop, 400).word, Refusal::none) << "the amount and the time came back";
    city.clock = city.clock + ms_per_day;
    const Said late = dues(1'000);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(drop(id(late)).word, Refusal::none) << "given back to the day it was counted in";
    EXPECT_EQ(city.pay(a, shop, 1'001).word, Refusal::insufficient_balance);
    EXPECT_EQ(city.pay(a, shop, 1'000).word, Refusal::none);
}

// The card goes to an app while the tax office thinks: what comes back goes where the person is.
TEST_F(Holds, voided_after_the_card_moved_come_back_to_the_app_GEN_h_CHG_g) {
    ProgramTerms t = plain_terms();
    t.dues = 1;
    t.top_up.person_maximum = {5'000};
    t.limits = {{Counted::spent, Measure::amount, 1'000, Period::day, Who::person}};
    const ProgramId p = city.program(t);
    const CardId card =
        std::get<CardsRegistered>(
            city.run(TestCity::first, RegisterCards{1, CardKind::rechargeable}).entry->facts.at(0)
        )
            .first;
    const WalletId w = city.run(TestCity::first, ActivateCard{card}).entry->wallet;
    city.run(TestCity::staff, TopUp{w, shop, p, {3'000}, card});
    const Said tax = city.run(TestCity::resident, HoldDues{w, {700}, 0}), order = hold(w, p, 2'000);
    ASSERT_EQ(tax.word, Refusal::none);
    ASSERT_EQ(order.word, Refusal::none);
    ASSERT_EQ(city.run(TestCity::first, MoveCard{card, a}).word, Refusal::none);
    EXPECT_EQ(city.held(a), 2'300);
    EXPECT_EQ(city.pay(a, shop, 301).word, Refusal::insufficient_balance);
    EXPECT_EQ(city.top_up(a, shop, p, 1).word, Refusal::person_cap_reached);
    EXPECT_EQ(drop(id(tax)).word, Refusal::none);
    EXPECT_EQ(drop(id(order)).word, Refusal::none);
    EXPECT_EQ(city.held(w), 0);
    EXPECT_EQ(city.held(a), 3'000);
    EXPECT_EQ(city.pay(a, shop, 1'000).word, Refusal::none) << "the day's limit came back too";
    EXPECT_EQ(city.top_up(a, shop, p, 2'000).word, Refusal::none) << "and the person's";
}

TEST_F(Holds, of_value_that_would_be_dead_on_arrival_are_not_posted_CHG_d) {
    for (const bool bonus_dies : {false, true}) {
        const Date last = jst_date(city.clock) + 3;
        ProgramTerms gift = bonus_dies ? terms_until(last) : terms_for_days(30);
        gift.top_up = {}, gift.origin = Origin::granted;
        ProgramTerms t = bonus_dies ? terms_for_days(60) : terms_until(last);
        t.bonus = {city.program(gift), {{{1}, 2'000, {}}}, AtLimit::refuse};
        const ProgramId p = city.program(t);
        const Said in_time = hold(a, p, 100), late = hold(a, p, 1'000);
        city.clock = (last + 1).begins() + -1;
        EXPECT_EQ(post(id(in_time)).word, Refusal::none) << "on the last day";
        const std::int64_t stood = city.held(a);
        city.clock = city.clock + 1;
        EXPECT_EQ(post(id(late)).word, Refusal::program_not_in_period);
        EXPECT_EQ(city.held(a), stood);
        EXPECT_EQ(drop(id(late)).word, Refusal::none) << "the money is given back";
        EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::reserved), Amount{0});
    }
}

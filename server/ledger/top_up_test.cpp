#include "ledger/contract/test_city.hpp"
#include "ledger/top_up.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct TopUps : ::testing::Test {
    TestCity city;
    PlaceId place = city.place();
    WalletId wallet = city.wallet();
};
} // namespace

TEST_F(TopUps, one_unit_is_one_yen_CHG_a) {
    const ProgramId p = city.program(plain_terms());
    const Said said = city.top_up(wallet, place, p, 10'001);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(city.held(wallet), 10'001);
    EXPECT_EQ(said.entry->amount, Amount{10'001});
    EXPECT_EQ(city.state.programs.find(p)->issued(), Amount{10'001});
}

TEST_F(TopUps, minimum_and_step_are_the_programs_CHG_b) {
    ProgramTerms t = plain_terms();
    t.top_up = {{1000}, {500}, {20'000}, {}};
    const ProgramId p = city.program(t);
    EXPECT_EQ(city.top_up(wallet, place, p, 999).word, Refusal::below_minimum);
    EXPECT_EQ(city.top_up(wallet, place, p, 1001).word, Refusal::not_in_step);
    EXPECT_EQ(
        city.top_up(wallet, place, p, 20'001).word, Refusal::not_in_step
    ); // the ladder: step before maximum
    EXPECT_EQ(city.top_up(wallet, place, p, 20'500).word, Refusal::above_maximum);
    for (const std::int64_t good : {1000, 1500, 20'000})
        EXPECT_EQ(city.top_up(wallet, place, p, good).word, Refusal::none);
}

TEST_F(TopUps, persons_maximum_holds_to_the_yen_CHG_c) {
    ProgramTerms t = plain_terms();
    t.top_up.person_maximum = {30'000};
    const ProgramId p = city.program(t), other = city.program(t);
    EXPECT_EQ(city.top_up(wallet, place, p, 29'999).word, Refusal::none);
    const Said refused = city.top_up(wallet, place, p, 2);
    EXPECT_EQ(refused.word, Refusal::person_cap_reached);
    ASSERT_EQ(refused.why.limits.size(), 1u);
    EXPECT_EQ(refused.why.limits[0].limit, Limit::person_maximum);
    EXPECT_EQ(refused.why.limits[0].left, Amount{1});
    const Said last = city.top_up(wallet, place, p, 1);
    EXPECT_EQ(last.word, Refusal::none);
    EXPECT_EQ(last.why.limits.at(0).left, Amount{0});
    // Each program and each wallet counts for itself; spending and expiry bring nothing back.
    EXPECT_EQ(city.top_up(wallet, place, other, 30'000).word, Refusal::none);
    EXPECT_EQ(city.top_up(city.wallet(), place, p, 30'000).word, Refusal::none);
    EXPECT_EQ(city.pay(wallet, place, 50'000).word, Refusal::none);
    EXPECT_EQ(city.top_up(wallet, place, p, 1).word, Refusal::person_cap_reached);
}

TEST_F(TopUps, programs_budget_holds_to_the_yen_CHG_c) {
    ProgramTerms t = plain_terms();
    t.budget = {60'000};
    const ProgramId p = city.program(t);
    EXPECT_EQ(city.top_up(wallet, place, p, 50'000).word, Refusal::none);
    const Said refused = city.top_up(city.wallet(), place, p, 10'001);
    EXPECT_EQ(refused.word, Refusal::program_cap_reached);
    EXPECT_EQ(refused.why.limits.at(0).limit, Limit::program_budget);
    EXPECT_EQ(refused.why.limits.at(0).left, Amount{10'000});
    EXPECT_EQ(city.top_up(wallet, place, p, 10'000).word, Refusal::none);
    EXPECT_EQ(city.top_up(wallet, place, p, 1).word, Refusal::program_cap_reached);
}

// Sold is sold: what was spent or has expired does not go on sale again.
TEST_F(TopUps, spending_and_expiry_bring_no_budget_back_CHG_c) {
    ProgramTerms t = terms_for_days(1);
    t.budget = {1000};
    const ProgramId p = city.program(t);
    city.top_up(wallet, place, p, 1000);
    city.pay(wallet, place, 600);
    EXPECT_EQ(city.top_up(wallet, place, p, 1).word, Refusal::program_cap_reached);
    city.clock = city.clock + 3 * ms_per_day;
    EXPECT_EQ(city.expire(wallet).word, Refusal::none);
    EXPECT_EQ(city.top_up(wallet, place, p, 1).word, Refusal::program_cap_reached);
}

// Multiples of the step, counted from nothing: 1,500 and 2,000, not 1,200 and 1,700.
TEST_F(TopUps, steps_are_counted_from_zero_and_not_from_the_minimum_CHG_b) {
    ProgramTerms t = plain_terms();
    t.top_up = {{1200}, {500}, {20'000}, {}};
    const ProgramId p = city.program(t);
    for (const std::int64_t bad : {1200, 1700}) {
        EXPECT_EQ(city.top_up(wallet, place, p, bad).word, Refusal::not_in_step);
    }
    EXPECT_EQ(city.top_up(wallet, place, p, 1500).word, Refusal::none);
}

TEST_F(TopUps, lowered_limits_take_nothing_back_and_leave_nothing_CHG_c) {
    ProgramTerms t = plain_terms();
    const ProgramId p = city.program(t);
    city.top_up(wallet, place, p, 5000);
    t.top_up.person_maximum = {1000};
    city.program(t, p);
    const Said refused = city.top_up(wallet, place, p, 1);
    EXPECT_EQ(refused.word, Refusal::person_cap_reached);
    EXPECT_EQ(refused.why.limits.at(0).left, Amount{0});
    EXPECT_EQ(city.held(wallet), 5000);
}

TEST_F(TopUps, largest_amounts_stay_exact_CHG_a) {
    ProgramTerms t = plain_terms();
    t.top_up.maximum = amount_max;
    const ProgramId p = city.program(t);
    EXPECT_EQ(city.top_up(wallet, place, p, 9'999'999).word, Refusal::none);
    for (const std::int64_t bad :
         {std::int64_t{10'000'000}, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1, INT64_MAX,
          std::int64_t{0}, std::int64_t{-1}, INT64_MIN}) {
        const Said refused = city.top_up(wallet, place, p, bad);
        EXPECT_EQ(refused.word, Refusal::amount_out_of_range) << bad;
        EXPECT_EQ(refused.entry->amount, Amount{0})
            << "an amount outside the range is nobody's amount";
    }
    EXPECT_EQ(city.held(wallet), 9'999'999);
}

TEST_F(TopUps, sums_beyond_two_to_the_53rd_stay_exact_CHG_a) {
    const ProgramId p = city.program(plain_terms());
    city.top_up(wallet, place, p, 1);
    const std::int64_t much = std::int64_t{1}
                              << 53; // nobody can buy so much; put there to see the arithmetic
    city.state.programs.at(p).totals[static_cast<std::size_t>(AccountKind::issue)] -= Amount{much};
    city.state.programs.at(p).totals[static_cast<std::size_t>(AccountKind::lot)] += Amount{much};
    city.state.wallets.at(wallet).lots[0].balance += Amount{much};
    EXPECT_EQ(city.pay(wallet, place, 1).word, Refusal::none);
    EXPECT_EQ(city.pay(wallet, place, 1).word, Refusal::none);
    EXPECT_EQ(city.held(wallet), much - 1);
}

TEST_F(TopUps, days_after_counts_from_the_day_in_Japan_CHG_h) {
    const ProgramId p = city.program(terms_for_days(180));
    city.clock = Date::from_civil(2026, 11, 22).begins() + ms_per_day + -1; // 23:59:59.999
    city.top_up(wallet, place, p, 100);
    city.clock = city.clock + 1;
    city.top_up(wallet, place, p, 200);
    EXPECT_EQ(city.held(wallet, p, Date::from_civil(2027, 5, 21)), 100);
    EXPECT_EQ(city.held(wallet, p, Date::from_civil(2027, 5, 22)), 200);
}

TEST_F(TopUps, fixed_last_day_and_same_day_make_one_lot_CHG_h) {
    const Date last = Date::from_civil(2027, 3, 31); // the fiscal year's end
    const ProgramId p = city.program(terms_until(last));
    city.top_up(wallet, place, p, 100);
    city.clock = morning(2027, 3, 31);
    city.top_up(wallet, place, p, 50);
    EXPECT_EQ(city.held(wallet, p, last), 150);
    EXPECT_EQ(city.state.wallets.find(wallet)->lots.size(), 1u);
    city.clock = morning(2027, 4, 1);
    EXPECT_EQ(city.top_up(wallet, place, p, 50).word, Refusal::program_not_in_period)
        << "it would be dead when issued";
}

TEST_F(TopUps, month_ends_and_29_February_CHG_h) {
    const ProgramId p = city.program(terms_for_days(30));
    const struct {
        Instant at;
        Date until;
    } cases[] = {
        {morning(2027, 1, 31), Date::from_civil(2027, 3, 2)},
        {morning(2027, 2, 28), Date::from_civil(2027, 3, 30)},
        {morning(2028, 1, 30), Date::from_civil(2028, 2, 29)},
        {morning(2028, 2, 29), Date::from_civil(2028, 3, 30)},
        {morning(2099, 12, 31), Date::from_civil(2100, 1, 30)},
        {morning(2100, 2, 28), Date::from_civil(2100, 3, 30)}, // 2100 has no 29 February
    };
    for (const auto& c : cases) {
        city.clock = c.at;
        city.top_up(wallet, place, p, 7);
        EXPECT_EQ(city.held(wallet, p, c.until), 7) << c.until.iso();
    }
}

TEST_F(TopUps, value_that_never_expires_CHG_h) {
    const ProgramId p = city.program(plain_terms());
    city.top_up(wallet, place, p, 5);
    city.clock = morning(2126, 11, 22);
    EXPECT_EQ(city.pay(wallet, place, 5).word, Refusal::none);
}

TEST_F(TopUps, period_of_sale_is_counted_in_Japans_days_CHG_h) {
    ProgramTerms t = plain_terms();
    t.issue_from = Date::from_civil(2026, 12, 1);
    t.issue_to = Date::from_civil(2026, 12, 31);
    const ProgramId p = city.program(t);
    const auto at = [&](Instant when) {
        city.clock = when;
        return city.top_up(wallet, place, p, 1).word;
    };
    EXPECT_EQ(at(t.issue_from.begins() + -1), Refusal::program_not_in_period);
    EXPECT_EQ(at(t.issue_from.begins()), Refusal::none);
    EXPECT_EQ(at((t.issue_to + 1).begins() + -1), Refusal::none);
    EXPECT_EQ(at((t.issue_to + 1).begins()), Refusal::program_not_in_period);
}

TEST_F(TopUps, refusals_come_in_the_order_of_the_list) {
    ProgramTerms t = plain_terms();
    t.top_up = {{1000}, {1000}, {10'000}, {10'000}};
    t.budget = {12'000};
    t.issue_from = Date::from_civil(2026, 11, 23);
    const ProgramId p = city.program(t);
    const PlaceId taker = city.place(Capabilities::takes_money);
    // Everything is wrong at first; each line mends the fault that was named.
    TopUp c{{99}, {99}, {99}, {0}};
    const auto say = [&] { return city.run(TestCity::staff, c).word; };
    EXPECT_EQ(say(), Refusal::amount_out_of_range);
    c.amount = {99};
    EXPECT_EQ(say(), Refusal::wallet_unknown);
    c.wallet = wallet;
    city.run(TestCity::first, SetWalletStatus{wallet, WalletStatus::blocked});
    EXPECT_EQ(say(), Refusal::wallet_blocked);
    city.run(TestCity::first, SetWalletStatus{wallet, WalletStatus::active});
    EXPECT_EQ(say(), Refusal::place_unknown);
    c.place = taker;
    city.run(TestCity::first, SetPlaceStatus{taker, PlaceStatus::closed});
    EXPECT_EQ(say(), Refusal::place_closed);
    city.run(TestCity::first, SetPlaceStatus{taker, PlaceStatus::open});
    EXPECT_EQ(say(), Refusal::place_not_capable);
    c.place = place;
    EXPECT_EQ(say(), Refusal::program_unknown);
    c.program = p;
    city.run(TestCity::first, StopProgram{p});
    EXPECT_EQ(say(), Refusal::program_stopped);
    city.program(t, p);
    EXPECT_EQ(say(), Refusal::program_not_in_period);
    city.clock = morning(2026, 11, 23);
    EXPECT_EQ(say(), Refusal::below_minimum);
    c.amount = {10'500};
    EXPECT_EQ(say(), Refusal::not_in_step);
    c.amount = {11'000};
    EXPECT_EQ(say(), Refusal::above_maximum);
    c.amount = {9000};
    city.top_up(wallet, place, p, 2000);
    city.top_up(city.wallet(), place, p, 8000);
    EXPECT_EQ(say(), Refusal::person_cap_reached);
    c.wallet = city.wallet();
    EXPECT_EQ(say(), Refusal::program_cap_reached);
    c.amount = {2000};
    EXPECT_EQ(say(), Refusal::none);
}

// Earlier releases let such terms be published; they may stand in a city's books.
TEST_F(
    TopUps, sell_nothing_that_is_given_or_counted_in_points_whatever_older_terms_say_CHG_a_PNT_a
) {
    for (const bool points : {false, true}) {
        const ProgramId p = city.program(plain_terms());
        ASSERT_EQ(city.top_up(wallet, place, p, 1'000).word, Refusal::none);
        ProgramTerms& old = city.state.programs.at(p).terms;
        old.origin = Origin::granted;
        if (points) old.unit = Unit::point;
        const ProgramTerms before = old;
        EXPECT_EQ(closed_for_top_ups(city.state, p, Now::of(city.clock)), Refusal::not_for_sale);
        EXPECT_EQ(city.top_up(wallet, place, p, 1'000).word, Refusal::not_for_sale);
        EXPECT_EQ(
            city.run(TestCity::resident, HoldTopUp{wallet, p, {1'000}}).word, Refusal::not_for_sale
        );
        EXPECT_EQ(city.state.programs.find(p)->terms, before);
    }
}

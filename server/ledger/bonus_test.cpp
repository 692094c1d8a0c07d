#include "ledger/contract/test_city.hpp"
#include "ledger/top_up.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

// A program sold with a premium of 20 % (30 % from 10,000 on) out of a premium program.
struct Bonuses : ::testing::Test {
    TestCity city;
    PlaceId counter = city.place();
    WalletId a = city.wallet(), b = city.wallet();

    ProgramId premium(Amount budget, std::vector<LimitRule> limits = {}) {
        ProgramTerms t = terms_for_days(30);
        t.top_up = {};
        t.origin = Origin::granted;
        t.budget = budget;
        t.limits = std::move(limits);
        return city.program(t);
    }
    ProgramId sold(ProgramId into, AtLimit at_limit) {
        ProgramTerms t = plain_terms();
        t.top_up = {{500}, {500}, {50'000}, {}};
        t.bonus = {into, {{{500}, 2'000, {}}, {{10'000}, 3'000, {}}}, at_limit};
        return city.program(t);
    }
    std::int64_t held(WalletId w, ProgramId p) {
        std::int64_t sum = 0;
        for (const Lot& lot : city.state.wallets.find(w)->lots)
            sum += lot.program == p ? lot.balance.value : 0;
        return sum;
    }
};

} // namespace

TEST_F(Bonuses, come_by_the_tier_the_amount_reaches_PRM_d) {
    const ProgramId extra = premium({}), p = sold(extra, AtLimit::refuse);
    city.top_up(a, counter, p, 1'000);
    EXPECT_EQ(held(a, extra), 200);
    city.top_up(a, counter, p, 9'500);
    EXPECT_EQ(held(a, extra), 200 + 1'900);
    city.top_up(a, counter, p, 10'000);
    EXPECT_EQ(held(a, extra), 200 + 1'900 + 3'000);
    EXPECT_TRUE(city.state.wallets.find(a)->lots.back().rights.granted());
}

TEST_F(Bonuses, refuse_the_top_up_whose_premium_does_not_fit_CHG_d) {
    const ProgramId extra = premium({1'000}), p = sold(extra, AtLimit::refuse);
    EXPECT_EQ(city.top_up(a, counter, p, 4'000).word, Refusal::none);
    EXPECT_EQ(city.top_up(b, counter, p, 1'500).word, Refusal::premium_used_up);
    EXPECT_EQ(city.top_up(b, counter, p, 1'000).word, Refusal::none) << "exactly the rest";
    EXPECT_EQ(city.state.programs.find(extra)->issued(), Amount{1'000});
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::premium_used_up)
        << "sales have closed";
    EXPECT_EQ(closed_for_top_ups(city.state, p, Now::of(city.clock)), Refusal::premium_used_up);
}

TEST_F(Bonuses, are_cut_at_the_budget_CHG_d) {
    const ProgramId extra = premium({1'000}), p = sold(extra, AtLimit::cut_premium);
    city.top_up(a, counter, p, 4'500);
    EXPECT_EQ(city.top_up(b, counter, p, 5'000).word, Refusal::none);
    EXPECT_EQ(held(b, extra), 100) << "what was left";
    EXPECT_EQ(held(b, p), 5'000);
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::premium_used_up);
    EXPECT_EQ(held(b, p), 5'000);
}

TEST_F(Bonuses, cut_the_top_up_to_what_still_fits_CHG_d) {
    const ProgramId extra = premium({1'000}), p = sold(extra, AtLimit::cut_top_up);
    const Said said = city.top_up(a, counter, p, 20'000);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.entry->amount, Amount{5'000});
    EXPECT_EQ(held(a, p), 5'000);
    EXPECT_EQ(held(a, extra), 1'000);
    EXPECT_EQ(std::get<Asked>(said.entry->facts.at(0)).amount, Amount{20'000});
    const ProgramId small = premium({90}), q = sold(small, AtLimit::cut_top_up);
    EXPECT_EQ(city.top_up(a, counter, q, 5'000).word, Refusal::premium_used_up) << "nothing fits";
}

TEST_F(Bonuses, stop_for_one_person_and_go_on_for_others_PRM_e) {
    const LimitRule one{Counted::received, Measure::amount, 300, Period::ever, Who::person};
    const ProgramId extra = premium({}, {one}), p = sold(extra, AtLimit::cut_premium);
    city.top_up(a, counter, p, 5'000);
    EXPECT_EQ(held(a, extra), 300);
    EXPECT_EQ(city.top_up(a, counter, p, 500).word, Refusal::premium_used_up);
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::none);
    EXPECT_EQ(closed_for_top_ups(city.state, p, Now::of(city.clock)), Refusal::none);
}

TEST_F(Bonuses, open_again_when_a_cancel_gives_premium_back_CHG_d) {
    const ProgramId extra = premium({100}), p = sold(extra, AtLimit::refuse);
    const Said bought = city.top_up(a, counter, p, 500);
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::premium_used_up);
    const Said back = city.cancel(bought.entry->seq, counter);
    ASSERT_EQ(back.word, Refusal::none);
    EXPECT_EQ(back.entry->amount, Amount{500});
    EXPECT_EQ(city.held(a), 0);
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::none);
}

TEST_F(Bonuses, spent_before_a_cancel_lower_what_is_handed_back) {
    const ProgramId extra = premium({}), p = sold(extra, AtLimit::refuse);
    const Said bought = city.top_up(a, counter, p, 1'000);
    city.pay(a, counter, 150); // of the premium, which expires sooner
    const Said back = city.cancel(bought.entry->seq, counter);
    ASSERT_EQ(back.word, Refusal::none);
    EXPECT_EQ(back.entry->amount, Amount{850});
    EXPECT_EQ(city.held(a), 0);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::recovered), Amount{150});
    EXPECT_EQ(city.cancel(bought.entry->seq, counter).word, Refusal::already_cancelled);
}

// 5,000 with 1,000 of premium for 30 days. Nobody spends; the premium dies by itself: the whole
// 5,000 goes back, before the night that takes the premium away and after it.
TEST_F(Bonuses, that_expired_unspent_lower_no_refund) {
    for (const bool night : {false, true}) {
        const ProgramId extra = premium({}), p = sold(extra, AtLimit::refuse);
        const Said bought = city.top_up(a, counter, p, 5'000);
        const std::int64_t given = city.held(a) - 5'000;
        ASSERT_GT(given, 0);
        city.clock = (city.state.wallets.find(a)->lots.at(1).expires_on + 1).begins();
        if (night) ASSERT_EQ(city.expire(a).word, Refusal::none);
        const Said back = city.run(
            TestCity::first, Cancel{bought.entry->seq, counter, CancelReason::wrong_person, nullptr}
        );
        ASSERT_EQ(back.word, Refusal::none);
        EXPECT_EQ(back.entry->amount, Amount{5'000});
        EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::recovered), Amount{0});
        EXPECT_EQ(city.state.programs.find(p)->issued(), Amount{0});
        if (!night) ASSERT_EQ(city.expire(a).word, Refusal::none);
        EXPECT_EQ(city.held(a), 0);
        EXPECT_EQ(city.state.programs.find(extra)->total(AccountKind::expired), Amount{given});
    }
}

TEST_F(Bonuses, of_a_top_up_that_is_spent_refuse_the_cancel_but_not_the_charge_back) {
    const ProgramId p = city.program(plain_terms());
    const Said bought = city.top_up(a, counter, p, 1'000);
    city.pay(a, counter, 1'000);
    const Said no = city.cancel(bought.entry->seq, counter);
    EXPECT_EQ(no.word, Refusal::insufficient_balance);
    EXPECT_EQ(no.why.missing, Amount{1'000});
    const Said yes = city.run(
        TestCity::first, Cancel{bought.entry->seq, counter, CancelReason::charged_back, nullptr}
    );
    ASSERT_EQ(yes.word, Refusal::none);
    EXPECT_EQ(yes.entry->amount, Amount{0});
    EXPECT_EQ(yes.why.missing, Amount{1'000}) << "what the city has lost";
}

TEST_F(Bonuses, each_band_of_amounts_has_its_own_last_day_CHG_h) {
    ProgramTerms t = terms_for_days(10);
    t.bands = {
        {{5'000}, {Expiry::Kind::days_after, 60, {}, 0}},
        {{10'000}, {Expiry::Kind::fixed, 0, Date::from_civil(2027, 3, 31), 0}}
    };
    const ProgramId p = city.program(t);
    const Date today = jst_date(city.clock);
    city.top_up(a, counter, p, 4'999), city.top_up(a, counter, p, 5'000),
        city.top_up(a, counter, p, 10'000);
    EXPECT_EQ(city.held(a, p, today + 10), 4'999);
    EXPECT_EQ(city.held(a, p, today + 60), 5'000);
    EXPECT_EQ(city.held(a, p, Date::from_civil(2027, 3, 31)), 10'000);
}

TEST_F(Bonuses, months_end_the_day_before) {
    ProgramTerms t = plain_terms();
    t.expiry = {Expiry::Kind::months_after, 0, {}, 6};
    t.issuer = IssuerMode::six_month;
    const ProgramId p = city.program(t); // on 22 November 2026
    city.top_up(a, counter, p, 100);
    EXPECT_EQ(city.held(a, p, Date::from_civil(2027, 5, 21)), 100);
}

TEST_F(Bonuses, only_for_those_who_are_eligible_GEN_g) {
    ProgramTerms t = plain_terms();
    t.eligible = {0b1, 0b110};
    const ProgramId p = city.program(t);
    EXPECT_EQ(city.top_up(a, counter, p, 100).word, Refusal::not_eligible);
    city.run(TestCity::first, SetWalletMarks{a, 0b1});
    EXPECT_EQ(city.top_up(a, counter, p, 100).word, Refusal::not_eligible);
    city.run(TestCity::first, SetWalletMarks{a, 0b101});
    EXPECT_EQ(city.top_up(a, counter, p, 100).word, Refusal::none);
    EXPECT_EQ(city.run(TestCity::first, SetWalletMarks{{99}, 1}).word, Refusal::wallet_unknown);
}

TEST_F(Bonuses, limits_of_times_and_periods_hold_CHG_c_PRM_c) {
    ProgramTerms t = plain_terms();
    t.limits = {
        {Counted::topped_up, Measure::times, 2, Period::day, Who::person},
        {Counted::topped_up, Measure::amount, 1'000, Period::month, Who::everybody}
    };
    const ProgramId p = city.program(t);
    EXPECT_EQ(city.top_up(a, counter, p, 100).word, Refusal::none);
    EXPECT_EQ(city.top_up(a, counter, p, 100).word, Refusal::none);
    const Said third = city.top_up(a, counter, p, 100);
    EXPECT_EQ(third.word, Refusal::limit_reached);
    EXPECT_EQ(third.why.limits.at(0).counter, Counter::topped_up_times);
    EXPECT_EQ(city.top_up(b, counter, p, 801).word, Refusal::limit_reached) << "for everybody";
    EXPECT_EQ(city.top_up(b, counter, p, 800).word, Refusal::none);
    city.clock = Date::from_civil(2026, 12, 1).begins();
    EXPECT_EQ(city.top_up(a, counter, p, 1'000).word, Refusal::none) << "a new month, a new day";
}

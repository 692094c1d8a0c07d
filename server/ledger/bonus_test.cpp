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
    const Said too_much = city.top_up(b, counter, p, 1'500);
    EXPECT_EQ(too_much.word, Refusal::limit_reached) << "1,000 would still fit";
    EXPECT_EQ(too_much.why.limits.at(0).left, Amount{200});
    EXPECT_EQ(too_much.why.limits.at(1).limit, Limit::person_maximum);
    EXPECT_EQ(too_much.why.limits.at(1).left, Amount{1'000});
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
    const ProgramId small = premium({190}), q = sold(small, AtLimit::cut_top_up);
    city.top_up(b, counter, q, 500);
    EXPECT_EQ(city.top_up(a, counter, q, 5'000).word, Refusal::premium_used_up) << "nothing fits";
}

TEST_F(Bonuses, stop_for_one_person_and_go_on_for_others_PRM_e) {
    const LimitRule one{Counted::received, Measure::amount, 300, Period::ever, Who::person};
    const ProgramId extra = premium({}, {one}), p = sold(extra, AtLimit::cut_premium);
    city.top_up(a, counter, p, 5'000);
    EXPECT_EQ(held(a, extra), 300);
    const Said own = city.top_up(a, counter, p, 500);
    EXPECT_EQ(own.word, Refusal::limit_reached) << "their own limit: sales go on";
    EXPECT_EQ(own.why.limits.at(0).limit, Limit::rule);
    EXPECT_EQ(own.why.limits.at(1).left, Amount{0});
    const auto most = [&](WalletId w) {
        return most_by_premium(
            city.state, w, *city.state.wallets.find(w), city.state.programs.find(p)->terms,
            Now::of(city.clock)
        );
    };
    EXPECT_EQ(most(a), Amount{0});
    EXPECT_EQ(most(b), no_limit);
    EXPECT_EQ(city.top_up(b, counter, p, 500).word, Refusal::none);
    EXPECT_EQ(closed_for_top_ups(city.state, p, Now::of(city.clock)), Refusal::none);
}

// Whatever remains of the premium: sales are closed exactly when no amount can be bought any more.
TEST_F(Bonuses, close_when_what_remains_is_too_little_for_any_amount_CHG_d_PRM_e) {
    for (const AtLimit at : {AtLimit::refuse, AtLimit::cut_premium, AtLimit::cut_top_up}) {
        for (const std::int64_t rest : {0, 1, 99, 100, 101, 250}) {
            const ProgramId extra = premium({1'000 + rest}), p = sold(extra, at);
            ASSERT_EQ(city.top_up(a, counter, p, 5'000).word, Refusal::none);
            const Refusal closed = closed_for_top_ups(city.state, p, Now::of(city.clock));
            const bool open = rest >= 100 || (at == AtLimit::cut_premium && rest > 0);
            EXPECT_EQ(closed, open ? Refusal::none : Refusal::premium_used_up) << rest;
            const Refusal said = city.top_up(b, counter, p, 500).word;
            EXPECT_EQ(said, open ? Refusal::none : Refusal::premium_used_up) << rest;
        }
    }
}

TEST_F(Bonuses, close_at_the_smallest_amount_in_step_and_at_everybodys_limit_CHG_c_CHG_d) {
    ProgramTerms t = plain_terms();
    t.top_up = {{700}, {500}, {50'000}, {}}; // so 1,000 is the least
    t.budget = {2'900};
    const ProgramId p = city.program(t);
    const auto closed = [&](ProgramId id) {
        return closed_for_top_ups(city.state, id, Now::of(city.clock));
    };
    ASSERT_EQ(city.top_up(a, counter, p, 1'500).word, Refusal::none);
    EXPECT_EQ(closed(p), Refusal::none);
    ASSERT_EQ(city.top_up(a, counter, p, 1'000).word, Refusal::none);
    EXPECT_EQ(closed(p), Refusal::program_cap_reached);
    t.budget = {};
    t.limits = {{Counted::topped_up, Measure::amount, 1'900, Period::month, Who::everybody}};
    const ProgramId q = city.program(t);
    EXPECT_EQ(closed(q), Refusal::none);
    ASSERT_EQ(city.top_up(a, counter, q, 1'000).word, Refusal::none);
    EXPECT_EQ(closed(q), Refusal::limit_reached);
    city.clock = Date::from_civil(2026, 12, 1).begins();
    EXPECT_EQ(closed(q), Refusal::none) << "a new month";
}

// What is cut is never cut into a band whose last day is over.
TEST_F(Bonuses, are_not_cut_into_a_band_that_is_over_CHG_d_CHG_h) {
    const ProgramId extra = premium({300});
    ProgramTerms t = terms_for_days(30);
    t.top_up = {{1'000}, {1'000}, {50'000}, {}};
    const Date today = jst_date(city.clock);
    t.bands = {
        {{1'000}, {Expiry::Kind::fixed, 0, today + 1, 0}},
        {{2'000}, {Expiry::Kind::days_after, 30, {}, 0}}
    };
    t.bonus = {extra, {{{1'000}, 2'000, {}}}, AtLimit::cut_top_up};
    const ProgramId p = city.program(t);
    city.clock = (today + 2).begins();
    EXPECT_EQ(city.top_up(a, counter, p, 3'000).word, Refusal::premium_used_up);
    EXPECT_EQ(closed_for_top_ups(city.state, p, Now::of(city.clock)), Refusal::premium_used_up);
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
        if (night) {
            ASSERT_EQ(city.expire(a).word, Refusal::none);
        }
        const Said back = city.run(
            TestCity::first, Cancel{bought.entry->seq, counter, CancelReason::wrong_person, nullptr}
        );
        ASSERT_EQ(back.word, Refusal::none);
        EXPECT_EQ(back.entry->amount, Amount{5'000});
        EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::recovered), Amount{0});
        EXPECT_EQ(city.state.programs.find(p)->issued(), Amount{0});
        if (!night) {
            ASSERT_EQ(city.expire(a).word, Refusal::none);
        }
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

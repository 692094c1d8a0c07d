// Terms of which some part could never come about are refused when they are proposed, with the
// field at fault and the reason.
#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

using T = ProgramTerms;

void given(T& t) { t.origin = Origin::granted, t.top_up = {}; }

struct Reach : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place(Capabilities::takes_money),
            counter = city.place(Capabilities::tops_up),
            stand = city.place(Capabilities::takes_points);
    T sold, gift; // 500 to 20,000 in steps of 500 · given money

    Reach() {
        sold.top_up = {{500}, {500}, {20'000}, {}};
        given(gift);
    }
    std::string says(const T& t, ProgramId program = {}) {
        const Said said = city.run(TestCity::first, Propose{program, t, {}});
        if (said.word == Refusal::none) return "";
        EXPECT_EQ(said.word, Refusal::terms_contradictory);
        return said.why.field + " " + said.why.reason;
    }
    std::string says_of(const T& base, auto change, ProgramId program = {}) {
        T t = base;
        change(t);
        return says(t, program);
    }
    ProgramId premium(Amount budget, std::vector<LimitRule> limits = {}) {
        T t = gift;
        t.budget = budget, t.limits = std::move(limits);
        return city.program(t);
    }
};

LimitRule a_month(Counted what, std::int64_t cap, Measure measure = Measure::amount) {
    return {what, measure, cap, Period::month, Who::person};
}

} // namespace

TEST_F(Reach, of_a_premium_is_what_its_program_may_give_CHG_d_PRM_d) {
    T t = sold;
    t.bonus.tiers = {{{500}, 2'000, {}}, {{1'000}, 0, {90}}}; // 100 for 500, then 90
    const auto into = [&](ProgramId program, AtLimit at_limit) {
        t.bonus.into = program, t.bonus.at_limit = at_limit;
        return says(t);
    };
    const LimitRule cap = a_month(Counted::received, 89),
                    times{Counted::received, Measure::times, 1};
    const ProgramId small = premium({89}), capped = premium({}, {cap}), exact = premium({90}),
                    once = premium({}, {times});
    EXPECT_EQ(into(small, AtLimit::refuse), "bonus.into nothing_fits");
    EXPECT_EQ(into(small, AtLimit::cut_top_up), "bonus.into nothing_fits");
    EXPECT_EQ(into(small, AtLimit::cut_premium), "") << "they get what is left";
    EXPECT_EQ(into(capped, AtLimit::refuse), "bonus.into nothing_fits");
    EXPECT_EQ(into(exact, AtLimit::refuse), "") << "1,000 with 90 can be bought";
    EXPECT_EQ(into(once, AtLimit::refuse), "");
    t.top_up.person_maximum = {500}; // … and now it cannot
    EXPECT_EQ(into(exact, AtLimit::refuse), "bonus.tiers.1.from never_usable");
    t.bonus.tiers.pop_back();
    EXPECT_EQ(into(exact, AtLimit::refuse), "bonus.into nothing_fits");
    t.bonus.tiers[0].from = {501}, t.top_up.person_maximum = {1'000};
    EXPECT_EQ(into(exact, AtLimit::refuse), "") << "500 comes without any";
}

TEST_F(Reach, of_a_band_or_a_tier_is_some_amount_that_can_be_bought_CHG_b_CHG_c_CHG_h_PRM_d) {
    const ProgramId extra = premium({});
    const auto band = [&](std::int64_t from, auto change) {
        return says_of(sold, [&](T& t) { t.bands = {{{from}, {}}}, change(t); });
    };
    const auto as_it_is = [](T&) {};
    EXPECT_EQ(band(20'000, as_it_is), "");
    EXPECT_EQ(band(20'001, as_it_is), "bands.0.from never_usable");
    const std::string no = "bands.0.from never_usable";
    EXPECT_EQ(band(4'001, [](T& t) { t.top_up.person_maximum = {4'000}; }), no);
    EXPECT_EQ(band(4'000, [](T& t) { t.top_up.person_maximum = {4'000}; }), "");
    EXPECT_EQ(band(4'001, [](T& t) { t.top_up.person_maximum = {4'499}; }), no) << "by the step";
    EXPECT_EQ(band(4'001, [](T& t) { t.budget = {4'000}; }), no);
    EXPECT_EQ(band(4'001, [](T& t) { t.limits = {a_month(Counted::topped_up, 4'000)}; }), no);
    EXPECT_EQ(band(4'001, [](T& t) { t.limits = {a_month(Counted::spent, 4'000)}; }), "");
    const auto tiers = [&](std::vector<Tier> all, Amount step = {500}) {
        return says_of(sold, [&](T& t) {
            t.bonus = {extra, all, AtLimit::refuse};
            t.top_up.step = step;
        });
    };
    EXPECT_EQ(
        tiers({{{1'001}, 1'000, {}}, {{1'499}, 2'000, {}}}), "bonus.tiers.0.from never_usable"
    ) << "no step between the two";
    EXPECT_EQ(tiers({{{1'001}, 1'000, {}}, {{1'501}, 2'000, {}}}), "");
    EXPECT_EQ(tiers({{{100}, 1'000, {}}, {{500}, 2'000, {}}}), "bonus.tiers.0.from never_usable")
        << "below the minimum";
    EXPECT_EQ(
        tiers({{{500}, 1'000, {}}, {{19'000}, 2'000, {}}}, {7'000}),
        "bonus.tiers.1.from never_usable"
    ) << "the last step is 14,000";
}

TEST_F(Reach, of_a_tier_is_more_than_nothing_PRM_d_PRM_f) {
    const ProgramId extra = premium({});
    const auto bonus = [&](std::vector<Tier> all) {
        return says_of(sold, [&](T& t) { t.bonus = {extra, all, AtLimit::refuse}; });
    };
    const auto reward = [&](std::vector<Tier> all, Amount maximum = {}) {
        return says_of(gift, [&](T& t) {
            t.reward.tiers = all, t.reward.payment_maximum = maximum;
        });
    };
    const Tier tenth{{1'000}, 1'000, {}}, nothing{{2'000}, 0, {}}, hundred{{3'000}, 0, {100}};
    EXPECT_EQ(bonus({tenth, nothing}), "bonus.tiers.1.per_10000 missing");
    EXPECT_EQ(reward({tenth, nothing}), "reward.tiers.1.per_10000 missing");
    EXPECT_EQ(reward({{{1}, 1, {}}, tenth}), "reward.tiers.0.per_10000 never_usable")
        << "999 × 1/10,000 is nothing";
    EXPECT_EQ(reward({{{1}, 11, {}}, tenth}), "");
    EXPECT_EQ(reward({tenth, hundred}, {99}), "reward.payment_maximum nothing_fits");
    EXPECT_EQ(reward({tenth, hundred}, {100}), "");
    EXPECT_EQ(reward({hundred}, {99}), "reward.payment_maximum nothing_fits");
    EXPECT_EQ(reward({}, {99}), "");
}

TEST_F(Reach, of_places_is_one_that_takes_it_PRM_b_PRM_g) {
    const auto at = [&](const T& base, std::vector<PlaceId> places) {
        return says_of(base, [&](T& t) { t.where.places = places; });
    };
    T points = gift;
    points.unit = Unit::point;
    const std::string no = "where.places never_usable";
    EXPECT_EQ(at(sold, {counter}), no);
    EXPECT_EQ(at(sold, {stand}), no) << "it takes points alone";
    EXPECT_EQ(at(sold, {shop, counter}), "");
    EXPECT_EQ(at(points, {shop}), no);
    EXPECT_EQ(at(points, {stand}), "");
    points.reward.tiers = {{{100}, 1'000, {}}};
    points.reward.where.places = {stand};
    EXPECT_EQ(says(points), "reward.where never_usable") << "rewards are for money paid";
    points.reward.where.places = {shop};
    EXPECT_EQ(says(points), "");
    city.run(TestCity::first, SetPlaceStatus{shop, PlaceStatus::closed});
    EXPECT_EQ(at(sold, {shop}), "") << "it may open again";
}

TEST_F(Reach, of_what_is_bought_is_somebody_who_may_buy_it_CHG_c) {
    T bought = gift, points = gift;
    bought.origin = Origin::paid;
    points.unit = Unit::point, points.origin = Origin::paid;
    EXPECT_EQ(says(bought), "top_up missing");
    EXPECT_EQ(says(points), "origin unit") << "only money is sold";
    const ProgramId program = city.program(sold), free = city.program(gift);
    EXPECT_EQ(says(bought, program), "") << "a version may end the sales";
    EXPECT_EQ(says(bought, free), "top_up missing");
}

TEST_F(Reach, of_a_limit_is_something_that_happens_PRM_c_PNT_i) {
    const auto limited = [&](const T& base, Counted what, ProgramId program = {}) {
        return says_of(base, [&](T& t) { t.limits = {a_month(what, 9'000)}; }, program);
    };
    const std::string no = "limits.0.what never_usable";
    EXPECT_EQ(limited(sold, Counted::sent), no);
    EXPECT_EQ(limited(gift, Counted::topped_up), no);
    EXPECT_EQ(limited(sold, Counted::received), "") << "all value may be given";
    EXPECT_EQ(limited(gift, Counted::spent), "");
    T sent_on = sold;
    sent_on.to_residents = true;
    EXPECT_EQ(limited(sent_on, Counted::sent), "");
    const ProgramId moves = city.program(sent_on);
    EXPECT_EQ(limited(sold, Counted::sent, moves), "") << "what was issued still moves";
    T no_longer = sold;
    no_longer.limits = {a_month(Counted::sent, 9'000)};
    city.program(no_longer, moves);
    EXPECT_EQ(limited(sold, Counted::sent, moves), "");
    T ended = gift;
    ended.origin = Origin::paid;
    EXPECT_EQ(limited(ended, Counted::topped_up, moves), "") << "so that it still counts";
    // Of no effect beside another one, but true: the month's holds.
    T both = sold;
    both.limits = {
        {Counted::spent, Measure::amount, 900, Period::day}, a_month(Counted::spent, 500)
    };
    EXPECT_EQ(says(both), "");
}

TEST_F(Reach, of_a_handout_is_what_one_person_may_be_given_PRM_h_PNT_c) {
    const auto amount = [&](std::vector<LimitRule> limits, std::int64_t units) {
        HandoutTerms t;
        t.program = premium({500}, std::move(limits));
        t.ways = {Ways::printed_code}, t.amount = {units};
        const Said said = city.run(TestCity::first, OpenHandout{t});
        return said.word == Refusal::none ? "" : said.why.field + " " + said.why.reason;
    };
    EXPECT_EQ(amount({}, 501), "amount never_usable");
    EXPECT_EQ(amount({}, 500), "");
    EXPECT_EQ(amount({a_month(Counted::received, 99)}, 100), "amount never_usable");
    EXPECT_EQ(amount({a_month(Counted::received, 100)}, 100), "");
    EXPECT_EQ(amount({a_month(Counted::received, 1, Measure::times)}, 100), "");
    EXPECT_EQ(amount({a_month(Counted::spent, 99)}, 100), "");
}

TEST_F(Reach, is_judged_again_when_it_is_approved_PAY_f) {
    T t = sold;
    const ProgramId extra = premium({1'000});
    t.bonus = {extra, {{{500}, 2'000, {}}}, AtLimit::refuse};
    const Said proposed = city.run(TestCity::first, Propose{{}, t, {}});
    const Proposed& p = std::get<Proposed>(proposed.entry->facts.at(0));
    T less = gift;
    less.budget = {99};
    city.program(less, extra);
    EXPECT_EQ(
        city.run(TestCity::second, Approve{p.proposal, p.digest}).word, Refusal::proposal_void
    );
}

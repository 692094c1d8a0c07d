#include "ledger/contract/test_city.hpp"
#include "ledger/spending.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Restricted : ::testing::Test {
    TestCity city;
    PlaceId bakery = place(1, 10), grocery = place(2, 10), station = place(2, 20);
    WalletId wallet = city.wallet();

    PlaceId place(std::int32_t type, std::int32_t area) {
        const PlaceId p = city.place();
        city.run(TestCity::first, SetPlaceTraits{p, {type, area}});
        return p;
    }
    ProgramId program(Where where, When when = {}) {
        ProgramTerms t = plain_terms();
        t.where = std::move(where);
        t.when = when;
        return city.program(t);
    }
    ProgramId with(ProgramId p, std::int64_t amount) {
        city.top_up(wallet, bakery, p, amount);
        return p;
    }
};
} // namespace

TEST_F(Restricted, value_pays_only_where_its_program_says_PRM_b) {
    with(program({{1}, {}, {}, {}, {}}), 100);
    const Said no = city.pay(wallet, grocery, 50);
    EXPECT_EQ(no.word, Refusal::insufficient_balance);
    EXPECT_EQ(no.why.unused.at(0).why, Unused::not_here);
    EXPECT_EQ(city.pay(wallet, bakery, 50).word, Refusal::none);
}

TEST_F(Restricted, by_type_area_list_and_exclusion_PRM_b) {
    const PlaceTraits at_bakery{1, 10}, at_station{2, 20};
    EXPECT_TRUE((Where{{1}, {10}, {}, {}, {}}).allows(bakery, at_bakery));
    EXPECT_FALSE((Where{{1}, {20}, {}, {}, {}}).allows(bakery, at_bakery)) << "all of them must";
    EXPECT_TRUE((Where{{}, {}, {station}, {}, {}}).allows(station, at_station));
    EXPECT_FALSE((Where{{}, {}, {}, {2}, {}}).allows(station, at_station));
    EXPECT_FALSE((Where{{}, {}, {}, {}, {station}}).allows(station, at_station));
}

TEST_F(Restricted, value_pays_only_when_its_program_says_PRM_b) {
    When when;
    when.weekdays = 0b1100000; // Saturday and Sunday
    when.from_minute = 10 * 60, when.to_minute = 20 * 60;
    with(program({}, when), 100);
    EXPECT_EQ(city.pay(wallet, bakery, 1).why.unused.at(0).why, Unused::not_now) << "9 o'clock";
    city.clock = Date::from_civil(2026, 11, 22).begins() + 10 * 60 * ms_per_minute; // a Sunday
    EXPECT_EQ(city.pay(wallet, bakery, 1).word, Refusal::none);
    city.clock = Date::from_civil(2026, 11, 22).begins() + (20 * 60 * ms_per_minute - 1);
    EXPECT_EQ(city.pay(wallet, bakery, 1).word, Refusal::none);
    city.clock = city.clock + 1;
    EXPECT_EQ(city.pay(wallet, bakery, 1).word, Refusal::insufficient_balance);
    city.clock = Date::from_civil(2026, 11, 23).begins() + 12 * 60 * ms_per_minute;
    EXPECT_EQ(city.pay(wallet, bakery, 1).word, Refusal::insufficient_balance) << "a Monday";
}

TEST_F(Restricted, limited_to_fewer_places_is_spent_before_the_rest_PAY_i) {
    const ProgramId common = with(program({}), 100),
                    types = with(program({{1}, {}, {}, {}, {}}), 100),
                    list = with(program({{}, {}, {bakery}, {}, {}}), 100);
    const Said said = city.pay(wallet, bakery, 250);
    ASSERT_EQ(said.why.used.size(), 3u);
    EXPECT_EQ(said.why.used[0].program, list);
    EXPECT_EQ(said.why.used[1].program, types);
    EXPECT_EQ(said.why.used[2].program, common);
}

TEST_F(Restricted, soonest_comes_first_unless_the_city_puts_limited_first_PAY_i) {
    ProgramTerms soon = terms_for_days(1);
    const ProgramId s = with(city.program(soon), 100),
                    l = with(program({{1}, {}, {}, {}, {}}), 100);
    EXPECT_EQ(city.pay(wallet, bakery, 10).why.used.at(0).program, s);
    city.run(TestCity::first, SetPolicy{true});
    EXPECT_EQ(city.pay(wallet, bakery, 10).why.used.at(0).program, l);
    city.run(TestCity::first, SetPolicy{false});
    EXPECT_EQ(city.pay(wallet, bakery, 10).why.used.at(0).program, s);
}

TEST_F(Restricted, versions_widen_and_never_narrow_PRM_b) {
    const ProgramId p = program({{1}, {}, {}, {}, {}});
    ProgramTerms t = plain_terms();
    t.where = {{1, 2}, {}, {}, {}, {}};
    city.program(t, p);
    EXPECT_EQ(city.state.programs.find(p)->version, 2u);
    for (const Where& narrower :
         {Where{{1}, {}, {}, {}, {}}, Where{{1, 2}, {10}, {}, {}, {}},
          Where{{1, 2}, {}, {}, {2}, {}}}) {
        t.where = narrower;
        const Said said = city.run(TestCity::first, Propose{p, t, {}});
        EXPECT_EQ(said.word, Refusal::terms_contradictory);
        EXPECT_EQ(said.why.field, "where");
        EXPECT_EQ(said.why.reason, "narrower");
    }
    t.where = {};
    t.when.weekdays = 1;
    EXPECT_EQ(city.run(TestCity::first, Propose{p, t, {}}).why.field, "when");
    t.when = {};
    EXPECT_EQ(city.run(TestCity::first, Propose{p, t, {}}).word, Refusal::none);
}

TEST_F(Restricted, limits_on_spending_leave_the_rest_alone_PRM_c) {
    ProgramTerms t = plain_terms();
    t.limits = {{Counted::spent, Measure::amount, 300, Period::day, Who::person}};
    const ProgramId capped = city.program(t), free_ = city.program(plain_terms());
    city.top_up(wallet, bakery, capped, 1'000), city.top_up(wallet, bakery, free_, 1'000);
    const Said said = city.pay(wallet, bakery, 500);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.why.used.at(0).amount, Amount{300});
    EXPECT_EQ(said.why.used.at(1).program, free_);
    EXPECT_EQ(said.why.unused.at(0).why, Unused::limit);
    EXPECT_EQ(city.pay(wallet, bakery, 801).word, Refusal::insufficient_balance);
    city.cancel(said.entry->seq, bakery);
    EXPECT_EQ(city.pay(wallet, bakery, 300).why.used.at(0).program, capped) << "given back";
}

TEST_F(Restricted, points_pay_only_when_asked_for_and_never_as_yen_PNT_a) {
    ProgramTerms t = plain_terms();
    t.unit = Unit::point, t.origin = Origin::granted, t.top_up = {};
    const ProgramId points = city.program(t);
    city.run(TestCity::first, Grant{wallet, points, {100}});
    EXPECT_EQ(city.pay(wallet, bakery, 10).word, Refusal::insufficient_balance);
    const auto pay = [&](PlaceId at, ProgramId p, std::int64_t n) {
        return city.run(TestCity::resident, Payment{wallet, at, {n}, p, {}, 0}).word;
    };
    EXPECT_EQ(pay(bakery, points, 10), Refusal::none);
    EXPECT_EQ(pay(city.place(Capabilities::takes_money), points, 1), Refusal::place_not_capable);
    EXPECT_EQ(pay(bakery, {99}, 1), Refusal::program_unknown);
    EXPECT_EQ(pay(bakery, program({}), 1), Refusal::program_unknown) << "money is no point";
    EXPECT_EQ(
        usable_money(city.state, *city.state.wallets.find(wallet), jst_date(city.clock)), Amount{0}
    );
}

// 2026-11-22 is a Sunday.
TEST_F(Restricted, terms_that_could_never_be_spent_are_refused_PRM_b_CHG_h) {
    const Date today = jst_date(city.clock);
    const auto said = [&](auto change) {
        ProgramTerms t = plain_terms();
        change(t);
        const Said answer = city.run(TestCity::first, Propose{{}, t, {}});
        return answer.word == Refusal::none ? "" : answer.why.field + " " + answer.why.reason;
    };
    using T = ProgramTerms;
    using Kind = Expiry::Kind;
    const auto until = [](Date day) { return Expiry{Kind::fixed, 0, day, 0}; };
    const auto days = [](int n) { return Expiry{Kind::days_after, n, {}, 0}; };
    constexpr std::uint32_t monday = 1, saturday = 1 << 5;
    EXPECT_EQ(
        said([&](T& t) { t.expiry = until(today + 5), t.when.weekdays = saturday; }),
        "when.weekdays never_usable"
    );
    EXPECT_EQ(said([&](T& t) { t.expiry = until(today + 6), t.when.weekdays = saturday; }), "");
    EXPECT_EQ(
        said([&](T& t) { t.expiry = days(5), t.when.weekdays = monday; }),
        "when.weekdays never_usable"
    ) << "what is sold on a Tuesday is over on Sunday";
    EXPECT_EQ(said([&](T& t) { t.expiry = days(6), t.when.weekdays = monday; }), "");
    EXPECT_EQ(
        said([&](T& t) {
            t.expiry = days(1), t.when.weekdays = monday, t.issue_to = today; // sold today alone
        }),
        ""
    );
    EXPECT_EQ(
        said([&](T& t) { t.issue_to = today + 60, t.when.to = today + 30; }),
        "issue_to never_usable"
    );
    EXPECT_EQ(said([&](T& t) { t.issue_to = today + 30, t.when.to = today + 30; }), "");
    EXPECT_EQ(said([&](T& t) { t.when.to = today + 30; }), "issue_to missing")
        << "sold for ever, of use for a month";
    EXPECT_EQ(said([&](T& t) { t.when.to = today + 30, t.expiry = days(9); }), "issue_to missing");
    EXPECT_EQ(
        said([&](T& t) { t.when.to = today + 30, t.expiry = until(today + 31); }),
        "issue_to missing"
    );
    EXPECT_EQ(said([&](T& t) { t.when.to = today + 30, t.expiry = until(today + 30); }), "")
        << "sales end with the fixed last day";
    EXPECT_EQ(
        said([&](T& t) { t.expiry = until(today + 14), t.when.weekdays = saturday; }),
        "issue_to missing"
    ) << "what is sold on the last day, a Sunday, could not be spent";
    EXPECT_EQ(
        said([&](T& t) {
            t.expiry = until(today + 14), t.when.weekdays = saturday, t.issue_to = today + 13;
        }),
        ""
    );
    EXPECT_EQ(
        said([&](T& t) { t.bands = {{{100}, until(today + 14)}}, t.when.weekdays = saturday; }),
        "issue_to missing"
    );
    EXPECT_EQ(
        said([&](T& t) { t.issue_to = today + 60, t.expiry = until(today + 30); }),
        "expiry.date dead_at_issue"
    );
    EXPECT_EQ(
        said([&](T& t) { t.issue_to = today + 60, t.when.from = today + 50, t.expiry = days(20); }),
        "when.from never_usable"
    ) << "what is sold first is over before";
    const auto places = [&](Where where) { return said([&](T& t) { t.where = where; }); };
    EXPECT_EQ(places({{1}, {}, {grocery, station}, {}, {}}), "where.places never_usable");
    EXPECT_EQ(places({{}, {20}, {bakery, grocery}, {}, {}}), "where.places never_usable");
    EXPECT_EQ(places({{}, {}, {bakery}, {1}, {}}), "where.places never_usable");
    EXPECT_EQ(places({{2}, {20}, {grocery, station}, {}, {}}), "");
    EXPECT_EQ(said([](T& t) { t.bands = {{{50'001}, {}}}; }), "bands.0.from never_usable");
    ProgramTerms premium = terms_until(today + 90);
    premium.top_up = {}, premium.origin = Origin::granted;
    premium.issue_from = today + 10, premium.issue_to = today + 20;
    const ProgramId into = city.program(premium);
    const auto bonus = [&](std::int64_t from, Date sold_from, Date sold_to) {
        return said([&](T& t) {
            t.bonus = {into, {{{from}, 1'000, {}}}, AtLimit::refuse};
            t.issue_from = sold_from, t.issue_to = sold_to;
        });
    };
    EXPECT_EQ(bonus(50'000, today + 20, {}), "");
    EXPECT_EQ(bonus(50'001, today + 20, {}), "bonus.tiers.0.from never_usable");
    EXPECT_EQ(bonus(1, today + 21, {}), "bonus.into never_usable");
    EXPECT_EQ(bonus(1, today, today + 9), "bonus.into never_usable");
}

TEST_F(Restricted, contradictions_name_field_and_reason) {
    const Date today = Date::from_civil(2026, 11, 22);
    const auto said = [&](auto change) {
        ProgramTerms t = plain_terms();
        change(t);
        const auto found = contradiction(t, today);
        return found ? found->field + " " + found->reason : "";
    };
    using T = ProgramTerms;
    const auto points = [](T& t) {
        t.unit = Unit::point, t.origin = Origin::granted, t.top_up = {};
    };
    EXPECT_EQ(said([](T& t) { t.where.types = {2, 1}; }), "where.types out_of_range");
    EXPECT_EQ(
        said([](T& t) { t.where.types = {1}, t.where.without_types = {1}; }),
        "where.without_types never_usable"
    );
    EXPECT_EQ(said([&](T& t) { t.when.to = today + -1; }), "when.to past");
    EXPECT_EQ(
        said([&](T& t) { t.when.to = today + 5, t.issue_from = today + 6; }), "when.to never_usable"
    );
    EXPECT_EQ(
        said([&](T& t) {
            t.when.from = today + 30, t.expiry = {Expiry::Kind::days_after, 9, {}, 0};
        }),
        "when.from never_usable"
    );
    EXPECT_EQ(
        said([](T& t) { t.when.to_minute = 60, t.when.from_minute = 60; }),
        "when.to_minute out_of_range"
    );
    EXPECT_EQ(
        said([](T& t) {
            t.when = {
                Date::from_civil(2026, 11, 23), Date::from_civil(2026, 11, 24), 0b1000000, 0, 0
            };
        }),
        "when.weekdays never_usable"
    );
    EXPECT_EQ(said([](T& t) { t.issuer = IssuerMode::six_month; }), "expiry six_months");
    EXPECT_EQ(said([](T& t) { t.unit = Unit::point; }), "top_up never_usable");
    EXPECT_EQ(said([](T& t) { t.origin = Origin::granted; }), "top_up never_usable");
    EXPECT_EQ(
        said([](T& t) {
            t.issuer = IssuerMode::six_month, t.expiry = {Expiry::Kind::days_after, 181, {}, 0};
        }),
        "expiry six_months"
    );
    EXPECT_EQ(said([](T& t) { t.bands = {{{500}, {}}, {{500}, {}}}; }), "bands.1.from overlaps");
    EXPECT_EQ(said([](T& t) { t.limits = {{}}; }), "limits.0.cap out_of_range");
    EXPECT_EQ(
        said([](T& t) {
            t.top_up.minimum = {1'000},
            t.limits = {{Counted::topped_up, Measure::amount, 999, Period::day, Who::person}};
        }),
        "limits.0.cap nothing_fits"
    );
    EXPECT_EQ(
        said([](T& t) {
            t.limits = {
                {Counted::spent, Measure::times, 1, Period::day, Who::person},
                {Counted::spent, Measure::times, 2, Period::day, Who::person}
            };
        }),
        "limits.1 overlaps"
    );
    EXPECT_EQ(said([](T& t) { t.bonus.into = {1}; }), "bonus.tiers missing");
    EXPECT_EQ(
        said([](T& t) { t.bonus.tiers = {{{2}, 1, {}}, {{1}, 1, {}}}; }),
        "bonus.tiers.1.from overlaps"
    );
    EXPECT_EQ(said([](T& t) { t.reward.tiers = {{{1}, 100, {}}}; }), "reward never_usable");
    EXPECT_EQ(said([](T& t) { t.rate = {1, 2, SettlementRate::Rounding::down}; }), "rate unit");
    EXPECT_EQ(
        said([&](T& t) { points(t), t.rate = {1, 0, SettlementRate::Rounding::down}; }),
        "rate missing"
    );
    EXPECT_EQ(said([&](T& t) { points(t), t.dues = 1; }), "dues unit");
    EXPECT_EQ(
        said([](T& t) { t.expiry = {Expiry::Kind::months_after, 0, {}, 0}; }),
        "expiry.months out_of_range"
    );
    const auto lost = city.run(
        TestCity::first,
        Propose{
            {},
            [] {
                auto t = plain_terms();
                t.bonus = {{9}, {{{1}, 1, {}}}, AtLimit::refuse};
                return t;
            }(),
            {}
        }
    );
    EXPECT_EQ(lost.why.field, "bonus.into");
}

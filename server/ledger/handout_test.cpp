#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Handouts : ::testing::Test {
    TestCity city;
    PlaceId hall = city.place();
    OrganizationId club = city.state.places.find(hall)->organization;
    WalletId a = city.wallet(), b = city.wallet();
    ProgramId points = city.program(terms());

    static ProgramTerms terms() {
        ProgramTerms t = terms_for_days(365);
        t.top_up = {};
        t.unit = Unit::point;
        t.origin = Origin::granted;
        t.budget = {10'000};
        return t;
    }
    HandoutTerms code(std::int64_t amount) {
        HandoutTerms t;
        t.organization = club, t.program = points, t.ways = {Ways::printed_code};
        t.amount = {amount};
        return t;
    }
    HandoutId open(const HandoutTerms& t) {
        const Said said = city.run(TestCity::staff, OpenHandout{t});
        EXPECT_EQ(said.word, Refusal::none);
        return said.entry ? std::get<HandoutOpened>(said.entry->facts.at(0)).handout : HandoutId{};
    }
    Said budget(std::int64_t n) { return city.run(TestCity::first, GiveBudget{club, points, {n}}); }
    Said claim(WalletId w, HandoutId h, std::uint32_t way = Ways::printed_code) {
        return city.run(TestCity::resident, Claim{w, h, way, {}, {}});
    }
    Refusal in(WalletId w, HandoutId h) { return city.run(TestCity::resident, CheckIn{w, h}).word; }
    Said out(WalletId w, HandoutId h) { return city.run(TestCity::resident, CheckOut{w, h}); }
    std::int64_t left() const {
        return city.state.organizations.find(club)->budgets.at(0).balance.value;
    }
    void after(std::int64_t minutes) { city.clock = city.clock + minutes * ms_per_minute; }
};
} // namespace

TEST_F(Handouts, say_that_you_had_yours_before_any_limit_or_budget_PRM_i) {
    ProgramTerms limited = terms();
    limited.limits = {{Counted::received, Measure::times, 1, Period::ever, Who::person}};
    city.program(limited, points);
    budget(10);
    HandoutTerms once = code(10), elsewhere = code(10);
    once.person_times = 1;
    const HandoutId h = open(once), other = open(elsewhere);
    EXPECT_EQ(claim(a, h).word, Refusal::none);
    const Said again = claim(a, h); // the program's limit and the budget are used up as well
    EXPECT_EQ(again.word, Refusal::handout_person_done);
    EXPECT_EQ(again.why.limits.back().limit, Limit::handout_person);
    EXPECT_EQ(claim(a, other).word, Refusal::limit_reached);
    EXPECT_EQ(claim(b, h).word, Refusal::budget_short);
    once.person_times = 0, once.times = 1, once.organization = {};
    const HandoutId scarce = open(once);
    EXPECT_EQ(claim(b, scarce).word, Refusal::none);
    EXPECT_EQ(claim(a, scarce).word, Refusal::handout_used_up) << "before limit_reached";
}

TEST_F(Handouts, come_out_of_the_organizations_budget_PNT_b_PNT_d) {
    const HandoutId h = open(code(30));
    EXPECT_EQ(claim(a, h).word, Refusal::budget_short);
    EXPECT_EQ(budget(50).word, Refusal::none);
    EXPECT_EQ(claim(a, h).word, Refusal::none);
    EXPECT_EQ(claim(b, h).word, Refusal::budget_short);
    EXPECT_EQ(budget(-21).word, Refusal::budget_short);
    EXPECT_EQ(budget(-20).word, Refusal::none);
    EXPECT_EQ(budget(0).word, Refusal::amount_out_of_range);
    EXPECT_EQ(budget(9'971).word, Refusal::program_cap_reached);
    EXPECT_EQ(
        city.run(TestCity::first, GiveBudget{{99}, points, {1}}).word, Refusal::organization_unknown
    );
    EXPECT_EQ(
        city.run(TestCity::first, GiveBudget{club, {99}, {1}}).word, Refusal::program_unknown
    );
    EXPECT_EQ(city.held(a), 30);
    EXPECT_EQ(city.state.handouts.find(h)->given, Amount{30});
}

TEST_F(Handouts, have_limits_per_person_in_all_and_in_time_PRM_h_PRM_i) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.person_times = 1, t.person_period = Period::day, t.times = 3;
    t.from = city.clock + 60'000, t.to = city.clock + 3 * ms_per_day;
    const HandoutId h = open(t);
    EXPECT_EQ(claim(a, h).word, Refusal::handout_not_now);
    after(1);
    EXPECT_EQ(claim(a, h).word, Refusal::none);
    EXPECT_EQ(claim(a, h).word, Refusal::handout_person_done);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(claim(a, h).word, Refusal::none);
    EXPECT_EQ(claim(b, h).word, Refusal::none);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(claim(a, h).word, Refusal::handout_used_up);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(claim(b, h).word, Refusal::handout_not_now) << "its end is not in it";
}

TEST_F(Handouts, of_the_city_are_issued_directly_PRM_h) {
    ProgramTerms t = plain_terms();
    t.top_up = {}, t.origin = Origin::granted, t.budget = {15};
    const ProgramId premium = city.program(t);
    HandoutTerms h = code(10);
    h.organization = {}, h.program = premium;
    const HandoutId id = open(h);
    EXPECT_EQ(claim(a, id).word, Refusal::none);
    EXPECT_EQ(claim(b, id).word, Refusal::program_cap_reached);
}

TEST_F(Handouts, that_could_never_give_anything_are_refused_PRM_h) {
    ProgramTerms terms = plain_terms();
    terms.top_up = {}, terms.origin = Origin::granted, terms.budget = {100};
    terms.issue_from = jst_date(city.clock) + 2, terms.issue_to = jst_date(city.clock) + 4;
    const ProgramId brief = city.program(terms);
    const auto said = [&](auto change) {
        HandoutTerms t = code(10);
        t.program = brief;
        change(t);
        const Said answer = city.run(TestCity::staff, OpenHandout{t});
        return answer.word == Refusal::none ? "" : answer.why.field + " " + answer.why.reason;
    };
    const Instant begins = terms.issue_from.begins(), over = (terms.issue_to + 1).begins();
    using T = HandoutTerms;
    EXPECT_EQ(said([](T&) {}), "");
    EXPECT_EQ(said([&](T& t) { t.to = city.clock; }), "to past");
    EXPECT_EQ(said([&](T& t) { t.to = city.clock + -ms_per_day; }), "to past");
    EXPECT_EQ(said([&](T& t) { t.to = begins; }), "to never_usable");
    EXPECT_EQ(said([&](T& t) { t.to = begins + 1; }), "");
    EXPECT_EQ(said([&](T& t) { t.from = over; }), "from never_usable");
    EXPECT_EQ(said([&](T& t) { t.from = over + -1; }), "");
    EXPECT_EQ(said([](T& t) { t.amount = {101}; }), "amount never_usable");
    EXPECT_EQ(said([](T& t) { t.amount = {100}; }), "");
}

TEST_F(Handouts, ask_for_the_right_way_place_and_word_PNT_c) {
    budget(100);
    HandoutTerms t = code(10);
    t.ways = {Ways::code_word | Ways::staff_scan}, t.word = sha256("sakura"), t.place = hall;
    const HandoutId h = open(t);
    EXPECT_EQ(claim(a, h).word, Refusal::handout_not_here) << "no printed code";
    EXPECT_EQ(claim(a, h, Ways::code_word).word, Refusal::code_word_wrong);
    EXPECT_EQ(
        city.run(TestCity::resident, Claim{a, h, Ways::code_word, {}, sha256("sakura")}).word,
        Refusal::none
    );
    const PlaceId other = city.place();
    EXPECT_EQ(
        city.run(TestCity::staff, Claim{a, h, Ways::staff_scan, other, {}}).word,
        Refusal::handout_not_here
    );
    EXPECT_EQ(
        city.run(TestCity::staff, Claim{a, h, Ways::staff_scan, {99}, {}}).word,
        Refusal::place_unknown
    );
    EXPECT_EQ(claim(a, {99}).word, Refusal::handout_unknown);
    EXPECT_EQ(city.run(TestCity::staff, CloseHandout{h}).word, Refusal::none);
    EXPECT_EQ(city.run(TestCity::staff, CloseHandout{h}).word, Refusal::handout_closed);
    EXPECT_EQ(city.run(TestCity::staff, CloseHandout{{99}}).word, Refusal::handout_unknown);
    EXPECT_EQ(claim(a, h, Ways::staff_scan).word, Refusal::handout_closed);
}

TEST_F(Handouts, only_in_the_period_that_the_operator_set_PNT_h) {
    budget(100);
    const HandoutId h = open(code(10));
    ProgramTerms t = terms();
    t.issue_to = jst_date(city.clock);
    city.program(t, points);
    EXPECT_EQ(claim(a, h).word, Refusal::none);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(claim(a, h).word, Refusal::program_not_in_period);
}

TEST_F(Handouts, by_time_stayed_count_full_units_once_PNT_c) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 60, t.stay_units = 3;
    const HandoutId h = open(t);
    EXPECT_EQ(out(a, h).word, Refusal::not_inside);
    EXPECT_EQ(in(a, h), Refusal::none);
    EXPECT_EQ(in(a, h), Refusal::already_inside);
    after(59);
    EXPECT_EQ(out(a, h).entry->amount, Amount{0});
    in(a, h), after(61);
    EXPECT_EQ(out(a, h).entry->amount, Amount{20}) << "120 minutes in all";
    in(a, h), after(600);
    EXPECT_EQ(out(a, h).entry->amount, Amount{10}) << "at most three units";
    EXPECT_EQ(city.held(a), 30);
    EXPECT_EQ(claim(a, h, Ways::check_in).word, Refusal::handout_not_here);
    EXPECT_EQ(in(a, {99}), Refusal::handout_unknown);
}

TEST_F(Handouts, by_time_stayed_count_up_to_the_handout_s_end_PNT_c) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 60, t.stay_units = 3;
    t.to = city.clock + 150 * ms_per_minute;
    const HandoutId h = open(t);
    EXPECT_EQ(in(a, h), Refusal::none);
    after(31);
    EXPECT_EQ(in(b, h), Refusal::none);
    after(600);
    EXPECT_EQ(in(city.wallet(), h), Refusal::handout_not_now);
    const Said left = out(a, h);
    EXPECT_EQ(left.entry->amount, Amount{20}) << "150 minutes count, not 631";
    EXPECT_EQ(std::get<StaySet>(left.entry->facts.at(0)).minutes, 150);
    EXPECT_EQ(out(b, h).entry->amount, Amount{10}) << "119 minutes: one full unit";
    EXPECT_EQ(out(b, h).word, Refusal::not_inside);
}

TEST_F(Handouts, by_time_stayed_count_nothing_after_they_are_closed_PNT_c) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 60, t.stay_units = 24;
    const HandoutId endless = open(t);
    t.to = city.clock + 1'000 * ms_per_minute;
    const HandoutId until = open(t);
    for (const HandoutId h : {endless, until}) {
        EXPECT_EQ(in(a, h), Refusal::none);
        EXPECT_EQ(in(b, h), Refusal::none);
    }
    after(65);
    for (const HandoutId h : {endless, until})
        EXPECT_EQ(city.run(TestCity::staff, CloseHandout{h}).word, Refusal::none);
    after(300);
    EXPECT_EQ(out(a, endless).entry->amount, Amount{10}) << "65 minutes count, not 365";
    EXPECT_EQ(out(a, until).entry->amount, Amount{10});
    after(3'000);
    EXPECT_EQ(out(b, until).entry->amount, Amount{10});
}

TEST_F(Handouts, of_places_that_are_closed_give_nothing_PNT_b) {
    budget(1'000);
    HandoutTerms t = code(10);
    const HandoutId of_the_club = open(t);
    t.place = hall;
    const HandoutId at_the_hall = open(t);
    const auto set = [&](PlaceStatus status) {
        EXPECT_EQ(city.run(TestCity::first, SetPlaceStatus{hall, status}).word, Refusal::none);
    };
    set(PlaceStatus::closed);
    EXPECT_EQ(claim(a, at_the_hall).word, Refusal::place_closed);
    EXPECT_EQ(claim(a, of_the_club).word, Refusal::place_closed);
    EXPECT_EQ(city.run(TestCity::staff, OpenHandout{t}).word, Refusal::place_closed);
    set(PlaceStatus::open);
    EXPECT_EQ(claim(a, at_the_hall).word, Refusal::none);
    EXPECT_EQ(claim(a, of_the_club).word, Refusal::none);
}

TEST_F(Handouts, a_stay_that_began_as_the_handout_ended_counts_for_nothing_PNT_c) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 1, t.stay_units = 3;
    t.to = city.clock + 1;
    const HandoutId h = open(t);
    EXPECT_EQ(in(a, h), Refusal::none);
    EXPECT_EQ(city.run(TestCity::staff, CloseHandout{h}).word, Refusal::none);
    after(5);
    EXPECT_EQ(out(a, h).entry->amount, Amount{0}) << "closed: still, whoever is inside may leave";
}

TEST_F(Handouts, closed_before_they_begin_keep_their_hours) {
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 1, t.stay_units = 3;
    t.from = city.clock + ms_per_day;
    const HandoutId h = open(t);
    ASSERT_EQ(city.run(TestCity::staff, CloseHandout{h}).word, Refusal::none);
    const HandoutTerms& closed = city.state.handouts.find(h)->terms;
    EXPECT_TRUE(closed.from == t.from && closed.to.ms == 0);
}

TEST_F(Handouts, a_stay_is_put_right_by_the_organizer_PNT_c) {
    budget(1'000);
    HandoutTerms t = code(10);
    t.ways = {Ways::check_in}, t.stay_minutes = 60, t.stay_units = 3;
    const HandoutId h = open(t);
    const auto correct = [&](WalletId w, std::int32_t minutes) {
        return city.run(TestCity::staff, CorrectStay{w, h, minutes});
    };
    in(a, h);
    EXPECT_EQ(correct(a, 130).entry->amount, Amount{20});
    EXPECT_EQ(out(a, h).word, Refusal::not_inside) << "the stay is over";
    EXPECT_EQ(left(), 980);
    EXPECT_EQ(correct(a, 60).entry->amount, Amount{-10});
    EXPECT_EQ(city.held(a), 10);
    EXPECT_EQ(left(), 990) << "back to the budget that it came from (PNT-d)";
    EXPECT_EQ(city.state.handouts.find(h)->given, Amount{10});
    city.run(TestCity::resident, Payment{a, hall, {10}, points, {}, 0});
    EXPECT_EQ(correct(a, 0).word, Refusal::insufficient_balance);
    EXPECT_EQ(correct(a, -1).word, Refusal::amount_out_of_range);
    EXPECT_EQ(
        city.run(TestCity::staff, CorrectStay{a, open(code(1)), 5}).word, Refusal::handout_not_here
    );
    EXPECT_EQ(city.run(TestCity::staff, CorrectStay{a, {99}, 5}).word, Refusal::handout_unknown);
}

TEST_F(Handouts, of_the_city_itself_take_a_stay_back_to_the_city_PNT_c_PNT_e) {
    HandoutTerms t = code(10);
    t.organization = {}, t.place = {};
    t.ways = {Ways::check_in}, t.stay_minutes = 60, t.stay_units = 3;
    const Said opened = city.run(TestCity::first, OpenHandout{t});
    ASSERT_EQ(opened.word, Refusal::none);
    const HandoutId h = std::get<HandoutOpened>(opened.entry->facts.at(0)).handout;
    in(a, h);
    const auto correct = [&](std::int32_t minutes) {
        return city.run(TestCity::first, CorrectStay{a, h, minutes}).entry->amount;
    };
    EXPECT_EQ(correct(130), Amount{20});
    EXPECT_EQ(correct(60), Amount{-10});
    EXPECT_EQ(city.state.programs.find(points)->total(AccountKind::recovered), Amount{10});
    EXPECT_EQ(city.state.handouts.find(h)->given, Amount{20}) << "what was given, was";
}

TEST_F(Handouts, that_make_no_sense_are_refused_with_the_field) {
    const auto field = [&](auto change) {
        HandoutTerms t = code(10);
        change(t);
        const Said said = city.run(TestCity::staff, OpenHandout{t});
        return said.word == Refusal::terms_contradictory ? said.why.field : "";
    };
    using T = HandoutTerms;
    EXPECT_EQ(field([](T& t) { t.ways = {}; }), "ways");
    EXPECT_EQ(field([](T& t) { t.ways = {Ways::check_in | 1}; }), "ways");
    EXPECT_EQ(field([](T& t) { t.amount = {0}; }), "amount");
    EXPECT_EQ(field([](T& t) { t.stay_minutes = 5; }), "stay");
    EXPECT_EQ(field([](T& t) { t.stay_units = 5; }), "stay");
    EXPECT_EQ(field([](T& t) { t.from = {5}, t.to = {5}; }), "to");
    EXPECT_EQ(field([](T& t) { t.person_times = -1; }), "person_times");
    EXPECT_EQ(field([](T& t) { t.times = -1; }), "times");
    EXPECT_EQ(field([](T& t) { t.ways = {Ways::code_word}; }), "word");
    EXPECT_EQ(
        city.run(TestCity::staff, OpenHandout{[&] {
                     auto t = code(1);
                     t.place = {99};
                     return t;
                 }()})
            .word,
        Refusal::place_unknown
    );
    EXPECT_EQ(
        city.run(TestCity::staff, OpenHandout{[&] {
                     auto t = code(1);
                     t.organization = {99};
                     return t;
                 }()})
            .word,
        Refusal::organization_unknown
    );
    EXPECT_EQ(
        city.run(TestCity::staff, OpenHandout{[&] {
                     auto t = code(1);
                     t.program = {99};
                     return t;
                 }()})
            .word,
        Refusal::program_unknown
    );
}

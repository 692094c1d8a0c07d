// What a card has used of limits when its value goes to an app in steps: nothing is counted twice,
// nothing is lost.
#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct CardCounts : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId app = city.wallet();
    ProgramId money = city.program(limited()), bound = city.program(stays());
    CardId card = printed();
    WalletId on_card = city.run(TestCity::first, ActivateCard{card}).entry->wallet;

    static ProgramTerms limited() {
        ProgramTerms t = plain_terms();
        t.top_up.person_maximum = {1'000};
        t.limits = {
            {Counted::spent, Measure::amount, 500, Period::day, Who::person},
            {Counted::received, Measure::times, 2, Period::month, Who::person}
        };
        return t;
    }
    static ProgramTerms stays() { // points that keep the card in use
        ProgramTerms t = plain_terms();
        t.top_up = {}, t.unit = Unit::point, t.origin = Origin::granted;
        t.stays_on_card = true;
        return t;
    }
    CardId printed() {
        const Said said = city.run(TestCity::first, RegisterCards{1, CardKind::rechargeable});
        return std::get<CardsRegistered>(said.entry->facts.at(0)).first;
    }
    void keep(std::int64_t n) {
        ASSERT_EQ(city.run(TestCity::first, Grant{on_card, bound, {n}}).word, Refusal::none);
    }
    Said top_up(std::int64_t n) {
        return city.run(TestCity::staff, TopUp{on_card, shop, money, {n}, card});
    }
    Said pay(std::int64_t n) {
        return city.run(TestCity::staff, Payment{on_card, shop, {n}, {}, card, 0});
    }
    Refusal grant(WalletId w) { return city.run(TestCity::first, Grant{w, money, {10}}).word; }
    Said move(WalletId to) { return city.run(TestCity::first, MoveCard{card, to}); }
    std::int64_t counts(WalletId w, Counter counter, Period period = Period::ever) const {
        const Wallet* wallet = city.state.wallets.find(w);
        return counted(wallet->tallies, counter, money.value, period, jst_date(city.clock)).value;
    }
    void expect_sound() { EXPECT_EQ(invariants::check_all(city.state), std::nullopt); }
};
} // namespace

TEST_F(CardCounts, come_along_when_only_a_part_of_the_value_moves_CHG_c_CHG_g) {
    keep(50), top_up(1'000);
    grant(on_card), grant(on_card);
    ASSERT_EQ(move(app).word, Refusal::none);
    EXPECT_EQ(city.state.cards.find(card)->status, CardStatus::active) << "50 must stay";
    EXPECT_EQ(city.held(app), 1'020);
    EXPECT_EQ(city.held(on_card), 50);
    EXPECT_EQ(city.top_up(app, shop, money, 1).word, Refusal::person_cap_reached);
    EXPECT_EQ(grant(app), Refusal::limit_reached);
    EXPECT_EQ(top_up(1).word, Refusal::person_cap_reached) << "nor anew on the card";
    EXPECT_EQ(grant(on_card), Refusal::limit_reached);
    expect_sound();
}

TEST_F(CardCounts, come_along_once_however_often_it_moves_CHG_c_CHG_g) {
    keep(50), top_up(300);
    move(app), move(app);
    EXPECT_EQ(counts(app, Counter::topped_up), 300);
    EXPECT_TRUE(move(app).entry->counts.empty()) << "nothing new";
    top_up(200);
    move(app);
    EXPECT_EQ(counts(app, Counter::topped_up), 500) << "what came since";
    city.run(TestCity::first, Adjust{on_card, bound, {-50}, AdjustReason::correction});
    top_up(100);
    ASSERT_EQ(move(app).word, Refusal::none);
    EXPECT_EQ(city.state.cards.find(card)->status, CardStatus::moved) << "nothing is left there";
    EXPECT_EQ(counts(app, Counter::topped_up), 600);
    EXPECT_EQ(city.top_up(app, shop, money, 401).word, Refusal::person_cap_reached);
    EXPECT_EQ(city.top_up(app, shop, money, 400).word, Refusal::none);
    expect_sound();
}

TEST_F(CardCounts, that_a_cancel_gives_back_follow_with_the_next_move_PAY_b_CHG_g) {
    keep(50), top_up(400);
    const Said paid = pay(300);
    top_up(100), move(app);
    EXPECT_EQ(counts(app, Counter::spent, Period::day), 300);
    EXPECT_EQ(counts(app, Counter::topped_up), 500);
    ASSERT_EQ(city.cancel(paid.entry->seq, shop).word, Refusal::none);
    EXPECT_EQ(counts(on_card, Counter::spent, Period::day), 0);
    EXPECT_EQ(counts(app, Counter::spent, Period::day), 300) << "not yet";
    move(app);
    EXPECT_EQ(counts(app, Counter::spent, Period::day), 0);
    EXPECT_EQ(counts(app, Counter::topped_up), 500);
    expect_sound();
}

TEST_F(CardCounts, of_a_new_period_begin_anew_on_both_sides_PRM_c) {
    keep(50), top_up(800);
    pay(200), move(app);
    EXPECT_EQ(counts(app, Counter::spent, Period::day), 200);
    city.clock = city.clock + ms_per_day;
    top_up(100);
    ASSERT_EQ(pay(90).word, Refusal::none);
    move(app);
    EXPECT_EQ(counts(app, Counter::spent, Period::day), 90) << "without yesterday's";
    EXPECT_EQ(counts(on_card, Counter::spent, Period::day), 90);
    expect_sound();
}

TEST_F(CardCounts, of_handouts_come_along_as_well_PRM_i) {
    keep(50);
    HandoutTerms t;
    t.program = money, t.ways = {Ways::printed_code}, t.amount = {10}, t.person_times = 1;
    const HandoutId handout =
        std::get<HandoutOpened>(city.run(TestCity::staff, OpenHandout{t}).entry->facts.at(0))
            .handout;
    const auto claim = [&](WalletId w) {
        return city.run(TestCity::resident, Claim{w, handout, Ways::printed_code, {}, {}}).word;
    };
    EXPECT_EQ(claim(on_card), Refusal::none);
    move(app);
    EXPECT_EQ(claim(app), Refusal::handout_person_done);
    EXPECT_EQ(claim(on_card), Refusal::handout_person_done);
    EXPECT_EQ(city.state.handouts.find(handout)->times, 1);
}

TEST_F(CardCounts, follow_the_card_s_later_counts_to_a_second_app_PRM_c) {
    const WalletId other = city.wallet();
    keep(50), top_up(300);
    move(app), top_up(200), move(other);
    EXPECT_EQ(counts(app, Counter::topped_up), 300);
    EXPECT_EQ(counts(other, Counter::topped_up), 200);
    EXPECT_EQ(counts(on_card, Counter::topped_up), 500);
    expect_sound();
}

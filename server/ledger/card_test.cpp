#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Cards : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId app = city.wallet();
    ProgramId money = city.program(plain_terms());

    CardId printed(CardKind kind = CardKind::rechargeable) {
        const Said said = city.run(TestCity::first, RegisterCards{3, kind});
        return std::get<CardsRegistered>(said.entry->facts.at(0)).first;
    }
    WalletId activate(CardId card) {
        return city.run(TestCity::first, ActivateCard{card}).entry->wallet;
    }
    Refusal pay(WalletId w, CardId card, std::int64_t n) {
        return city.run(TestCity::staff, Payment{w, shop, {n}, {}, card, 0}).word;
    }
    Refusal top_up(WalletId w, CardId card, std::int64_t n) {
        return city.run(TestCity::staff, TopUp{w, shop, money, {n}, card}).word;
    }
    Refusal set(CardId card, CardStatus status) {
        return city.run(TestCity::first, SetCardStatus{card, status}).word;
    }
};
} // namespace

TEST_F(Cards, open_a_wallet_once_activated_GEN_a) {
    const CardId card = printed();
    EXPECT_EQ(
        city.run(TestCity::first, RegisterCards{0, CardKind::rechargeable}).word,
        Refusal::amount_out_of_range
    );
    EXPECT_EQ(set(card, CardStatus::blocked), Refusal::card_not_active) << "not yet in use";
    const WalletId w = activate(card);
    EXPECT_EQ(top_up(w, card, 1'000), Refusal::none);
    EXPECT_EQ(pay(w, card, 300), Refusal::none);
    EXPECT_EQ(pay(w, {card.value + 1}, 1), Refusal::card_not_active) << "another card";
    EXPECT_EQ(pay(app, card, 1), Refusal::card_unknown) << "it opens another wallet";
    EXPECT_EQ(pay(w, {99}, 1), Refusal::card_unknown);
    EXPECT_EQ(city.run(TestCity::first, ActivateCard{card}).word, Refusal::card_not_active);
    EXPECT_EQ(city.run(TestCity::first, ActivateCard{{99}}).word, Refusal::card_unknown);
}

TEST_F(Cards, single_use_refuse_a_top_up_GEN_b) {
    const CardId card = printed(CardKind::single_use);
    const WalletId w = activate(card);
    EXPECT_EQ(top_up(w, card, 1'000), Refusal::card_single_use);
    EXPECT_EQ(city.run(TestCity::first, Grant{w, money, {500}}).word, Refusal::none);
    EXPECT_EQ(pay(w, card, 500), Refusal::none);
    const Command hold{
        {ActorKind::machine, {}}, std::nullopt, HoldTopUp{w, money, {100}}, SourceRef{1}
    };
    EXPECT_EQ(
        std::get<Refused>(decide(city.state, hold, Now::of(city.clock))).word,
        Refusal::card_single_use
    );
}

TEST_F(Cards, are_blocked_and_unblocked_and_re_issued_without_touching_the_wallet_GEN_b) {
    const CardId card = printed(), fresh{card.value + 1};
    const WalletId w = activate(card);
    top_up(w, card, 1'000);
    EXPECT_EQ(set(card, CardStatus::blocked), Refusal::none);
    EXPECT_EQ(pay(w, card, 1), Refusal::card_blocked);
    EXPECT_EQ(pay(w, {}, 1), Refusal::card_blocked) << "without showing it either";
    EXPECT_EQ(set(card, CardStatus::active), Refusal::none);
    EXPECT_EQ(pay(w, card, 1), Refusal::none);
    EXPECT_EQ(city.run(TestCity::first, ReissueCard{card, fresh}).word, Refusal::none);
    EXPECT_EQ(pay(w, card, 1), Refusal::card_replaced);
    EXPECT_EQ(pay(w, fresh, 1), Refusal::none);
    EXPECT_EQ(city.held(w), 998);
    EXPECT_EQ(
        city.run(TestCity::first, ReissueCard{card, {card.value + 2}}).word,
        Refusal::card_not_active
    );
    EXPECT_EQ(
        city.run(TestCity::first, ReissueCard{fresh, printed(CardKind::single_use)}).word,
        Refusal::card_not_active
    );
    EXPECT_EQ(city.run(TestCity::first, ReissueCard{fresh, {99}}).word, Refusal::card_unknown);
    EXPECT_EQ(set({99}, CardStatus::blocked), Refusal::card_unknown);
}

TEST_F(Cards, move_to_an_app_with_everything_on_them_CHG_g) {
    ProgramTerms t = terms_for_days(9);
    t.top_up.person_maximum = {700};
    const ProgramId capped = city.program(t);
    const CardId card = printed();
    const WalletId w = activate(card);
    top_up(w, card, 1'000);
    city.run(TestCity::staff, TopUp{w, shop, capped, {700}, card});
    const Said paid = city.run(TestCity::staff, Payment{w, shop, {100}, {}, card, 0});
    const Said moved = city.run(TestCity::first, MoveCard{card, app});
    ASSERT_EQ(moved.word, Refusal::none);
    EXPECT_EQ(city.held(w), 0);
    EXPECT_EQ(city.held(app, capped, jst_date(city.clock) + 9), 600);
    EXPECT_EQ(city.held(app, money, {}), 1'000);
    EXPECT_EQ(pay(w, card, 1), Refusal::wallet_moved);
    EXPECT_EQ(city.top_up(app, shop, capped, 1).word, Refusal::person_cap_reached)
        << "limits go along";
    EXPECT_EQ(city.cancel(paid.entry->seq, shop).word, Refusal::none);
    EXPECT_EQ(city.held(app), 1'700) << "the value follows the wallet";
    EXPECT_EQ(city.run(TestCity::first, MoveCard{card, app}).word, Refusal::wallet_moved);
}

TEST_F(Cards, take_a_stay_along_to_the_app_CHG_g_PNT_c) {
    const CardId card = printed(CardKind::rechargeable);
    const WalletId on_card = activate(card);
    HandoutTerms t;
    t.program = money, t.ways = {Ways::check_in}, t.amount = {10};
    t.stay_minutes = 60, t.stay_units = 4;
    const Said opened = city.run(TestCity::first, OpenHandout{t});
    const HandoutId h = std::get<HandoutOpened>(opened.entry->facts.at(0)).handout;
    const auto in = [&](WalletId w) { return city.run(TestCity::resident, CheckIn{w, h}).word; };
    const auto out = [&](WalletId w) { return city.run(TestCity::resident, CheckOut{w, h}); };
    const auto after = [&](int minutes) { city.clock = city.clock + minutes * ms_per_minute; };
    for (const WalletId w : {on_card, app}) {
        in(w), after(50);
        EXPECT_EQ(out(w).entry->amount, Amount{0});
    }
    EXPECT_EQ(in(on_card), Refusal::none);
    after(30);
    EXPECT_EQ(in(app), Refusal::none) << "inside with both: since the earlier moment";
    after(30);
    ASSERT_EQ(city.run(TestCity::resident, MoveCard{card, app}).word, Refusal::none);
    EXPECT_TRUE(city.state.wallets.find(on_card)->stays.empty());
    ASSERT_EQ(city.state.wallets.find(app)->stays.size(), 1u);
    EXPECT_EQ(city.state.wallets.find(app)->stays[0].minutes, 59) << "the unit is not paid yet";
    EXPECT_EQ(out(on_card).word, Refusal::wallet_moved);
    EXPECT_EQ(out(app).entry->amount, Amount{10}) << "59 and 60 minutes";
    EXPECT_EQ(out(app).word, Refusal::not_inside);
    EXPECT_EQ(invariants::check_all(city.state), std::nullopt);
}

TEST_F(Cards, move_also_when_empty_and_leave_what_must_stay_CHG_g) {
    const CardId empty = printed(), other{empty.value + 1};
    activate(empty);
    EXPECT_EQ(city.run(TestCity::first, MoveCard{empty, app}).word, Refusal::none);
    EXPECT_EQ(city.state.cards.find(empty)->status, CardStatus::moved);
    ProgramTerms t = plain_terms();
    t.stays_on_card = true;
    const ProgramId bound = city.program(t);
    const WalletId w = activate(other);
    city.run(TestCity::staff, TopUp{w, shop, bound, {50}, other});
    top_up(w, other, 70);
    const Said said = city.run(TestCity::first, MoveCard{other, app});
    EXPECT_EQ(said.why.unused.at(0).why, Unused::may_not_move);
    EXPECT_EQ(city.held(app), 70);
    EXPECT_EQ(pay(w, other, 50), Refusal::none) << "the card remains the way to it";
    EXPECT_EQ(city.run(TestCity::first, MoveCard{other, w}).word, Refusal::same_wallet);
    EXPECT_EQ(city.run(TestCity::first, MoveCard{{99}, app}).word, Refusal::card_unknown);
}

TEST_F(Cards, mandates_let_another_pay_up_to_a_limit_until_revoked) {
    const Actor carer{ActorKind::resident, {777}};
    city.top_up(app, shop, money, 10'000);
    GiveMandate give{app, {777}, {MandateRights::pay}, {500}, {800}, jst_date(city.clock) + 60};
    const auto gave = [&](GiveMandate g) { return city.run(TestCity::resident, g); };
    const auto pay_as = [&](Actor who, std::int64_t n, std::int64_t mandate) {
        return city.run(who, Payment{app, shop, {n}, {}, {}, mandate}).word;
    };
    EXPECT_EQ(pay_as(carer, 1, 1), Refusal::mandate_unknown);
    EXPECT_EQ(gave(give).word, Refusal::none);
    EXPECT_EQ(pay_as(carer, 501, 1), Refusal::mandate_exceeded);
    EXPECT_EQ(pay_as(carer, 500, 1), Refusal::none);
    EXPECT_EQ(pay_as(carer, 301, 1), Refusal::mandate_exceeded) << "this month";
    EXPECT_EQ(pay_as({ActorKind::resident, {778}}, 1, 1), Refusal::mandate_unknown);
    city.clock = Date::from_civil(2026, 12, 1).begins();
    const Said paid = city.run(carer, Payment{app, shop, {400}, {}, {}, 1});
    city.cancel(paid.entry->seq, shop);
    EXPECT_EQ(pay_as(carer, 500, 1), Refusal::none) << "given back by the cancel";
    EXPECT_EQ(city.run(TestCity::resident, RevokeMandate{app, 1}).word, Refusal::none);
    EXPECT_EQ(pay_as(carer, 1, 1), Refusal::mandate_unknown);
    EXPECT_EQ(city.run(TestCity::resident, RevokeMandate{app, 1}).word, Refusal::mandate_unknown);
    give.rights = {};
    EXPECT_EQ(gave(give).why.field, "rights");
    give.rights = {1}, give.to = {};
    EXPECT_EQ(gave(give).why.field, "to");
    give.to = {5}, give.until = jst_date(city.clock) + -1;
    EXPECT_EQ(gave(give).why.field, "until");
    give.until = {}, give.payment_maximum = {-1};
    EXPECT_EQ(gave(give).why.field, "payment_maximum");
    give.payment_maximum = {}, give.month_maximum = {-1};
    EXPECT_EQ(gave(give).why.field, "month_maximum");
    give.month_maximum = {};
}

TEST_F(Cards, mandates_are_few_at_a_time_and_those_that_ended_take_no_room) {
    const Date today = jst_date(city.clock);
    const auto give = [&](Date until = {}) {
        const GiveMandate mandate{app, {777}, {MandateRights::see}, {}, {}, until};
        return city.run(TestCity::resident, mandate).word;
    };
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(give(i < 3 ? today : Date{}), Refusal::none);
    EXPECT_EQ(give(), Refusal::too_many_mandates);
    EXPECT_EQ(city.run(TestCity::resident, RevokeMandate{app, 20}).word, Refusal::none);
    EXPECT_EQ(give(), Refusal::none) << "one was revoked";
    EXPECT_EQ(give(), Refusal::too_many_mandates) << "today is still the last day of three";
    city.clock = city.clock + ms_per_day;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(give(), Refusal::none) << "three have ended by themselves";
    EXPECT_EQ(give(), Refusal::too_many_mandates);
    EXPECT_EQ(city.state.wallets.find(app)->mandates.back().number, 24) << "no number twice";
}

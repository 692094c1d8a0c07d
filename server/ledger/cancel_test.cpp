// The closed table of cases of a cancel (docs: design, "Cancel"), one test each.
#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Cancels : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place(), other_shop = city.place();
    WalletId wallet = city.wallet();
    ProgramId program = city.program(terms_for_days(5));
    Seq paid(std::int64_t amount) { return city.pay(wallet, shop, amount).entry->seq; }
};
} // namespace

TEST_F(Cancels, return_the_value_to_the_very_lots) {
    const Date first_day = jst_date(city.clock) + 5;
    city.top_up(wallet, shop, program, 100);
    city.clock = city.clock + ms_per_day;
    city.top_up(wallet, shop, program, 100);
    const Seq payment = paid(150);
    const Said said = city.cancel(payment, shop);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.entry->names, payment);
    EXPECT_EQ(said.entry->wallet, wallet);
    EXPECT_EQ(said.entry->amount, Amount{150});
    EXPECT_EQ(city.held(wallet, program, first_day), 100);
    EXPECT_EQ(city.held(wallet, program, first_day + 1), 100);
    EXPECT_EQ(city.state.places.find(shop)->receivables.at(0).balance, Amount{0});
    ASSERT_EQ(said.why.used.size(), 2u);
    EXPECT_EQ(said.why.used[0].amount, Amount{50}) << "what was spent last returns first";
    EXPECT_EQ(said.why.used[1].amount, Amount{100});
}

TEST_F(Cancels, happen_once) {
    city.top_up(wallet, shop, program, 100);
    const Seq payment = paid(40);
    EXPECT_EQ(city.cancel(payment, shop).word, Refusal::none);
    EXPECT_EQ(city.cancel(payment, shop).word, Refusal::already_cancelled);
    city.clock = city.clock + ms_per_day;
    EXPECT_EQ(city.cancel(payment, shop).word, Refusal::already_cancelled)
        << "the ladder: already cancelled before too late";
    EXPECT_EQ(city.held(wallet), 100);
}

TEST_F(Cancels, are_the_shops_own) {
    city.top_up(wallet, shop, program, 100);
    const Seq payment = paid(40);
    EXPECT_EQ(city.cancel(payment, {99}).word, Refusal::place_unknown);
    EXPECT_EQ(city.cancel(payment, other_shop).word, Refusal::payment_not_yours);
    EXPECT_EQ(city.held(wallet), 60);
}

TEST_F(Cancels, name_a_payment_that_was_done) {
    city.top_up(wallet, shop, program, 100);
    const Seq opened{1}, refused = paid(5000), good = paid(10),
                         cancelled = city.cancel(good, shop).entry->seq;
    for (const Seq not_a_payment : {Seq{0}, Seq{-1}, Seq{9999}, opened, refused, cancelled}) {
        EXPECT_EQ(city.cancel(not_a_payment, shop).word, Refusal::payment_unknown)
            << not_a_payment.value;
    }
}

TEST_F(Cancels, are_of_the_same_business_day) {
    city.top_up(wallet, shop, program, 100);
    const Instant midnight = (jst_date(city.clock) + 1).begins();
    city.clock = midnight + -2;
    const Seq in_time = paid(10), too_late = paid(10);
    city.clock = midnight + -1;
    EXPECT_EQ(city.cancel(in_time, shop).word, Refusal::none);
    city.clock = midnight;
    EXPECT_EQ(city.cancel(too_late, shop).word, Refusal::cancel_too_late);
}

// 23:59 on the lot's last day: the value comes back and is still good for a minute.
TEST_F(Cancels, on_the_last_day_return_value_that_is_still_good) {
    city.top_up(wallet, shop, program, 100);
    city.clock = (jst_date(city.clock) + 6).begins() + -2;
    const Seq payment = paid(100);
    city.clock = city.clock + 1;
    EXPECT_EQ(city.cancel(payment, shop).word, Refusal::none);
    EXPECT_EQ(city.held(wallet), 100);
    city.clock = city.clock + 1;
    EXPECT_EQ(city.expire(wallet).word, Refusal::none);
}

// By the city, on a later day: the lot died meanwhile, and stays dead.
TEST_F(Cancels, of_a_lot_that_died_meanwhile_leave_it_dead) {
    city.top_up(wallet, shop, program, 100);
    const Seq payment = paid(100);
    Entry old = city.entry(payment);
    city.clock = city.clock + 6 * ms_per_day;
    old.business_date = jst_date(city.clock);
    const Cancel cancel{payment, shop, CancelReason::other, std::make_shared<const Entry>(old)};
    const Outcome outcome =
        decide_cancel(city.state, cancel, ActorKind::staff, Now::of(city.clock));
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome->explanation.unused.size(), 1u);
    EXPECT_EQ(outcome->explanation.unused[0].why, Unused::expired);
    EXPECT_EQ(outcome->legs.at(1).account, Account::expired(program));
    EXPECT_EQ(outcome->legs.at(1).amount, Amount{100});
}

TEST_F(Cancels, do_not_wait_for_a_blocked_wallet_or_a_closed_shop) {
    city.top_up(wallet, shop, program, 100);
    const Seq one = paid(10), two = paid(20);
    city.run(TestCity::first, SetWalletStatus{wallet, WalletStatus::blocked});
    EXPECT_EQ(city.cancel(one, shop).word, Refusal::none);
    city.run(TestCity::first, SetPlaceStatus{shop, PlaceStatus::closed});
    EXPECT_EQ(city.cancel(two, shop).word, Refusal::none);
    EXPECT_EQ(city.held(wallet), 100);
}

TEST_F(Cancels, do_not_bring_back_a_top_up_limit_CHG_c) {
    ProgramTerms t = plain_terms();
    t.top_up.person_maximum = {100};
    const ProgramId capped = city.program(t);
    city.top_up(wallet, shop, capped, 100);
    city.cancel(paid(100), shop);
    EXPECT_EQ(city.top_up(wallet, shop, capped, 1).word, Refusal::person_cap_reached);
}

TEST_F(Cancels, keep_the_reason) {
    city.top_up(wallet, shop, program, 100);
    for (const auto reason :
         {CancelReason::wrong_amount, CancelReason::wrong_person, CancelReason::goods_returned,
          CancelReason::other}) {
        const Said said = city.run(TestCity::staff, Cancel{paid(1), shop, reason, nullptr});
        EXPECT_EQ(said.entry->reason, static_cast<std::uint8_t>(reason));
    }
}

TEST_F(Cancels, of_a_top_up_are_whole_or_refused) {
    const Seq bought = city.top_up(wallet, shop, program, 5'000).entry->seq;
    const auto cancel = [&](std::int64_t amount) {
        return city.run(
            TestCity::staff, Cancel{bought, shop, CancelReason::wrong_amount, nullptr, {amount}}
        );
    };
    EXPECT_EQ(cancel(1'000).word, Refusal::not_in_part);
    EXPECT_EQ(cancel(4'999).word, Refusal::not_in_part);
    EXPECT_EQ(cancel(5'001).word, Refusal::cancel_too_much);
    EXPECT_EQ(city.held(wallet), 5'000) << "a part was asked for: nothing is taken";
    const Said whole = cancel(5'000);
    ASSERT_EQ(whole.word, Refusal::none);
    EXPECT_EQ(whole.entry->amount, Amount{5'000});
    EXPECT_EQ(city.held(wallet), 0);
    EXPECT_EQ(cancel(1'000).word, Refusal::already_cancelled);
}

// Of two that hold, the list's earlier one is said: a line each.
TEST_F(Cancels, refusals_come_in_the_order_of_the_list) {
    city.top_up(wallet, shop, program, 1'000);
    const Seq open = paid(100), closed = paid(100),
              bought = city.top_up(wallet, shop, program, 500).entry->seq;
    ASSERT_EQ(city.cancel(closed, shop).word, Refusal::none);
    city.clock = city.clock + ms_per_day;
    const struct {
        Seq of;
        PlaceId at;
        std::int64_t amount;
        Refusal said, also;
    } pairs[] = {
        {open, {99}, -1, Refusal::amount_out_of_range, Refusal::place_unknown},
        {{9999}, {99}, 1, Refusal::place_unknown, Refusal::payment_unknown},
        {closed, other_shop, 1, Refusal::payment_not_yours, Refusal::already_cancelled},
        {closed, shop, 101, Refusal::already_cancelled, Refusal::cancel_too_much},
        {open, shop, 101, Refusal::cancel_too_much, Refusal::cancel_too_late},
        {bought, shop, 501, Refusal::cancel_too_much, Refusal::cancel_too_late},
        {bought, shop, 499, Refusal::not_in_part, Refusal::cancel_too_late},
        {bought, shop, 500, Refusal::cancel_too_late, Refusal::none}
    };
    for (const auto& c : pairs) {
        const Cancel cancel{c.of, c.at, CancelReason::other, nullptr, {c.amount}};
        EXPECT_EQ(city.run(TestCity::staff, cancel).word, c.said)
            << "and not " << (c.also == Refusal::none ? "" : text_of(c.also).word);
    }
}

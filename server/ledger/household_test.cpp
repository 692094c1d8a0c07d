// Limits for people who live together: one mechanism with the others, cap × period × who.
#include "ledger/contract/test_city.hpp"
#include "ledger/encoding.hpp"
#include "ledger/job_rows.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

struct Households : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId a = person(101), b = person(102), c = person(103);

    WalletId person(std::int64_t owner) {
        return city.run(TestCity::nobody, OpenWallet{{owner}}).entry->wallet;
    }
    Refusal together(WalletId wallet, WalletId with) {
        return city.run(TestCity::first, SetHousehold{wallet, with}).word;
    }
    ProgramId limited(LimitRule rule) {
        ProgramTerms t = plain_terms();
        t.limits = {rule};
        return city.program(t);
    }
    // At most so many yen bought by a household, ever (domain rules: "per person, per household").
    ProgramId at_most(std::int64_t cap) {
        return limited({Counted::topped_up, Measure::amount, cap, Period::ever, Who::household});
    }
    Said buy(WalletId w, ProgramId p, std::int64_t yen) { return city.top_up(w, shop, p, yen); }
};

} // namespace

TEST_F(Households, share_a_limit_to_the_yen_and_who_lives_alone_has_the_whole) {
    const ProgramId p = at_most(10'000);
    ASSERT_EQ(together(b, a), Refusal::none);
    EXPECT_EQ(buy(a, p, 6'000).word, Refusal::none);
    const Said too_much = buy(b, p, 4'001);
    EXPECT_EQ(too_much.word, Refusal::limit_reached);
    EXPECT_EQ(too_much.why.limits.at(0).limit, Limit::household_rule);
    EXPECT_EQ(too_much.why.limits.at(0).left, Amount{4'000});
    EXPECT_EQ(buy(b, p, 4'000).word, Refusal::none);
    EXPECT_EQ(buy(a, p, 1).word, Refusal::limit_reached);
    EXPECT_EQ(buy(c, p, 10'000).word, Refusal::none) << "lives alone";
    EXPECT_EQ(buy(c, p, 1).word, Refusal::limit_reached);
}

TEST_F(Households, who_moves_in_brings_along_what_was_used_and_who_moves_out_takes_it_along) {
    const ProgramId p = at_most(10'000);
    buy(a, p, 7'000);
    buy(b, p, 2'000);
    ASSERT_EQ(together(b, a), Refusal::none);
    EXPECT_EQ(buy(b, p, 1'001).word, Refusal::limit_reached);
    EXPECT_EQ(buy(b, p, 1'000).word, Refusal::none);
    ASSERT_EQ(together(a, {}), Refusal::none);
    EXPECT_EQ(buy(a, p, 3'001).word, Refusal::limit_reached) << "moving is no way to begin anew";
    EXPECT_EQ(buy(a, p, 3'000).word, Refusal::none);
    EXPECT_EQ(buy(b, p, 7'000).word, Refusal::none);
    // Beyond the limit together: nothing more, and nothing is taken back.
    ASSERT_EQ(together(a, b), Refusal::none);
    EXPECT_EQ(buy(a, p, 1).word, Refusal::limit_reached);
    EXPECT_EQ(city.held(a) + city.held(b), 20'000);
}

TEST_F(Households, hold_per_period_in_times_and_for_whatever_is_counted) {
    const ProgramId p =
        limited({Counted::received, Measure::times, 2, Period::month, Who::household});
    ASSERT_EQ(together(b, a), Refusal::none);
    ASSERT_EQ(together(c, b), Refusal::none);
    const auto grant = [&](WalletId w) {
        return city.run(TestCity::first, Grant{w, p, {10}}).word;
    };
    EXPECT_EQ(grant(a), Refusal::none);
    EXPECT_EQ(grant(c), Refusal::none);
    EXPECT_EQ(grant(b), Refusal::limit_reached);
    city.clock = morning(2026, 12, 1);
    EXPECT_EQ(grant(b), Refusal::none) << "another month";
}

TEST_F(Households, get_back_what_a_cancel_gives_back_whoever_of_them_paid) {
    const ProgramId p =
        limited({Counted::spent, Measure::amount, 1'000, Period::day, Who::household});
    ASSERT_EQ(together(b, a), Refusal::none);
    buy(a, p, 2'000);
    buy(b, p, 2'000);
    const Said paid = city.pay(a, shop, 1'000);
    ASSERT_EQ(paid.word, Refusal::none);
    const Said none_left = city.pay(b, shop, 1);
    EXPECT_EQ(none_left.word, Refusal::insufficient_balance);
    EXPECT_EQ(none_left.why.unused.at(0).why, Unused::limit);
    ASSERT_EQ(city.cancel(paid.entry->seq, shop).word, Refusal::none);
    EXPECT_EQ(city.pay(b, shop, 1'000).word, Refusal::none);
}

TEST_F(Households, are_counted_once_where_a_person_s_limit_asks_for_the_same) {
    ProgramTerms t = plain_terms();
    t.limits = {
        {Counted::topped_up, Measure::amount, 600, Period::day, Who::person},
        {Counted::topped_up, Measure::amount, 900, Period::day, Who::household}
    };
    const ProgramId p = city.program(t);
    ASSERT_EQ(together(b, a), Refusal::none);
    EXPECT_EQ(buy(a, p, 601).word, Refusal::limit_reached);
    EXPECT_EQ(buy(a, p, 600).word, Refusal::none);
    EXPECT_EQ(buy(b, p, 301).word, Refusal::limit_reached);
    EXPECT_EQ(buy(b, p, 300).word, Refusal::none);
}

TEST_F(Households, rows_of_one_slice_see_each_other) {
    const ProgramId p =
        limited({Counted::received, Measure::amount, 100, Period::ever, Who::household});
    ASSERT_EQ(together(b, a), Refusal::none);
    const std::vector<JobRow> rows{{a, {60}}, {b, {60}}, {c, {60}}, {b, {40}}};
    const ProposeJob propose{p, 4, {220}, rows_digest(rows, 0, behind_last_row())};
    const Said proposed = city.run(TestCity::first, propose);
    ASSERT_EQ(proposed.word, Refusal::none);
    const auto& fact = std::get<JobProposed>(proposed.entry->facts.at(0));
    ASSERT_EQ(city.run(TestCity::second, Approve{fact.proposal, fact.digest}).word, Refusal::none);
    ASSERT_EQ(
        city.run(TestCity::nobody, GrantRows{{1}, rows, behind_last_row()}).word, Refusal::none
    );
    EXPECT_EQ(city.held(a), 60);
    EXPECT_EQ(city.held(b), 40) << "the first row for b did not fit, the second did";
    EXPECT_EQ(city.held(c), 60);
}

TEST_F(Households, are_people_s_and_no_crowds) {
    EXPECT_EQ(together(a, a), Refusal::same_wallet);
    EXPECT_EQ(together(a, {99}), Refusal::wallet_unknown);
    EXPECT_EQ(together({99}, a), Refusal::wallet_unknown);
    city.run(TestCity::first, RegisterCards{1, CardKind::rechargeable});
    const WalletId card = city.run(TestCity::first, ActivateCard{{1}}).entry->wallet;
    EXPECT_EQ(together(card, a), Refusal::wallet_unknown) << "a card belongs to nobody";
    EXPECT_EQ(together(a, card), Refusal::wallet_unknown);
    EXPECT_EQ(together(a, {}), Refusal::none) << "alone already";
    for (std::size_t n = 1; n < most_in_household; ++n)
        ASSERT_EQ(together(person(200 + static_cast<std::int64_t>(n)), a), Refusal::none);
    EXPECT_EQ(together(b, a), Refusal::household_full);
    EXPECT_EQ(together({a.value + 1}, c), Refusal::none);
    const std::size_t homes = city.state.households.size();
    EXPECT_EQ(together({a.value + 1}, {}), Refusal::none);
    EXPECT_EQ(together(c, {}), Refusal::none);
    EXPECT_EQ(city.state.households.size(), homes - 1) << "nobody lives there any more";
}

TEST_F(Households, are_the_same_whether_loaded_or_replayed) {
    ASSERT_EQ(together(b, a), Refusal::none);
    ASSERT_EQ(together(c, a), Refusal::none);
    ASSERT_EQ(together(b, {}), Refusal::none);
    const auto home = city.state.wallets.find(a)->household;
    State loaded;
    for (const WalletId w : {a, b, c}) {
        const Bytes cell = encode_cell(*city.state.wallets.find(w));
        ASSERT_TRUE(load_cell(loaded, CellKind::wallet, w.value, cell, city.state.last));
    }
    for (const Entry& entry : city.journal)
        apply(loaded, entry);
    for (const State* state : {&loaded, &city.state}) {
        EXPECT_EQ(members_of(*state, home).size(), 2u);
        EXPECT_EQ(state->households.size(), 1u);
    }
}

// Money that lasts six months at most (資金決済法4条2号): no terms allow more, and no way of
// giving, taking back or putting right makes more of it.
#include "base/random.hpp"
#include "ledger/invariants/invariants_fixture.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct SixMonths : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId a = city.wallet(), b = city.wallet();
    ProgramId p = city.program(terms({Expiry::Kind::months_after, 0, {}, 6}));
    Date first = jst_date(city.clock), last = first.plus_months(6) + -1;

    static ProgramTerms terms(Expiry expiry) {
        ProgramTerms t = plain_terms();
        t.expiry = expiry, t.issuer = IssuerMode::six_month;
        t.to_residents = true, t.dues = 1;
        return t;
    }
    Said add(WalletId w, std::int64_t n) {
        return city.run(TestCity::first, Adjust{w, p, {n}, AdjustReason::compensation});
    }
    void months_later(int n) { city.clock = jst_date(city.clock).plus_months(n).begins(); }
};
} // namespace

TEST_F(SixMonths, are_not_extended_by_putting_something_right_PNT_e) {
    city.top_up(a, shop, p, 1'000);
    months_later(5);
    ASSERT_EQ(add(a, 200).word, Refusal::none);
    EXPECT_EQ(city.held(a, p, last), 1'200) << "no new last day";
    city.top_up(a, shop, p, 10); // a later issue, with its own last day
    EXPECT_EQ(add(a, 30).word, Refusal::none);
    EXPECT_EQ(city.held(a, p, last), 1'230) << "with the soonest";
    EXPECT_EQ(add(b, 1).word, Refusal::nothing_left_to_add_to);
    city.clock = last.begins() + ms_per_day;
    EXPECT_EQ(add(a, 5).word, Refusal::none) << "what was issued later is still good";
    EXPECT_EQ(city.held(a, p, first.plus_months(5).plus_months(6) + -1), 15);
    const WalletId c = city.wallet();
    EXPECT_EQ(add(c, 5).word, Refusal::nothing_left_to_add_to);
}

TEST_F(SixMonths, that_are_over_are_brought_back_by_nothing_PNT_e_PAY_b_GEN_h) {
    const Said bought = city.top_up(a, shop, p, 1'000);
    const Said paid = city.pay(a, shop, 300);
    const Said dues = city.run(TestCity::resident, HoldDues{a, {200}, 0});
    ASSERT_EQ(dues.word, Refusal::none);
    city.clock = last.begins() + ms_per_day;
    EXPECT_EQ(add(a, 1).word, Refusal::nothing_left_to_add_to)
        << "dead, though still in the wallet";
    const auto by_city = [&](Seq what) {
        return city.run(TestCity::first, Cancel{what, shop, CancelReason::wrong_amount, nullptr});
    };
    ASSERT_EQ(by_city(paid.entry->seq).word, Refusal::none);
    EXPECT_EQ(city.run(TestCity::first, VoidHold{{1}}).word, Refusal::none);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::expired), Amount{500});
    EXPECT_EQ(by_city(bought.entry->seq).word, Refusal::insufficient_balance) << "no refund";
    const Transfer send{a, b, p, {1}};
    EXPECT_EQ(city.run(TestCity::resident, send).word, Refusal::insufficient_balance);
}

TEST_F(SixMonths, keep_their_last_day_on_every_way_back_PAY_b_PNT_i_CHG_g_GEN_h) {
    city.top_up(a, shop, p, 1'000);
    const Said paid = city.pay(a, shop, 300);
    city.run(TestCity::resident, HoldDues{a, {200}, 0});
    months_later(5);
    city.run(TestCity::first, Cancel{paid.entry->seq, shop, CancelReason::other, nullptr});
    city.run(TestCity::first, VoidHold{{1}});
    EXPECT_EQ(city.held(a, p, last), 1'000);
    city.run(TestCity::resident, Transfer{a, b, p, {400}});
    EXPECT_EQ(city.held(b, p, last), 400);
    city.run(TestCity::first, RegisterCards{1, CardKind::rechargeable});
    const WalletId card = city.run(TestCity::first, ActivateCard{{1}}).entry->wallet;
    city.run(TestCity::resident, Transfer{b, card, p, {100}});
    city.run(TestCity::first, MoveCard{{1}, b});
    EXPECT_EQ(city.held(b, p, last), 400);
    ASSERT_EQ(city.run(TestCity::first, Grant{a, p, {50}}).word, Refusal::none);
    EXPECT_EQ(city.held(a, p, jst_date(city.clock).plus_months(6) + -1), 50)
        << "a grant is an issue of its own";
}

TEST_F(SixMonths, of_a_fixed_last_day_end_within_six_months_of_the_first_issue) {
    const auto said = [&](Expiry expiry, Date from = {}) {
        ProgramTerms t = terms(expiry);
        t.issue_from = from;
        const Said answer = city.run(TestCity::first, Propose{{}, t, {}});
        return answer.word == Refusal::none ? "" : answer.why.field + " " + answer.why.reason;
    };
    const auto until = [](Date day) { return Expiry{Expiry::Kind::fixed, 0, day, 0}; };
    EXPECT_EQ(said(until(last)), "");
    EXPECT_EQ(said(until(last + 1)), "expiry six_months");
    EXPECT_EQ(said(until(last + 1), first + 1), "") << "nothing is issued before";
    EXPECT_EQ(said(until(last + 2), first + 1), "expiry six_months");
    ProgramTerms banded = terms(until(last));
    banded.bands = {{{5'000}, until(last + 1)}};
    EXPECT_EQ(city.run(TestCity::first, Propose{{}, banded, {}}).why.field, "bands.0.expiry");
    p = city.program(terms(until(last)));
    city.top_up(a, shop, p, 100);
    months_later(5);
    ASSERT_EQ(add(a, 10).word, Refusal::none);
    EXPECT_EQ(city.held(a, p, last), 110);
    const Said next = city.run(TestCity::first, Propose{p, terms(until(last + 60)), {}});
    EXPECT_EQ(next.word, Refusal::none) << "for what is issued from then on";
    city.program(terms(until(last + 60)), p);
    ASSERT_EQ(add(a, 1).word, Refusal::none);
    EXPECT_EQ(city.held(a, p, last), 111) << "a new version extends nothing either";
}

// Terms drawn at random: whatever is allowed ends in time, on every day on which it may be issued.
TEST(SixMonthTerms, allow_no_last_day_later_than_six_months_after_issue) {
    SeededRandom random(11);
    int allowed = 0, refused = 0;
    for (int n = 0; n < 4'000; ++n) {
        const Date today = Date::from_civil(2027, 1, 1) + static_cast<int>(random.below(800));
        const auto expiry = [&]() -> Expiry {
            switch (random.below(4)) {
            case 0: return {};
            case 1: return {Expiry::Kind::days_after, 170 + static_cast<int>(random.below(20)), {}};
            case 2: return {Expiry::Kind::fixed, 0, today + static_cast<int>(random.below(220)), 0};
            default:
                return {Expiry::Kind::months_after, 0, {}, 4 + static_cast<int>(random.below(4))};
            }
        };
        ProgramTerms t = SixMonths::terms(expiry());
        if (random.below(2)) t.bands = {{{1'000}, expiry()}};
        if (random.below(2)) t.issue_from = today + static_cast<int>(random.below(30));
        if (random.below(2)) t.issue_to = today + 30 + static_cast<int>(random.below(60));
        if (contradiction(t, today)) {
            ++refused;
            continue;
        }
        ++allowed;
        for (Date day = std::max(today, t.issue_from); day < today + 220; day = day + 1) {
            for (const std::int64_t amount : {0, 999, 1'000}) {
                const Date end = t.last_day(day, {amount});
                ASSERT_TRUE(end && end < day.plus_months(6)) << day.iso() << " " << end.iso();
            }
        }
    }
    EXPECT_GT(allowed, 200);
    EXPECT_GT(refused, 200);
}

TEST_F(Invariants, six_months_of_six_month_money) {
    ProgramTerms t = terms();
    t.issuer = IssuerMode::six_month, t.top_up.person_maximum = {}, t.budget = {};
    const ProgramId short_lived = city.program(t);
    city.top_up(wallet, shop, short_lived, 100);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    const Date late = jst_date(city.clock).plus_months(6);
    const auto issued_until = [&](Date day) {
        return entry_with([&](Entry& e) {
            for (Leg& leg : e.legs)
                if (leg.account.kind == AccountKind::lot) leg.account.expires_on = day;
        });
    };
    EXPECT_EQ(issued_until(late + -1), "");
    expect_caught(issued_until(late), "six_months");
    expect_caught(issued_until({}), "six_months");
    expect_caught(
        state_with([&](State& s) {
            for (Lot& lot : s.wallets.at(wallet).lots)
                if (lot.program == short_lived) lot.expires_on = late;
        }),
        "six_months"
    );
}

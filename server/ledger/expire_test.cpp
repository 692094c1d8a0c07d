#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Expiries : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId wallet = city.wallet();
    Said expire() { return city.expire(wallet); }
};
} // namespace

TEST_F(Expiries, happen_at_midnight_in_Japan_and_not_before_CHG_h) {
    const ProgramId p = city.program(terms_for_days(10));
    city.top_up(wallet, shop, p, 70);
    const Instant midnight = (jst_date(city.clock) + 11).begins();
    city.clock = midnight + -1; // 23:59:59.999 of the last day
    EXPECT_EQ(expire().word, Refusal::not_found);
    city.clock = midnight;
    const Said said = expire();
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.entry->business_date, jst_date(midnight));
    EXPECT_EQ(city.held(wallet), 0);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::expired), Amount{70});
    EXPECT_EQ(said.entry->amount, Amount{70});
}

TEST_F(Expiries, run_twice_find_nothing_more) {
    city.top_up(wallet, shop, city.program(terms_for_days(1)), 70);
    city.clock = city.clock + 5 * ms_per_day;
    EXPECT_EQ(expire().word, Refusal::none);
    const Said again = expire();
    EXPECT_EQ(again.word, Refusal::not_found);
    EXPECT_FALSE(again.entry) << "without a key nothing is written down";
    EXPECT_EQ(city.expire({99}).word, Refusal::wallet_unknown);
    EXPECT_EQ(city.run(TestCity::nobody, Expire{{9}, {wallet}}).word, Refusal::program_unknown);
}

TEST_F(Expiries, take_only_what_is_over) {
    const ProgramId soon = city.program(terms_for_days(1)), late = city.program(terms_for_days(9)),
                    never = city.program(plain_terms());
    for (const ProgramId p : {soon, late, never})
        city.top_up(wallet, shop, p, 10);
    city.run(
        TestCity::first, SetWalletStatus{wallet, WalletStatus::blocked}
    ); // a blocked wallet expires all the same
    city.clock = city.clock + 2 * ms_per_day;
    EXPECT_EQ(expire().word, Refusal::none);
    EXPECT_EQ(city.held(wallet), 20);
    EXPECT_EQ(city.state.programs.find(soon)->total(AccountKind::expired), Amount{10});
    EXPECT_EQ(city.state.programs.find(late)->total(AccountKind::expired), Amount{0});
}

TEST_F(Expiries, at_the_fiscal_years_end_and_on_29_February_CHG_h) {
    for (const Date last : {Date::from_civil(2027, 3, 31), Date::from_civil(2028, 2, 29)}) {
        city.clock = last.begins();
        const ProgramId p = city.program(terms_until(last));
        city.top_up(wallet, shop, p, 10);
        EXPECT_EQ(expire().word, Refusal::not_found);
        city.clock = (last + 1).begins();
        EXPECT_EQ(expire().word, Refusal::none);
        EXPECT_EQ(city.entry(city.state.last).business_date, last + 1);
    }
    EXPECT_EQ(Date::from_civil(2027, 3, 31).fiscal_year(), 2026);
    EXPECT_EQ(Date::from_civil(2027, 4, 1).fiscal_year(), 2027);
}

// What the tests of the invariants share: a sound city, and ways to tamper with it.
#pragma once

#include "ledger/contract/test_city.hpp"

namespace meguri::ledger {

// A city with one of everything, and what becomes of it when somebody tampers.
struct Invariants : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId wallet = city.wallet();
    ProgramId program = city.program(terms());
    Seq top_up = city.top_up(wallet, shop, program, 5000).entry->seq;
    Seq payment = city.pay(wallet, shop, 1200).entry->seq;

    static ProgramTerms terms() {
        ProgramTerms t = terms_for_days(5);
        t.budget = {10'000};
        t.top_up.person_maximum = {6000};
        return t;
    }
    // The last entry of the real journal, changed.
    std::string entry_with(auto change) {
        Entry e = city.entry(city.state.last);
        change(e);
        return invariants::broken(city.state, e).value_or("");
    }
    std::string state_with(auto change) {
        State s = city.state;
        change(s);
        return invariants::check_all(s).value_or("");
    }
    std::string both_with(auto change) {
        State s = city.state;
        Entry e = city.entry(s.last);
        change(s, e);
        return invariants::broken(s, e).value_or("");
    }
};

inline void expect_caught(const std::string& broken, std::string_view by) {
    EXPECT_TRUE(broken.starts_with(std::string(by) + ": "))
        << by << " should have caught it, but: \"" << broken << "\"";
}

} // namespace meguri::ledger

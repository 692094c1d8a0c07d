// Each invariant is shown to catch what it is there for: a fault planted in an entry or in the
// state.
#include "ledger/contract/test_city.hpp"

#include <chrono>

using namespace meguri;
using namespace meguri::ledger;

namespace {

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

void expect_caught(const std::string& broken, std::string_view by) {
    EXPECT_TRUE(broken.starts_with(std::string(by) + ": "))
        << by << " should have caught it, but: \"" << broken << "\"";
}

} // namespace

TEST_F(Invariants, hold_in_a_sound_city) {
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    EXPECT_EQ(state_with([](State&) {}), "");
}

TEST_F(Invariants, legs_balance) {
    expect_caught(entry_with([](Entry& e) { e.legs[0].amount += Amount{1}; }), "legs_balance");
    expect_caught(entry_with([](Entry& e) { e.legs.pop_back(); }), "legs_balance");
    expect_caught(
        entry_with([](Entry& e) { e.legs[1].account.program = {2}; }), "legs_balance"
    ); // two programs mixed
    expect_caught(
        entry_with([&](Entry& e) { e.legs.push_back({Account::wallet_note(wallet), {1}, {}}); }),
        "legs_balance"
    );
}

TEST_F(Invariants, refusal_moves_nothing) {
    expect_caught(
        entry_with([](Entry& e) { e.refusal = Refusal::wallet_blocked; }), "refusal_moves_nothing"
    );
    expect_caught(
        entry_with([&](Entry& e) {
            e.refusal = Refusal::wallet_blocked;
            e.legs = {};
            e.facts = {WalletStatusSet{wallet, WalletStatus::active}};
        }),
        "refusal_moves_nothing"
    );
}

TEST_F(Invariants, order_of_entries) {
    expect_caught(entry_with([](Entry& e) { e.seq.value++; }), "order_of_entries");
    expect_caught(entry_with([](Entry& e) { e.at.ms--; }), "order_of_entries");
    expect_caught(entry_with([](Entry& e) { e.business_date.days++; }), "order_of_entries");
    expect_caught(entry_with([](Entry& e) { e.legs[0].prev = e.seq; }), "order_of_entries");
    expect_caught(
        state_with([&](State& s) { s.wallets.at(wallet).chain.value += 99; }), "order_of_entries"
    );
}

TEST_F(Invariants, order_of_entries_is_held_by_apply_itself) {
    Entry e = city.entry(city.state.last);
    EXPECT_DEATH(apply(city.state, e), "bug:") << "the same number twice";
    e.seq.value += 2;
    EXPECT_DEATH(apply(city.state, e), "bug:") << "a gap";
    e.seq.value -= 1;
    e.at.ms -= 1;
    EXPECT_DEATH(apply(city.state, e), "bug:") << "time runs backwards";
    EXPECT_DEATH(seal(city.state, e, Now::of(city.state.last_at + -1), {}), "bug:");
}

TEST_F(Invariants, no_negative_lot) {
    expect_caught(
        both_with([&](State& s, Entry&) { s.wallets.at(wallet).lots[0].balance = {-1}; }),
        "no_negative_lot"
    );
    expect_caught(
        both_with([&](State& s, Entry&) { s.wallets.at(wallet).lots[0].balance = {0}; }),
        "no_negative_lot"
    );
    expect_caught(
        state_with([&](State& s) { s.wallets.at(wallet).lots[0].balance = {-5}; }),
        "no_negative_lot"
    );
    expect_caught(
        state_with([&](State& s) {
            auto& lots = s.wallets.at(wallet).lots;
            lots.push_back(lots[0]);
        }),
        "no_negative_lot"
    );
}

TEST_F(Invariants, program_sums) {
    const auto lot = static_cast<std::size_t>(AccountKind::lot),
               issue = static_cast<std::size_t>(AccountKind::issue);
    expect_caught(
        both_with([&](State& s, Entry&) { s.programs.at(program).totals[lot] += Amount{1}; }),
        "program_sums"
    );
    expect_caught(
        state_with([&](State& s) { s.programs.at(program).totals[issue] += Amount{1}; }),
        "program_sums"
    );
    expect_caught(
        state_with([&](State& s) { s.wallets.at(wallet).lots[0].balance += Amount{1}; }),
        "program_sums"
    );
    expect_caught(
        state_with([&](State& s) { s.places.at(shop).receivables[0].balance += Amount{1}; }),
        "program_sums"
    );
}

TEST_F(Invariants, no_dead_value_spent) {
    const auto shift = [](Entry& e, int days) {
        for (Leg& leg : e.legs) {
            if (leg.account.kind == AccountKind::lot)
                leg.account.expires_on = e.business_date + days;
        }
    };
    expect_caught(entry_with([&](Entry& e) { shift(e, -1); }), "no_dead_value_spent");
    EXPECT_EQ(entry_with([&](Entry& e) { shift(e, 0); }), "") << "the last day itself is good";
    expect_caught(
        entry_with([&](Entry& e) { e.kind = EntryKind::expiry, shift(e, 0); }),
        "no_dead_value_spent"
    );
    EXPECT_EQ(entry_with([&](Entry& e) { e.kind = EntryKind::expiry, shift(e, -1); }), "");
}

TEST_F(Invariants, limits_CHG_c) {
    city.top_up(wallet, shop, program, 1000);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    expect_caught(
        both_with([&](State& s, Entry&) { s.wallets.at(wallet).tallies[0].total = {6001}; }),
        "limits"
    );
    expect_caught(
        both_with([&](State& s, Entry&) { s.programs.at(program).terms.budget = {5999}; }), "limits"
    );
    expect_caught(both_with([&](State&, Entry& e) { e.counts[0].by = {-1}; }), "limits");
    expect_caught(
        state_with([&](State& s) { s.wallets.at(wallet).tallies[0].total = {6001}; }), "limits"
    );
}

TEST_F(Invariants, limits_of_a_household) {
    const WalletId other = city.wallet();
    ProgramTerms t = terms();
    t.limits = {{Counted::topped_up, Measure::amount, 6000, Period::ever, Who::household}};
    city.program(t, program);
    city.run(TestCity::first, SetHousehold{other, wallet});
    city.top_up(other, shop, program, 1000);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    expect_caught(
        both_with([&](State& s, Entry&) { s.wallets.at(wallet).tallies[0].total = {5001}; }),
        "limits"
    );
}

TEST_F(Invariants, cancel_within_payment) {
    city.cancel(payment, shop);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    expect_caught(entry_with([](Entry& e) { e.amount += Amount{1}; }), "cancel_within_payment");
    expect_caught(entry_with([](Entry& e) { e.names = e.seq; }), "cancel_within_payment");
    expect_caught(
        entry_with([](Entry& e) {
            for (Leg& leg : e.legs)
                leg.amount = leg.amount + leg.amount;
        }),
        "cancel_within_payment"
    );
    expect_caught(
        both_with([&](State& s, Entry&) {
            s.wallets.at(wallet).cancelled.push_back({payment, {1200}, {}});
        }),
        "cancel_within_payment"
    );
    expect_caught(
        state_with([&](State& s) {
            s.wallets.at(wallet).cancelled.push_back({payment, {1200}, {}});
        }),
        "cancel_within_payment"
    );
}

TEST_F(Invariants, four_eyes_PAY_f) {
    city.program(terms());
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    expect_caught(
        both_with([](State& s, Entry&) {
            s.proposals.at({2}).closed_by = s.proposals.at({2}).content.by;
        }),
        "four_eyes"
    );
    expect_caught(
        entry_with([](Entry& e) { e.facts.erase(e.facts.begin()); }), "four_eyes"
    ); // nobody approved
    expect_caught(
        entry_with([](Entry& e) { std::get<ProgramPublished>(e.facts[1]).terms.budget = {1}; }),
        "four_eyes"
    );
    expect_caught(
        entry_with([](Entry& e) { std::get<ProgramPublished>(e.facts[1]).version = 2; }),
        "four_eyes"
    );
    expect_caught(entry_with([](Entry& e) { e.actor = TestCity::first; }), "four_eyes");
    expect_caught(state_with([](State& s) { s.proposals.at({2}).closed_by = {}; }), "four_eyes");
}

TEST_F(Invariants, four_eyes_of_jobs_PAY_f) {
    const auto proposed = std::get<JobProposed>(
        city.run(TestCity::first, ProposeJob{program, 2, {20}, {}}).entry->facts.at(0)
    );
    ASSERT_EQ(
        city.run(TestCity::second, Approve{proposed.proposal, proposed.digest}).word, Refusal::none
    );
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    const auto job_with = [&](auto change) {
        return entry_with([&](Entry& e) { change(std::get<JobOpened>(e.facts[1])); });
    };
    expect_caught(job_with([](JobOpened& job) { job.total = {21}; }), "four_eyes");
    expect_caught(job_with([](JobOpened& job) { job.rows = 3; }), "four_eyes");
    expect_caught(job_with([](JobOpened& job) { job.program = {2}; }), "four_eyes");
    expect_caught(job_with([](JobOpened& job) { job.expected[0] = 1; }), "four_eyes");
    expect_caught(entry_with([](Entry& e) { e.facts.erase(e.facts.begin()); }), "four_eyes");
    expect_caught(entry_with([](Entry& e) { e.actor = TestCity::first; }), "four_eyes");
    expect_caught(
        both_with([&](State& s, Entry&) {
            s.proposals.at(proposed.proposal).closed_by = proposed.by;
        }),
        "four_eyes"
    );
}

TEST_F(Invariants, limits_of_handouts_PRM_i) {
    HandoutTerms t;
    t.program = program, t.ways = {Ways::printed_code}, t.amount = {10};
    t.person_times = 2, t.times = 3;
    city.run(TestCity::staff, OpenHandout{t});
    const HandoutId handout{1};
    ASSERT_EQ(
        city.run(TestCity::resident, Claim{wallet, handout, Ways::printed_code, {}, {}}).word,
        Refusal::none
    );
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    const auto claimed = [&](State& s, std::int64_t times) {
        for (Tally& tally : s.wallets.at(wallet).tallies)
            if (tally.counter == Counter::claimed_times) tally.total = {times};
    };
    EXPECT_EQ(both_with([&](State& s, Entry&) { claimed(s, 2); }), "");
    expect_caught(both_with([&](State& s, Entry&) { claimed(s, 3); }), "limits");
    expect_caught(both_with([&](State& s, Entry&) { s.handouts.at(handout).times = 4; }), "limits");
    expect_caught(
        entry_with([](Entry& e) {
            for (Count& c : e.counts)
                if (c.counter == Counter::claimed_times) c.of = 99;
        }),
        "limits"
    );
}

TEST_F(Invariants, limits_that_the_terms_state_PRM_c) {
    ProgramTerms t = terms();
    t.limits = {
        {Counted::topped_up, Measure::times, 3, Period::day, Who::person},
        {Counted::topped_up, Measure::amount, 9'000, Period::ever, Who::everybody}
    };
    city.program(t, program);
    city.top_up(wallet, shop, program, 1000);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    const auto set = [](std::vector<Tally>& tallies, Counter counter, std::int64_t to) {
        for (Tally& tally : tallies)
            if (tally.counter == counter) tally.total = {to};
    };
    expect_caught(
        both_with([&](State& s, Entry&) {
            set(s.wallets.at(wallet).tallies, Counter::topped_up_times, 4);
        }),
        "limits"
    );
    expect_caught(
        both_with([&](State& s, Entry&) {
            set(s.programs.at(program).tallies, Counter::topped_up, 9'001);
        }),
        "limits"
    );
}

// Each pot that the whole is made of is added up anew, beside the program's own totals.
TEST_F(Invariants, program_sums_of_budgets_promises_and_holds) {
    const OrganizationId club = city.state.places.find(shop)->organization;
    ProgramTerms t = terms_for_days(5);
    t.dues = 1;
    const ProgramId p = city.program(t);
    city.top_up(wallet, shop, p, 3000);
    city.run(TestCity::first, GiveBudget{club, p, {50}});
    const auto proposed = std::get<JobProposed>(
        city.run(TestCity::first, ProposeJob{p, 2, {20}, {}}).entry->facts.at(0)
    );
    city.run(TestCity::second, Approve{proposed.proposal, proposed.digest});
    city.run(TestCity::resident, HoldTopUp{wallet, p, {500}});
    ASSERT_EQ(city.run(TestCity::resident, HoldDues{wallet, {100}, 0}).word, Refusal::none);
    const HoldId bought{1}, dues{2};
    ASSERT_EQ(state_with([](State&) {}), "");
    const auto caught = [&](auto change) { expect_caught(state_with(change), "program_sums"); };
    caught([&](State& s) { s.organizations.at(club).budgets.at(0).balance += Amount{1}; });
    caught([&](State& s) { s.jobs.at({1}).left += Amount{1}; });
    caught([&](State& s) { s.holds.at(bought).content.amount += Amount{1}; });
    caught([&](State& s) { s.holds.at(dues).lots.at(0).balance += Amount{1}; });
    // A hold that was closed without its value going anywhere.
    caught([&](State& s) { s.holds.at(bought).closed = true; });
    caught([&](State& s) { s.holds.at(dues).closed = true; });
    // The same yen told twice: the sum over all accounts is still zero.
    const auto moved = [&](AccountKind from, AccountKind to) {
        caught([&](State& s) {
            auto& totals = s.programs.at(p).totals;
            totals[static_cast<std::size_t>(from)] += Amount{-1};
            totals[static_cast<std::size_t>(to)] += Amount{1};
        });
    };
    for (const AccountKind kind : {AccountKind::budget, AccountKind::reserved, AccountKind::hold})
        moved(kind, AccountKind::expired);
}

TEST_F(Invariants, program_sums_are_never_less_than_nothing) {
    const auto set = [&](AccountKind kind, std::int64_t to) {
        return both_with([&](State& s, Entry&) {
            auto& totals = s.programs.at(program).totals;
            const auto receivable = static_cast<std::size_t>(AccountKind::receivable);
            auto& total = totals[static_cast<std::size_t>(kind)];
            totals[receivable] += total - Amount{to}; // the sum stays zero
            total = {to};
        });
    };
    for (const AccountKind kind :
         {AccountKind::lot, AccountKind::hold, AccountKind::budget, AccountKind::reserved,
          AccountKind::recovered, AccountKind::expired, AccountKind::public_dues}) {
        EXPECT_EQ(set(kind, 0), "");
        expect_caught(set(kind, -1), "program_sums");
    }
    expect_caught(set(AccountKind::issue, 1), "program_sums"); // more taken back than issued
}

TEST_F(Invariants, eligibility_GEN_g) {
    ProgramTerms t = terms_for_days(5);
    t.eligible = {0b1, 0b110};
    t.to_residents = true;
    const ProgramId p = city.program(t);
    const WalletId other = city.wallet();
    for (const WalletId w : {wallet, other})
        city.run(TestCity::first, SetWalletMarks{w, 0b11});
    const auto without_marks_of = [&](WalletId w, std::uint64_t marks) {
        return both_with([&](State& s, Entry&) { s.wallets.at(w).marks = marks; });
    };
    const auto guards = [&](const Said& said, WalletId receiver) {
        ASSERT_EQ(said.word, Refusal::none);
        EXPECT_EQ(entry_with([](Entry&) {}), "");
        expect_caught(without_marks_of(receiver, 0b10), "eligibility");
        expect_caught(without_marks_of(receiver, 0b1), "eligibility");
    };
    guards(city.top_up(wallet, shop, p, 1000), wallet);
    guards(city.run(TestCity::first, Grant{wallet, p, {10}}), wallet);
    guards(city.run(TestCity::resident, Transfer{wallet, other, p, {10}}), other);
    EXPECT_EQ(without_marks_of(wallet, 0), "") << "giving away asks for nothing";
    guards(city.run(TestCity::resident, HoldTopUp{wallet, p, {500}}), wallet);
    city.pay(wallet, shop, 2000);
    EXPECT_EQ(without_marks_of(wallet, 0), "") << "whoever has it may spend it";
}

// "Well under 0.3 µs" is measured by the benchmark; here only that nobody makes it a hundred times
// as much.
TEST_F(Invariants, cost_little_for_a_payment) {
    const Entry paid = city.pay(wallet, shop, 1).entry.value();
    const auto began = std::chrono::steady_clock::now();
    constexpr int rounds = 100'000;
    for (int i = 0; i < rounds; ++i)
        ASSERT_FALSE(invariants::broken(city.state, paid));
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
    RecordProperty("nanoseconds", std::to_string(took.count() / rounds));
    EXPECT_LT(took.count() / rounds, 30'000);
}

// Each invariant is shown to catch what it is there for: a fault planted in an entry or in the
// state.
#include "ledger/invariants/invariants_fixture.hpp"

#include <chrono>

using namespace meguri;
using namespace meguri::ledger;

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

TEST_F(Invariants, limits_of_a_mandate) {
    constexpr Actor carer{ActorKind::resident, {200}};
    const GiveMandate given{wallet, {200}, {MandateRights::pay}, {}, {1000}, {}};
    ASSERT_EQ(city.run(TestCity::resident, given).word, Refusal::none);
    Payment on_mandate{wallet, shop, {400}};
    on_mandate.mandate = 1;
    ASSERT_EQ(city.run(carer, on_mandate).word, Refusal::none);
    EXPECT_EQ(entry_with([](Entry&) {}), "");
    expect_caught(
        both_with([&](State& s, Entry&) {
            s.wallets.at(wallet).mandates[0].terms.month_maximum = {399};
        }),
        "limits"
    );
    expect_caught(
        both_with([&](State& s, Entry&) { s.wallets.at(wallet).mandates.clear(); }), "limits"
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

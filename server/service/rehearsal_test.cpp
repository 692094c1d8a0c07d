#include "service/rehearsal.hpp"

#include <gtest/gtest.h>

namespace meguri::service {

namespace {

using ledger::Amount;

const Date today = Date::from_civil(2026, 11, 22);
const ledger::Now now = ledger::Now::of(today.begins() + 10 * 60 * ms_per_minute);

// Three wallets, the second without the mark that the program asks for.
ledger::State small_city(Amount budget) {
    ledger::State city;
    for (std::int64_t n = 1; n <= 3; ++n) {
        city.wallets.at({n}).exists = true;
        city.wallets.at({n}).marks = n == 2 ? 0 : 1;
    }
    ledger::Program& program = city.programs.at({1});
    program.exists = true;
    program.version = 1;
    program.terms.origin = ledger::Origin::granted;
    program.terms.budget = budget;
    program.terms.eligible.all = 1;
    program.terms.limits = {{ledger::Counted::received, ledger::Measure::times, 1}};
    return city;
}

} // namespace

TEST(Rehearsal, tries_every_row_as_the_job_will_and_counts_refusals_by_word_PRM_j) {
    ledger::State fork = small_city({1'000});
    const std::vector<ledger::JobRow> rows{
        {{1}, {100}}, {{2}, {100}}, {{3}, {100}}, {{9}, {1}}, {{1}, {100}}
    };
    const auto result = rehearse_rows(fork, {1}, rows, now);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->heads, 5);
    EXPECT_EQ(result->people, 2);
    EXPECT_EQ(result->total, Amount{200});
    ASSERT_TRUE(result->budget_left);
    EXPECT_EQ(*result->budget_left, Amount{800}); // what was held for the others has gone back
    EXPECT_EQ(result->refusals.at(Refusal::not_eligible), 1);
    EXPECT_EQ(result->refusals.at(Refusal::wallet_unknown), 1);
    EXPECT_EQ(result->refusals.size(), 3U); // the last row: once per person
}

TEST(Rehearsal, of_more_than_the_budget_is_refused_as_its_approval_will_be_PRM_j) {
    ledger::State fork = small_city({150});
    const auto result = rehearse_rows(fork, {1}, {{{1}, {100}}, {{3}, {100}}}, now);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), Refusal::program_cap_reached);
}

TEST(Rehearsal, has_one_digest_for_one_result_of_one_proposal_PRM_j) {
    const std::vector<ledger::JobRow> rows{{{1}, {100}}, {{3}, {100}}};
    ledger::State one = small_city({250}), two = small_city({250}), three = small_city({260});
    Hash proposal{};
    const auto digest = [&](ledger::State& fork) {
        return rehearse_rows(fork, {1}, rows, now)->digest(proposal);
    };
    const Hash first = digest(one);
    EXPECT_EQ(first, digest(two));
    EXPECT_NE(first, digest(three)); // another budget left
    proposal[0] = 1;
    ledger::State four = small_city({250});
    EXPECT_NE(first, digest(four));
}

} // namespace meguri::service

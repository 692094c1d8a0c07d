// Five seeds, twenty days each; and no rule is left out unnoticed.
#include "base/log.hpp"
#include "simulation/city.hpp"
#include "store/contract/test_stores.hpp"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

using namespace meguri;

namespace {
// In memory where there is such a folder: 200,000 commits would otherwise measure the disk. What a
// power cut does to a real one is tested elsewhere.
const bool prepared = [] {
    log::configure(log::Form::plain, log::Level::error);
    if (std::filesystem::exists("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
    return true;
}();
std::string database(const store::TemporaryFolder& folder) {
    return "sqlite://" + (folder.path() / "city.db").string();
}
} // namespace

class Simulation : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(seeds, Simulation, ::testing::Values(1, 2, 3, 4, 5));

TEST_P(Simulation, city_days_lose_nothing_double_nothing_and_reach_every_rule_PAY_h) {
    const store::TemporaryFolder folder;
    simulation::City city(GetParam(), database(folder));
    for (int day = 0; day < 20; ++day)
        city.day(2000);
    city.audit();
    for (const std::string& problem : city.problems())
        ADD_FAILURE() << problem << "\nrun again: scripts/sim " << GetParam();
    for (const std::string& missing : city.coverage().missing())
        ADD_FAILURE() << missing;
    EXPECT_EQ(city.verdict().lost, 0u);
    EXPECT_EQ(city.verdict().doubled, 0u);
    EXPECT_EQ(city.verdict().wrong_balances, 0u);
    EXPECT_GE(city.commands(), 40'000u);
    EXPECT_GE(city.restarts(), 40u);
    EXPECT_GT(city.faults(), 0u);
}

TEST(SimulationCoverage, names_every_rule_that_was_never_reached) {
    simulation::Coverage coverage;
    EXPECT_EQ(coverage.missing().size(), 46u + 67u + 19u);
    coverage.count(ledger::Payment{}, Refusal::wallet_blocked);
    coverage.count(ledger::Payment{}, Refusal::none);
    coverage.count(simulation::Term::spent_reward_city_bears);
    EXPECT_EQ(coverage.missing().size(), 45u + 66u + 18u);
    EXPECT_EQ(
        coverage.table().find("payment             done 1  wallet_blocked 1") != std::string::npos,
        true
    );
    const std::string terms = coverage.table();
    EXPECT_NE(terms.find("terms: when_spent city_bears     1\n"), std::string::npos);
    EXPECT_NE(terms.find("terms: single-use card           0\n"), std::string::npos);
}

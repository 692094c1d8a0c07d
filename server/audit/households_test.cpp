// Limits of households, worked out once more from the books alone.
#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

struct Households : ::testing::Test {
    TestCity city;
    std::int64_t published = 0, founded = 0, second_top_up = 0;

    // Wallets 1 and 2 live together and have bought 2,000 of at most 2,000; 3 lives alone.
    Households() {
        live(city);
        ledger::ProgramTerms terms = ordinary_terms();
        using ledger::Counted, ledger::Measure, ledger::Period, ledger::Who;
        terms.limits = {
            {Counted::topped_up, Measure::amount, 2'000, Period::ever, Who::household},
            {Counted::topped_up, Measure::amount, 5'000, Period::month, Who::person},
            {Counted::spent, Measure::times, 2, Period::day, Who::household}
        };
        published = city.publish(terms);
        const std::int64_t program = city.state().programs.size();
        founded = city.run(city.operator_(1), ledger::SetHousehold{{2}, {1}});
        city.top_up(1, program, 1'000);
        second_top_up = city.top_up(2, program, 1'000);
        city.top_up(1, program, 1'000); // refused
        city.top_up(3, program, 2'000);
        for (const std::int64_t wallet : {3, 1, 2, 1})
            city.pay(wallet, 2, 10);
        city.run(city.operator_(1), ledger::SetHousehold{{3}, {2}});
        city.run(city.operator_(1), ledger::SetHousehold{{1}, {}});
        city.top_up(1, program, 1'000);
    }
    std::string found(auto falsify) {
        const store::TemporaryFolder folder;
        const std::string url = "sqlite://" + (folder.path() / "books.db").string();
        JournalPlan plan = city.plan().in_one_group();
        falsify(plan);
        plan.write(url);
        const auto report = verify(url);
        return report ? listing(*report) : report.error().detail;
    }
};

} // namespace

TEST_F(Households, in_sound_books_show_no_difference) {
    EXPECT_EQ(found([](JournalPlan&) {}), "");
}

TEST_F(Households, beyond_their_limit_are_found) {
    const std::string differences = found([this](JournalPlan& plan) {
        for (ledger::Fact& fact : plan.entry(published).facts) {
            if (auto* f = std::get_if<ledger::ProgramPublished>(&fact))
                f->terms.limits[0].cap = 1'500;
        }
    });
    const std::string at = std::to_string(second_top_up) + ": a limit of program";
    EXPECT_NE(differences.find(at), std::string::npos) << differences;
    EXPECT_NE(differences.find("stands at 2000 of at most 1500"), std::string::npos);
}

TEST_F(Households, that_a_resident_decided_are_found) {
    const std::string differences = found([this](JournalPlan& plan) {
        plan.entry(founded).actor.kind = ledger::ActorKind::resident;
    });
    EXPECT_NE(differences.find("only the city's operators"), std::string::npos) << differences;
}

TEST_F(Households, that_nobody_founded_are_found) {
    const std::string differences = found([this](JournalPlan& plan) {
        std::get<ledger::HouseholdSet>(plan.entry(founded).facts[0]).household = {7};
    });
    const std::string at = std::to_string(founded) + ": its facts are not those";
    EXPECT_NE(differences.find(at), std::string::npos) << differences;
}

} // namespace meguri::audit

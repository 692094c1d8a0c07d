// Every *.scenario file on the pure rules and on the naive ledger, each as a test of its own; and
// the parser's errors.
#include "scenarios/runner.hpp"

#include <gtest/gtest.h>

using namespace meguri::scenarios;

namespace {

const std::vector<Parsed>& all() {
    static const std::vector<Parsed> parsed = [] {
        auto stories = parse_folder(MEGURI_SOURCE_DIR "/tests/scenarios");
        // Rules that have no way in over HTTP yet.
        for (Parsed& p : parse_folder(MEGURI_SOURCE_DIR "/tests/scenarios/rules"))
            stories.push_back(std::move(p));
        return stories;
    }();
    return parsed;
}

class Scenarios : public ::testing::TestWithParam<std::size_t> {
  protected:
    void run_on(Backend& backend) {
        const Parsed& parsed = all()[GetParam()];
        for (const std::string& mistake : parsed.mistakes)
            ADD_FAILURE() << mistake;
        EXPECT_FALSE(parsed.scenario.title.empty())
            << "the first line says in a comment what the story shows";
        for (const std::string& problem : run(parsed.scenario, backend))
            ADD_FAILURE() << problem;
    }
};

std::string name_of(const ::testing::TestParamInfo<std::size_t>& info) {
    return all()[info.param].scenario.name;
}

std::string first_mistake(std::string_view text) {
    const Parsed parsed = parse(text, "story");
    return parsed.mistakes.empty() ? "" : parsed.mistakes.front();
}

std::string first_problem(std::string_view text) {
    const Parsed parsed = parse(text, "story");
    EXPECT_TRUE(parsed.mistakes.empty());
    const auto problems = run(parsed.scenario, *pure_backend());
    return problems.empty() ? "" : problems.front();
}

} // namespace

TEST_P(Scenarios, on_the_pure_rules) { run_on(*pure_backend()); }
TEST_P(Scenarios, on_the_naive_ledger) { run_on(*naive_backend()); }

INSTANTIATE_TEST_SUITE_P(files, Scenarios, ::testing::Range(std::size_t{0}, all().size()), name_of);

TEST(ScenarioParser, there_are_stories) { EXPECT_GE(all().size(), 15u); }

TEST(ScenarioParser, mistakes_are_named_with_their_line) {
    EXPECT_EQ(first_mistake("resident A\n\npai A shop 5"), "story:3: pai: there is no such verb");
    EXPECT_EQ(
        first_mistake("pay A shop many"), "story:1: pay: `amount` must be a number, not `many`"
    );
    EXPECT_EQ(
        first_mistake("pay A shop"), "story:1: pay: `amount` is missing; it is written: pay "
                                     "RESIDENT PLACE AMOUNT [as LABEL] [same_key]"
    );
    EXPECT_EQ(
        first_mistake("issued 通常 5"),
        "story:1: issued: `5` means nothing here; it is written: issued PROGRAM = AMOUNT"
    );
    EXPECT_EQ(
        first_mistake("issued 通常"),
        "story:1: issued: `=` is missing; it is written: issued PROGRAM = AMOUNT"
    );
    EXPECT_EQ(
        first_mistake("day 2026-02-30"),
        "story:1: day: `date` must be a day such as 2026-12-31, not `2026-02-30`"
    );
    EXPECT_EQ(
        first_mistake("clock 24:00:00"),
        "story:1: clock: `time` must be a time such as 23:59:59, not `24:00:00`"
    );
    EXPECT_EQ(first_mistake("refused paused"), "story:1: refused: it belongs below a command");
    EXPECT_EQ(
        first_mistake("program P days 5 days 6"), "story:1: program: `days` stands there twice"
    );
    EXPECT_EQ(first_mistake("# nothing"), "story: nothing happens in it");
}

TEST(ScenarioRunner, what_goes_otherwise_than_told_is_found) {
    const std::string city =
        "program P never\nplace shop takes_money tops_up\nresident A\ncharge A 100 at shop\n";
    EXPECT_EQ(first_problem(city + "pay A shop 60\nbalance A P 40\n"), "");
    EXPECT_EQ(
        first_problem(city + "pay A shop 60\nbalance A P 41\n"), "story:6: balance A P 41: it is 40"
    );
    EXPECT_EQ(
        first_problem(city + "pay A shop 101\n"),
        "story:5: pay A shop 101: refused insufficient_balance, but should have been done"
    );
    EXPECT_EQ(
        first_problem(city + "pay A shop 100\nrefused paused\n"),
        "story:5: pay A shop 100: done instead of refused paused"
    );
    EXPECT_EQ(
        first_problem(city + "pay A shop 101\nrefused insufficient_balance missing 2\n"),
        "story:5: pay A shop 101: missing 1"
    );
    EXPECT_EQ(
        first_problem(city + "pay A shop 60\nused P 50\n"),
        "story:5: pay A shop 60: used 1×60 until "
    );
}

TEST(ScenarioJson, says_what_the_story_says) {
    const Parsed parsed = parse("# a story\npay A shop 60\nrefused wallet_unknown\n", "story");
    EXPECT_EQ(
        to_json({parsed.scenario}),
        R"([{"name":"story","title":"a story","steps":[{"line":2,"text":"pay A shop 60","verb":"pay",)"
        R"("fields":{"amount":60,"place":"shop","who":"A"},"refused":{"word":"wallet_unknown"}}]}])"
        "\n"
    );
}

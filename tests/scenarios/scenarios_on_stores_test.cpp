// The same stories through the engine, on both stores: each on a fresh database, with real
// restarts.
#include "base/log.hpp"
#include "scenarios/engine_backend.hpp"
#include "scenarios/runner.hpp"
#include "store/contract/test_stores.hpp"

#include <gtest/gtest.h>

using namespace meguri;
using namespace meguri::scenarios;

namespace {
const bool quiet = (log::configure(log::Form::plain, log::Level::error), true);

class EngineScenarios : public store::StoreTest {
  protected:
    // A database that nobody has used yet.
    std::string fresh_url() {
        if (GetParam() == store::Database::Kind::sqlite) {
            folders_.push_back(std::make_unique<store::TemporaryFolder>());
            return "sqlite://" + (folders_.back()->path() / "city.db").string();
        }
        SetUp();
        return url();
    }

  private:
    std::vector<std::unique_ptr<store::TemporaryFolder>> folders_;
};
} // namespace

INSTANTIATE_TEST_SUITE_P(stores, EngineScenarios, store::all_stores(), store::store_name);

TEST_P(EngineScenarios, tell_the_same_stories) {
    for (const char* folder : {"/tests/scenarios", "/tests/scenarios/rules"}) {
        for (const Parsed& parsed : parse_folder(std::string(MEGURI_SOURCE_DIR) + folder)) {
            EngineBackend backend(fresh_url(), 1);
            for (const std::string& problem : run(parsed.scenario, backend))
                ADD_FAILURE() << problem;
        }
    }
}

// A first send of which the answer is lost, in each way, before every command of the main story.
TEST_P(EngineScenarios, tell_the_story_though_every_commit_fails_once_PAY_h) {
    for (const CommitFault fault :
         {CommitFault::refused, CommitFault::lost_before, CommitFault::lost_after}) {
        class Unlucky : public EngineBackend {
          public:
            Unlucky(const std::string& url, CommitFault how) : EngineBackend(url, 1), how_(how) {}
            naive::Answer execute(const ledger::Command& command, Instant clock) override {
                if (command.key) fail_next(how_);
                return EngineBackend::execute(command, clock);
            }

          private:
            CommitFault how_;
        };
        Unlucky backend(fresh_url(), fault);
        for (const Parsed& parsed : parse_folder(MEGURI_SOURCE_DIR "/tests/scenarios")) {
            if (parsed.scenario.name != "story") continue;
            for (const std::string& problem : run(parsed.scenario, backend))
                ADD_FAILURE() << problem;
        }
    }
}

// Days in the life of a small city, from one seed: residents pay and top up, shops take payments
// back, pages stay open too long, answers get lost, keys are sent twice or for something else, the
// city blocks wallets, closes shops, changes programs; each night value expires, and the engine is
// started anew now and then. The same commands go to the engine on a real store, to the pure rules
// and to the naive ledger, and after each one all three must say the same.
#pragma once

#include "naive/naive_ledger.hpp"
#include "property/steps.hpp"
#include "scenarios/engine_backend.hpp"
#include "simulation/coverage.hpp"

namespace meguri::simulation {

// What must be zero, whatever happens.
struct Verdict {
    std::uint64_t lost = 0;           // acknowledged, and not in the journal
    std::uint64_t doubled = 0;        // done twice under one key
    std::uint64_t wrong_balances = 0; // wallets, sums or histories that differ
    bool good() const { return lost == 0 && doubled == 0 && wrong_balances == 0; }
};

class City {
  public:
    City(std::uint64_t seed, std::string url);

    void day(int commands);
    // Reads the journal and compares everything that was ever acknowledged.
    void audit();

    const Coverage& coverage() const { return coverage_; }
    const Verdict& verdict() const { return verdict_; }
    const std::vector<std::string>& problems() const { return problems_; }
    std::uint64_t commands() const { return commands_; }
    std::uint64_t restarts() const { return restarts_; }
    std::uint64_t faults() const { return faults_; }

  private:
    void step(int number);
    property::Step draw();
    void tell(const ledger::Command& command);
    naive::Answer ask_engine(const ledger::Command& command);
    void tidy_up();
    void wake_up();
    void rare_cases();
    void stories();
    void story_of_handouts(ProgramId points);
    void story_of_a_premium();
    void story_of_terms();
    void story_of_limits(WalletId one, WalletId two);
    void story_of_rewards(WalletId payer);
    void say(ledger::Actor by, ledger::Body what);
    WalletId fresh_wallet();
    void story_of_bounds();
    void story_of_a_card();
    void story_of_a_job(ProgramId program);
    void settlement(Date until);
    ProgramId publish(const ledger::ProgramTerms& terms);
    void publish_twice(ProgramId program, std::uint16_t terms);
    void burst();
    void night(Date next);
    void restart();
    void compare_state();
    void compare_wallet(std::int64_t wallet);
    void check(const ledger::Command& command, const naive::Answer& engine);
    void compare_views(const std::string& url);
    void compare_audit(const std::string& url);
    void problem(const std::string& what);

    SeededRandom random_;
    property::Steps steps_;
    scenarios::EngineBackend engine_;
    naive::PureLedger pure_;
    naive::Ledger naive_;
    Coverage coverage_;
    Verdict verdict_;
    std::vector<std::string> problems_;
    struct Acknowledged {
        std::int64_t seq;
        ledger::Actor actor;
        std::optional<ledger::Key> key;
        Refusal word;
    };
    std::vector<Acknowledged> acknowledged_;
    std::vector<Date> days_; // that were lived
    std::uint64_t commands_ = 0, restarts_ = 0, faults_ = 0;
};

} // namespace meguri::simulation

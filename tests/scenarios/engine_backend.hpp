// The engine on a real store as a scenario's backend: queue, core thread, group commit, disk,
// restart. The clock is told, chance is seeded, faults of the database can be asked for.
#pragma once

#include "engine/engine.hpp"
#include "scenarios/backend.hpp"
#include "store/contract/failing_journal.hpp"

#include <atomic>

namespace meguri::scenarios {

using store::CommitFault;

class EngineBackend : public Backend {
  public:
    EngineBackend(std::string url, std::uint64_t seed, engine::Options options = {});
    ~EngineBackend() override;

    // Waits for the answer; while the engine is paused or does not know, sends again with the same
    // key, as an app does.
    naive::Answer execute(const ledger::Command& command, Instant clock) override;
    // Sent, and the answer thrown away: the line went dead.
    void send_and_forget(const ledger::Command& command, Instant clock);
    // Many at once, in this order; they share transactions.
    std::vector<naive::Answer>
    execute_all(const std::vector<ledger::Command>& commands, Instant clock);
    // One try; the answer may be outcome_unknown or paused.
    naive::Answer try_once(const ledger::Command& command, Instant clock);
    // What the next commit that carries an entry does instead of succeeding.
    void fail_next(CommitFault fault) { trouble_.next = fault; }

    std::vector<naive::LotRow> lots(WalletId wallet) override;
    Sums sums(ProgramId program) override;
    std::int64_t receivable(PlaceId place, ProgramId program) override;
    void restart() override;

    // Runs `look` on the engine's state and waits.
    void look(const std::function<void(const ledger::State&)>& look);
    // A wallet's whole history, newest first, read in pages of `page` along its chain.
    std::vector<std::int64_t> history(WalletId wallet, std::size_t page);
    // While the engine is stopped: what else reads its database may do so.
    void while_stopped(const std::function<void(const std::string& url)>& work);
    // Every entry that is on disk; the engine is stopped while reading, and started again.
    std::vector<ledger::Entry> journal();

  private:
    // Set to any moment; what passes is what it was set ahead.
    class TestClock : public Clock, public SteadyClock {
      public:
        Instant now() const override { return {ms_.load()}; }
        std::int64_t passed_ms() const override { return passed_ms_.load(); }
        void set(Instant at) {
            passed_ms_ += std::max<std::int64_t>(at.ms - ms_.load(), 0);
            ms_.store(at.ms);
        }
        void wait(std::int64_t ms) { passed_ms_ += ms; } // whatever the calendar says

      private:
        std::atomic<std::int64_t> ms_{0}, passed_ms_{0};
    };

    void start();
    void stop() { engine_.reset(); }
    naive::Answer answer_of(const engine::Answer& answer, std::int64_t first_fresh) const;

    std::string url_;
    engine::Options options_;
    TestClock clock_;
    SeededRandom random_;
    store::Trouble trouble_;
    std::unique_ptr<engine::Engine> engine_;
    std::int64_t newest_ =
        0; // entry that an answer has carried so far: whatever is not beyond it is a repeat
};

} // namespace meguri::scenarios

// A stream of small numbers becomes commands: mostly sensible ones, with every kind of mistake
// mixed in. The same reading serves RapidCheck (which shrinks the numbers), the fuzzer (whose bytes
// they are) and the simulation (whose seed they come from).
#pragma once

#include "naive/pure_ledger.hpp"

#include <algorithm>
#include <array>

namespace meguri::property {

// Zeros are the plainest choice everywhere, so that shrinking leads to what is easy to read.
struct Step {
    std::array<std::uint8_t, 4> pick{}; // what, who, where, how the key is used
    std::uint16_t number = 0;           // amount, or terms
    std::uint8_t time = 0;              // how much later than the step before
};

// What came after payments; the order is that of the choices in a step.
enum class More {
    marks,
    traits,
    policy,
    propose_job,
    register_cards,
    activate_card,
    card_status,
    reissue_card,
    give_mandate,
    revoke_mandate,
    grant,
    adjust,
    transfer,
    move_card,
    hold_top_up,
    hold_dues,
    post_hold,
    void_hold,
    give_budget,
    open_handout,
    close_handout,
    claim,
    check_in,
    check_out,
    correct_stay,
    grant_rows,
    end_job,
    household,
    close_day,
    propose_settlement,
    settle,
    pay_out,
    return_pay_out
};
inline constexpr std::uint8_t first_more = 32; // choice of a step that is the first of them
inline constexpr std::uint8_t choices = first_more + static_cast<int>(More::return_pay_out) + 1;

// Programs 6 … 10 of a city: premium, sold with it, rewards, points, one that may pay taxes.
std::vector<ledger::ProgramTerms> further_programs();

class Steps {
  public:
    explicit Steps(Instant begin = Date::from_civil(2026, 3, 30).begins() + 9 * 60 * ms_per_minute)
        : clock_(begin) {}

    // Commands with which a city begins: programs (bought yen, given yen, points, one with tight
    // limits), places, wallets.
    std::vector<ledger::Command> opening();
    // The command of a step; looks at the ledger only for how many wallets, places … there are.
    ledger::Command command(const Step& step, const naive::PureLedger& ledger);
    // Remembers what was sent, for retries and for keys used twice.
    void sent(const ledger::Command& command) { sent_.push_back(command); }
    ledger::Key fresh_key(std::int64_t age_ms = 0); // sealed so long ago; negative: ahead of time
    // The newest commands, oldest first.
    std::vector<ledger::Command> recent(std::size_t most) const {
        return {sent_.end() - std::ptrdiff_t(std::min(most, sent_.size())), sent_.end()};
    }
    Instant clock() const { return clock_; }
    void advance_to(Instant at) { clock_ = at; }

  private:
    ledger::Body
    more(const Step& step, const ledger::State& state, ledger::Actor& actor, More what);
    ledger::Body propose_job(const Step& step, const ledger::State& state);
    ledger::Body grant_rows(const Step& step, const ledger::State& state);
    ledger::Body settling(const Step& step, const ledger::State& state, More what);
    ledger::Body propose_settlement(const Step& step, const ledger::State& state);
    ledger::Body settle(const Step& step, const ledger::State& state);
    ledger::Body body(const Step& step, const naive::PureLedger& ledger, ledger::Actor& actor);
    void advance(std::uint8_t time);
    void choose_key(const Step& step, ledger::Command& command);

    Instant clock_;
    std::vector<std::vector<ledger::JobRow>> jobs_;        // rows of the jobs that were proposed
    std::vector<std::vector<ledger::SettlementRow>> runs_; // rows of the runs that were proposed
    std::uint64_t keys_ = 0;
    std::vector<ledger::Command> sent_;
};

// "What became of it?": residents ask about their wallet, staff about their place.
ledger::CloseKey asking_about(const ledger::Body& body);
ledger::ProgramTerms some_terms(std::uint16_t number, Date today);

} // namespace meguri::property

// Limits of a program at work: the one place where they are looked up, explained and counted.
#pragma once

#include "ledger/decide.hpp"

namespace meguri::ledger {

inline constexpr Amount no_limit{INT64_MAX};

// A later version may have set a limit below what is taken up already: then nothing is left, not
// less than nothing.
Amount left_of(Amount limit, Amount taken);

class Limits {
  public:
    // `pending`: what the entry under way has counted so far, where one entry gives to many.
    Limits(
        const State& state, ProgramId id, const Program& program, WalletId wallet,
        const Wallet& holder, Date today, const std::vector<Count>* pending = nullptr
    )
        : state_(state), id_(id), program_(program), wallet_(wallet), holder_(holder),
          today_(today), pending_(pending) {}

    // Most units that one more act may move: what every rule leaves, 0 when its times are used up.
    Amount room(Counted what) const;
    // Does `amount` fit into every rule, and (topped_up) the person's maximum? What is left goes to
    // `why`: after the act when it fits, before it for the rule that refuses, which is the last.
    Refusal refuse(Counted what, Amount amount, Explanation& why) const;
    // Most that may still be issued by the program's budget.
    Amount budget_room() const;
    Refusal refuse_budget(Amount amount, Explanation& why) const;
    // What one rule leaves in its period that runs today, 0 or more: units, or times.
    Amount left(const LimitRule& rule) const;

  private:
    Amount taken(const LimitRule& rule) const;
    Amount taken_by_household(const LimitRule& rule) const;
    Amount taken_just_now(const LimitRule& rule) const;

    const State& state_;
    ProgramId id_;
    const Program& program_;
    WalletId wallet_;
    const Wallet& holder_;
    Date today_;
    const std::vector<Count>* pending_;
};

// Adds to the entry what the program's rules must remember of one act of this wallet. A limit
// counts from the version on that states it.
void count_act(
    Entry& entry, Counted what, Amount amount, ProgramId id, const Program& program,
    WalletId wallet, Date today
);

// Gives back what an earlier entry has counted of an act in this program, in the periods in which
// it was counted: `amount` of it, and the time itself when the whole act is undone.
void count_back(
    Entry& entry, const std::vector<Count>& counted, Counted what, ProgramId program, Amount amount,
    bool whole
);

} // namespace meguri::ledger

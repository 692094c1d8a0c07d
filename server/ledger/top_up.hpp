// What a top-up comes to: shared by top-ups over the counter and those held for the card company.
#pragma once

#include "ledger/giving.hpp"

namespace meguri::ledger {

struct TopUpPlan {
    Amount amount;  // to be bought: what was asked for, or less where the terms cut it
    Amount premium; // on top, in terms.bonus.into
    Explanation explanation;
};
// The ladder from the program on: period, eligibility, amount, limits, budget, premium.
// `may_cut`: false where the amount was agreed with somebody else already.
std::expected<TopUpPlan, Refused> plan_top_up(
    const State& state, WalletId id, const Wallet& wallet, ProgramId program_id, Amount asked,
    bool may_cut, Now now
);
// Legs and counts of the plan. `holding`: into `reserved` instead of the wallet.
void enter_top_up(
    Entry& entry, const State& state, WalletId id, ProgramId program, const TopUpPlan& plan,
    bool holding, Now now
);

// Why nobody can top up this program any more; none while some permitted amount can still be bought
// by somebody who has bought nothing yet. What a screen shows before anybody tries (CHG-d: sales
// close by themselves, also when what remains is too small for any amount).
Refusal closed_for_top_ups(const State& state, ProgramId program, Now now);

// The most that this wallet may top up at once for its premium to fit, its own limits on premium in
// mind; 0 when nothing fits, no_limit when every amount does.
Amount most_by_premium(
    const State& state, WalletId id, const Wallet& wallet, const ProgramTerms& terms, Now now
);

} // namespace meguri::ledger

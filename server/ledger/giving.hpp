// What all ways of giving value to a wallet have in common: premium, rewards, grants, handouts,
// jobs, top-ups.
#pragma once

#include "ledger/limits.hpp"

namespace meguri::ledger {

// May value of this program be given to anybody today: published, not stopped, in its period.
Refusal refuse_program(const Program* program, Date today);
// … and to this wallet.
Refusal refuse_eligible(const Program& program, const Wallet& wallet);

// The wallet exists and is neither blocked, moved, nor opened by a card that is not active.
Refusal refuse_wallet(const State& state, const Wallet* wallet);
// Only an active card can be used; the others say what became of them.
Refusal refuse_card_status(CardStatus status);
// The card that was shown opens this wallet; none is right for an app's wallet.
Refusal refuse_card(const State& state, WalletId id, const Wallet& wallet, CardId card);
Refusal refuse_place(const Place* place, std::uint32_t capability);

// The most that can be given to the wallet now; 0 when the program gives nothing (stopped, outside
// its period, not eligible).
Amount
room_to_give(const State& state, ProgramId program, WalletId id, const Wallet& wallet, Date today);
// Value out of `from` (issue, a budget, reserved) into the wallet, with its counts.
void give(
    Entry& entry, Account from, ProgramId id, const Program& program, WalletId to, Amount amount,
    Date today
);

// Adds to the leg on that account, or begins one.
void add_leg(std::vector<Leg>& legs, const Account& account, Amount amount);

} // namespace meguri::ledger

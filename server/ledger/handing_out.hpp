// Shared by claims and stays.
#pragma once

#include "ledger/giving.hpp"

namespace meguri::ledger {

// Open, at this time, at this place (none: not known), in this way; its places not all closed.
Refusal refuse_handout(
    const State& state, const Handout* handout, std::uint32_t way, PlaceId place, Now now
);
// Times per person and in all (PRM-i).
Refusal refuse_times(
    HandoutId id, const Handout& handout, const Wallet& wallet, Date today, Explanation& why
);
void count_claim(Entry& entry, HandoutId id, const HandoutTerms& t, WalletId wallet, Date today);
// Value for entry.wallet out of the handout's budget, within the program's limits.
Refusal give_out(
    const State& state, HandoutId id, const HandoutTerms& t, Amount amount, Entry& entry,
    Explanation& why, Now now
);
// What the wallet has stayed, and since when it is inside (PNT-c); empty when it never was.
Stay stay_of(const Wallet& wallet, HandoutId handout);
// Two stays of one person in one handout as one (CHG-g): inside since the earlier moment, and the
// minutes of both, but no unit of time is full by that alone, for nothing is paid for it.
Stay together(const HandoutTerms& t, const Stay& one, const Stay& other);

} // namespace meguri::ledger

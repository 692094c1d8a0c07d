// Do the two ledgers agree? Every function gives an empty text, or the first difference in words.
#pragma once

#include "naive/naive_ledger.hpp"
#include "naive/pure_ledger.hpp"

namespace meguri::naive {

// One command's outcome: word, number, order of spending, what was missing, what was left of a
// limit.
std::string differs(const Answer& real, const Answer& naive);
// One wallet: every lot with its age.
std::string differs(const ledger::State& real, const Ledger& naive, WalletId wallet);
// Everything: wallets, sums of each program, what each place is owed, number of entries.
std::string differs(const ledger::State& real, const Ledger& naive);

// Two states of the real ledger (after a replay, say), in everything that a rule could read.
std::string differs(const ledger::State& a, const ledger::State& b);

} // namespace meguri::naive

// A wallet as it is shown: its value by deadline and its history, to the resident, at a counter, to
// whoever holds a mandate. One place, so that all of them see the same.
#pragma once

#include "service/ask.hpp"
#include "service/entry_json.hpp"

namespace meguri::service {

struct SeenWallet {
    ledger::Wallet wallet; // its lots in the order of spending
    ledger::Amount money;  // usable today
    std::size_t household; // how many live together; 0 alone
};
std::optional<SeenWallet> see(const ledger::State& state, WalletId id, Date today);

// "balance" and "lots"; lots that are dead and wait for the night's job are left out.
void write_value(http::JsonOut& out, const EntryJson& json, const SeenWallet& seen, Date today);

// Entries that moved this wallet's value or began a stay, newest first: refusals and notes are left
// out. Nothing when the journal cannot be read now.
Async<std::optional<std::vector<engine::EntryPtr>>>
wallet_page(engine::Engine& engine, WalletId wallet, Seq before, std::size_t limit);

// A page of history as an answer (entries, next_before, as_of).
Async<http::Response> history_page(
    engine::Engine& engine, const EntryJson& json, WalletId wallet, Seq before, std::size_t limit,
    Instant at
);

// The same of entries that were chosen elsewhere (views/wallet_entries), newest first.
Async<http::Response> history_of(
    engine::Engine& engine, const EntryJson& json, WalletId wallet, std::vector<Seq> seqs,
    std::size_t limit, Instant at
);

// The contract's Wallet: value, status, the three newest entries.
Async<http::Response>
whole_wallet(engine::Engine& engine, const EntryJson& json, WalletId wallet, Instant at);

} // namespace meguri::service

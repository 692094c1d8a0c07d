// A wallet's history by what it was about: which entries moved its value (or began a stay), by
// month, program and kind, so that a filter finds the oldest payment as fast as the newest. A read
// model like history.hpp: it follows the journal and can be built again. Never read to decide about
// money. Without a filter the chain is read instead (service/wallet_view).
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <optional>
#include <vector>

namespace meguri::views {

// What a person calls it. Numbers are kept in the table: never reuse one.
enum class WalletKind : std::int64_t {
    any = 0,
    payment = 1,  // paid, also public dues, and what came back of it
    top_up = 2,   // also by credit card, and what was taken back of it
    received = 3, // given: by the city, at a handout, a correction
    transfer = 4, // between residents, from a card to the app
    expired = 5,
};

std::vector<store::Migration> wallet_entry_migrations();

// Takes in further entries with about `legs` legs together, at least one entry (a slice of a grant
// has hundreds); call in a transaction. True when the journal's end was reached.
Try<bool> follow_wallet_entries(store::Database& db, std::int64_t legs = 1'000);

struct WalletFilter {
    WalletId wallet;
    WalletKind kind = WalletKind::any;
    // Only entries that moved one of these; nothing: of every program, and of none.
    std::optional<std::vector<ProgramId>> programs;
    std::int64_t month = 0; // yyyymm in Japan; 0: all
};
// Newest first, older than `before` (none: from the newest), at most `most`.
Try<std::vector<Seq>>
wallet_entries(store::Database& db, const WalletFilter& filter, Seq before, std::int64_t most);

// By what a wallet's history can be narrowed: where there is something.
struct WalletChoices {
    std::vector<std::int64_t> months; // yyyymm, newest first, at most 120
    std::vector<ProgramId> programs;  // rising
};
Try<WalletChoices> wallet_choices(store::Database& db, WalletId wallet);

} // namespace meguri::views

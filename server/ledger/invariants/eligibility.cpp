// What is meant for some does not land with others: whoever is given value of a program carries the
// marks that it asks for, at that moment. Marks that are taken away later take nothing back, so an
// entry that only brings back what was somebody's (a cancel, a voided hold), that carries out what
// was promised while they had them (a captured top-up, time stayed), that moves a person's card to
// their app or puts a mistake right asks nobody again.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
bool gives(EntryKind kind) {
    switch (kind) {
    case EntryKind::top_up:
    case EntryKind::hold_top_up:
    case EntryKind::payment: // rewards
    case EntryKind::grant:
    case EntryKind::grant_rows:
    case EntryKind::claim:
    case EntryKind::transfer: return true;
    default: return false;
    }
}
} // namespace

Broken invariants::eligibility::after(const State& state, const Entry& entry) {
    if (!gives(entry.kind)) return std::nullopt;
    const bool holds = entry.kind == EntryKind::hold_top_up;
    for (const Leg& leg : entry.legs) {
        const bool arrives =
            leg.account.kind == (holds ? AccountKind::reserved : AccountKind::lot) &&
            leg.amount.value > 0;
        if (!arrives) continue;
        const Program* program = state.programs.find(leg.account.program);
        if (!program) return fmt::format("entry {} moves value of no program", entry.seq.value);
        const WalletId to = holds ? entry.wallet : WalletId{leg.account.holder};
        const Wallet* wallet = state.wallets.find(to);
        if (!wallet || !program->terms.eligible.met_by(wallet->marks)) {
            return fmt::format(
                "wallet {} is given value of program {} that it may not have", to.value,
                leg.account.program.value
            );
        }
    }
    return std::nullopt;
}

// Marks come and go while value stays: nothing to check in the state alone.
Broken invariants::eligibility::over(const State&) { return std::nullopt; }

} // namespace meguri::ledger

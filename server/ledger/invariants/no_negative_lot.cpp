// Nobody pays with what they do not have. A lot holds more than nothing or is not there at all (an
// empty lot that stays would be shown, sorted and expired for nothing), and each (program, expiry,
// rights) stands in a wallet once.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
bool same(const Lot& a, const Lot& b) {
    return a.program == b.program && a.expires_on == b.expires_on && a.rights == b.rights;
}
} // namespace

Broken invariants::no_negative_lot::after(const State& state, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind != AccountKind::lot) continue;
        const Wallet* wallet = state.wallets.find({leg.account.holder});
        if (!wallet) return fmt::format("entry {} moves a lot of no wallet", entry.seq.value);
        for (const Lot& lot : wallet->lots) {
            if (lot.balance.value <= 0)
                return fmt::format(
                    "a lot of wallet {} is at {}", leg.account.holder, lot.balance.value
                );
        }
    }
    return std::nullopt;
}

Broken invariants::no_negative_lot::over(const State& state) {
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (std::size_t n = 0; n < wallet->lots.size(); ++n) {
            if (wallet->lots[n].balance.value <= 0)
                return fmt::format("a lot of wallet {} is not above zero", i);
            for (std::size_t m = 0; m < n; ++m) {
                if (same(wallet->lots[n], wallet->lots[m]))
                    return fmt::format("wallet {} holds one lot twice", i);
            }
        }
    }
    return std::nullopt;
}

} // namespace meguri::ledger

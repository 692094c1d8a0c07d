// Value whose last day is over leaves the wallet (失効). Run by the nightly job, one entry a
// wallet; running it again finds nothing more to do and is refused as not_found, so it can be
// restarted at any point.
#include "ledger/decide.hpp"

namespace meguri::ledger {

Outcome decide_expire(const State& state, const Expire& expire, Now now) {
    const Wallet* wallet = state.wallets.find(expire.wallet);
    if (!wallet) return refuse(Refusal::wallet_unknown);
    Entry entry{.kind = EntryKind::expiry, .wallet = expire.wallet};
    for (const Lot& lot : wallet->lots) {
        if (!lot.expires_on || lot.expires_on >= now.business_date) continue;
        entry.legs.push_back(
            {Account::lot(expire.wallet, lot.program, lot.expires_on, lot.rights), -lot.balance, {}}
        );
        entry.legs.push_back({Account::expired(lot.program), lot.balance, {}});
        entry.explanation.unused.push_back(
            {lot.program, lot.expires_on, lot.rights, lot.balance, Unused::expired}
        );
        entry.amount += lot.balance;
    }
    if (entry.legs.empty()) return refuse(Refusal::not_found);
    return entry;
}

} // namespace meguri::ledger

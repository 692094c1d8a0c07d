// Value whose last day is over leaves the wallets (失効): one program an entry, many wallets at
// once (a slice of the night's run). Nothing adds across programs. Running it again finds nothing
// more to do and is refused as not_found, so it can be restarted at any point.
#include "ledger/decide.hpp"

namespace meguri::ledger {

Outcome decide_expire(const State& state, const Expire& expire, Now now) {
    if (!state.programs.find(expire.program)) return refuse(Refusal::program_unknown);
    Entry entry{.kind = EntryKind::expiry};
    if (expire.wallets.size() == 1) entry.wallet = expire.wallets.front();
    WalletId before;
    for (const WalletId id : expire.wallets) {
        const Wallet* wallet = state.wallets.find(id);
        if (!wallet || id <= before) return refuse(Refusal::wallet_unknown);
        before = id;
        for (const Lot& lot : wallet->lots) {
            const bool over = is_over(lot.expires_on, now.business_date);
            if (lot.program != expire.program || !over) continue;
            if (entry.legs.size() == most_lots_at_once) break;
            entry.legs.push_back(
                {Account::lot(id, lot.program, lot.expires_on, lot.rights), -lot.balance, {}}
            );
            entry.amount += lot.balance;
        }
    }
    if (entry.legs.empty()) return refuse(Refusal::not_found);
    entry.legs.push_back({Account::expired(expire.program), entry.amount, {}});
    return entry;
}

} // namespace meguri::ledger

#include "app/live_pages.hpp"

#include "service/entry_json.hpp"

#include <algorithm>

namespace meguri::app {

namespace {

std::vector<WalletId> wallets_of(const ledger::Entry& entry) {
    std::vector<WalletId> wallets;
    if (entry.wallet) wallets.push_back(entry.wallet);
    for (const ledger::Leg& leg : entry.legs) {
        if (leg.account.kind == ledger::AccountKind::lot) wallets.push_back({leg.account.holder});
    }
    std::sort(wallets.begin(), wallets.end());
    wallets.erase(std::unique(wallets.begin(), wallets.end()), wallets.end());
    return wallets;
}

} // namespace

void tell_pages(http::EventHub& events, const ledger::Entry& entry) {
    if (entry.refusal != Refusal::none) return;
    const auto kind = service::kind_word(entry.kind);
    for (const WalletId wallet : wallets_of(entry))
        events.entry(http::Topic::of(wallet), entry.seq.value, kind);
    if (entry.place) events.entry(http::Topic::of(entry.place), entry.seq.value, kind);
}

} // namespace meguri::app

#include "ledger/state.hpp"

#include <cstring>

namespace meguri::ledger {

std::size_t KeyHash::operator()(const KeyOf& key) const noexcept {
    std::size_t h;
    std::memcpy(&h, key.id.data(), sizeof h);
    return h ^ static_cast<std::size_t>(key.actor.person.value);
}

Amount usable_balance(const Wallet& wallet, Date today) {
    Amount sum;
    for (const Lot& lot : wallet.lots) {
        if (!lot.expires_on || lot.expires_on >= today) sum += lot.balance;
    }
    return sum;
}

} // namespace meguri::ledger

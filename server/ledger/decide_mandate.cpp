// A mandate lets another person see, top up or pay from a wallet, up to a limit, until a day; the
// owner can always take it back. What it allows is checked where it is used (decide_payment).
#include "ledger/giving.hpp"

#include <algorithm>

namespace meguri::ledger {

Outcome decide_give_mandate(const State& state, const GiveMandate& give, Now now) {
    const Wallet* wallet = state.wallets.find(give.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const auto field = [](const char* name) {
        Explanation why;
        why.field = name;
        why.reason = "out_of_range";
        return refuse(Refusal::terms_contradictory, std::move(why));
    };
    const std::uint32_t rights = give.rights.bits;
    if (!give.to || give.to == wallet->owner) return field("to");
    if (rights == 0 || (rights & ~MandateRights::all)) return field("rights");
    if (give.payment_maximum.value < 0 || give.payment_maximum > amount_max)
        return field("payment_maximum");
    if (give.month_maximum.value < 0 || give.month_maximum > amount_max)
        return field("month_maximum");
    if (give.until && give.until < now.business_date) return field("until");
    constexpr std::ptrdiff_t most = 20;      // in force at a time: those that ended take no room
    constexpr std::size_t most_ever = 1'000; // all are kept, because a cancel may still name one
    const std::ptrdiff_t in_force =
        std::count_if(wallet->mandates.begin(), wallet->mandates.end(), [&](const Mandate& m) {
            return m.in_force(now.business_date);
        });
    if (in_force >= most || wallet->mandates.size() >= most_ever)
        return refuse(Refusal::too_many_mandates);
    Entry entry{.kind = EntryKind::give_mandate, .wallet = give.wallet};
    entry.facts = {MandateGiven{std::ssize(wallet->mandates) + 1, give}};
    entry.legs = {{Account::wallet_note(give.wallet), {}, {}}};
    return entry;
}

Outcome decide_revoke_mandate(const State& state, const RevokeMandate& revoke, Now) {
    const Wallet* wallet = state.wallets.find(revoke.wallet);
    if (!wallet) return refuse(Refusal::wallet_unknown);
    const bool given =
        std::any_of(wallet->mandates.begin(), wallet->mandates.end(), [&](const Mandate& m) {
            return m.number == revoke.mandate && !m.revoked;
        });
    if (!given) return refuse(Refusal::mandate_unknown);
    Entry entry{.kind = EntryKind::revoke_mandate, .wallet = revoke.wallet};
    entry.facts = {MandateRevoked{revoke.wallet, revoke.mandate}};
    entry.legs = {{Account::wallet_note(revoke.wallet), {}, {}}};
    return entry;
}

} // namespace meguri::ledger

// A place takes a payment back, on the same business day: the value returns to the very lots it
// came from, with their old deadline. A lot whose last day has passed in the meantime stays
// expired: its value goes to `expired`, and says so.
#include "ledger/decide.hpp"

namespace meguri::ledger {

namespace {
bool already_cancelled(const Wallet& wallet, Seq payment) {
    for (const Cancelled& c : wallet.cancelled) {
        if (c.payment == payment) return true;
    }
    return false;
}
} // namespace

Outcome decide_cancel(const State& state, const Cancel& cancel, Now now) {
    const Place* place = state.places.find(cancel.place);
    if (!place) return refuse(Refusal::place_unknown);
    const Entry* payment = cancel.original.get();
    if (!payment || payment->kind != EntryKind::payment || payment->refusal != Refusal::none)
        return refuse(Refusal::payment_unknown);
    MEGURI_ENSURE(payment->seq == cancel.payment);
    if (payment->place != cancel.place) return refuse(Refusal::payment_not_yours);
    const Wallet* wallet = state.wallets.find(payment->wallet);
    MEGURI_ENSURE(wallet);
    if (already_cancelled(*wallet, cancel.payment)) return refuse(Refusal::already_cancelled);
    if (payment->business_date != now.business_date) return refuse(Refusal::cancel_too_late);

    Entry entry{
        .kind = EntryKind::cancel,
        .wallet = payment->wallet,
        .place = cancel.place,
        .amount = payment->amount
    };
    entry.names = cancel.payment;
    entry.reason = static_cast<std::uint8_t>(cancel.reason);
    bool wallet_touched = false;
    for (const Leg& leg : payment->legs) {
        const Account& from = leg.account;
        const bool dead =
            from.kind == AccountKind::lot && from.expires_on && from.expires_on < now.business_date;
        entry.legs.push_back({dead ? Account::expired(from.program) : from, -leg.amount, {}});
        if (from.kind != AccountKind::lot) continue;
        wallet_touched = wallet_touched || !dead;
        if (dead) {
            entry.explanation.unused.push_back(
                {from.program, from.expires_on, from.rights, -leg.amount, Unused::expired}
            );
        } else {
            entry.explanation.used.push_back(
                {from.program, from.expires_on, from.rights, -leg.amount}
            );
        }
    }
    if (!wallet_touched) entry.legs.push_back({Account::wallet_note(payment->wallet), {}, {}});
    entry.facts = {PaymentCancelled{payment->wallet, cancel.payment, payment->amount}};
    return entry;
}

} // namespace meguri::ledger

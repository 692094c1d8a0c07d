// Taking back: a new entry that names the old one. The closed table of cases.
//
// Of a payment, by the place that took it on its business day, by the city for a year:
//   whole, a part, again a part      up to what it was; the value spent last returns first
//   a lot's last day is over         its share goes to `expired`, never back into use
//   its reward                       taken back in proportion; what was spent of it already lowers
//                                    the refund (to `recovered`), or the city bears it (when_spent)
//   the wallet has moved to an app   the value follows it
//   already settled                  the place owes it: its next settlement is that much less
//   limits                           what was counted is given back to the period it was counted in
// Of a top-up, always whole (an amount that is a part of it is refused): what is still there of it,
// less the premium that was spent already and has not expired; with charged_back also when nothing
// is left.
#include "ledger/cancelling.hpp"

namespace meguri::ledger {

namespace {
constexpr int city_days = 365;

// Over the counter, or held for the card company and then posted.
bool is_top_up(const Entry& e) {
    const bool posted = e.kind == EntryKind::post_hold && !e.legs.empty() &&
                        e.legs.front().account.kind == AccountKind::reserved;
    return e.kind == EntryKind::top_up || posted;
}

bool in_time(const Entry& original, ActorKind by, Date today) {
    if (original.business_date == today) return true;
    return by != ActorKind::resident && by != ActorKind::staff &&
           today <= original.business_date + city_days;
}
} // namespace

Outcome decide_cancel(const State& state, const Cancel& cancel, ActorKind by, Now now) {
    if (cancel.amount.value < 0 || cancel.amount > amount_max)
        return refuse(Refusal::amount_out_of_range);
    const Entry* original = cancel.original.get();
    const bool by_card =
        original && original->refusal == Refusal::none && is_top_up(*original) && !original->place;
    if (!state.places.find(cancel.place) && (cancel.place || !by_card))
        return refuse(Refusal::place_unknown);
    const bool known = original && original->refusal == Refusal::none &&
                       (original->kind == EntryKind::payment || is_top_up(*original));
    if (!known) return refuse(Refusal::payment_unknown);
    MEGURI_ENSURE(original->seq == cancel.payment);
    if (original->place != cancel.place) return refuse(Refusal::payment_not_yours);
    const Wallet* wallet = state.wallets.find(original->wallet);
    MEGURI_ENSURE(wallet);
    const Amount before = cancelled_of(*wallet, cancel.payment);
    const Amount rest = original->amount - before;
    if (rest.value <= 0 || (is_top_up(*original) && before.value > 0))
        return refuse(Refusal::already_cancelled);
    const Amount amount = cancel.amount.value > 0 ? cancel.amount : rest;
    if (amount > rest) return refuse(Refusal::cancel_too_much);
    if (is_top_up(*original) && amount < rest) return refuse(Refusal::not_in_part);
    if (!in_time(*original, by, now.business_date)) return refuse(Refusal::cancel_too_late);

    Entry entry{.kind = EntryKind::cancel, .wallet = original->wallet, .place = cancel.place};
    entry.names = cancel.payment;
    entry.reason = static_cast<std::uint8_t>(cancel.reason);
    while (const Wallet* w = state.wallets.find(entry.wallet)) {
        if (!w->moved_to) break;
        entry.wallet = w->moved_to;
    }
    if (is_top_up(*original))
        return cancel_top_up(state, *original, cancel.reason, std::move(entry), now);
    return cancel_payment(state, *original, before, amount, std::move(entry), now);
}

} // namespace meguri::ledger

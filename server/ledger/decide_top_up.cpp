// Cash becomes value (CHG-a…d, h) at a place that tops up, with the premium that comes with it
// (PRM-d). Exact to the unit: budgets and maxima are checked against the state that every earlier
// command has already changed.
#include "ledger/top_up.hpp"

namespace meguri::ledger {

namespace {
bool single_use(const State& state, const Wallet& wallet) {
    const Card* card = wallet.card ? state.cards.find(wallet.card) : nullptr;
    return card && card->kind == CardKind::single_use;
}
} // namespace

Outcome decide_top_up(const State& state, const TopUp& top_up, Now now) {
    if (out_of_range(top_up.amount)) return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(top_up.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    if (const Refusal no = refuse_card(state, top_up.wallet, *wallet, top_up.card);
        no != Refusal::none)
        return refuse(no);
    if (single_use(state, *wallet)) return refuse(Refusal::card_single_use);
    const Place* place = state.places.find(top_up.place);
    if (const Refusal no = refuse_place(place, Capabilities::tops_up); no != Refusal::none)
        return refuse(no);
    auto plan =
        plan_top_up(state, top_up.wallet, *wallet, top_up.program, top_up.amount, true, now);
    if (!plan) return std::unexpected(std::move(plan.error()));

    Entry entry{
        .kind = EntryKind::top_up,
        .wallet = top_up.wallet,
        .place = top_up.place,
        .amount = plan->amount
    };
    enter_top_up(entry, state, top_up.wallet, top_up.program, *plan, false, now);
    entry.legs.push_back({Account::place_note(top_up.place), {}, {}});
    if (plan->amount != top_up.amount) entry.facts.push_back(Asked{top_up.amount});
    entry.explanation = std::move(plan->explanation);
    return entry;
}

} // namespace meguri::ledger

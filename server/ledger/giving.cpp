#include "ledger/giving.hpp"

#include <algorithm>

namespace meguri::ledger {

Refusal refuse_program(const Program* program, Date today) {
    if (!program) return Refusal::program_unknown;
    if (program->stopped) return Refusal::program_stopped;
    const ProgramTerms& t = program->terms;
    const bool early = t.issue_from && today < t.issue_from,
               late = t.issue_to && today > t.issue_to;
    // A fixed expiry that has passed: value would be dead when issued.
    const bool dead = t.expiry.kind == Expiry::Kind::fixed && is_over(t.expiry.date, today);
    return early || late || dead ? Refusal::program_not_in_period : Refusal::none;
}

Refusal refuse_eligible(const Program& program, const Wallet& wallet) {
    return program.terms.eligible.met_by(wallet.marks) ? Refusal::none : Refusal::not_eligible;
}

Refusal refuse_card_status(CardStatus status) {
    switch (status) {
    case CardStatus::active: return Refusal::none;
    case CardStatus::registered: return Refusal::card_not_active;
    case CardStatus::blocked: return Refusal::card_blocked;
    case CardStatus::replaced: return Refusal::card_replaced;
    case CardStatus::moved: return Refusal::wallet_moved;
    }
    return Refusal::card_not_active;
}

Refusal refuse_wallet(const State& state, const Wallet* wallet) {
    if (!wallet) return Refusal::wallet_unknown;
    if (wallet->status == WalletStatus::blocked) return Refusal::wallet_blocked;
    if (wallet->moved_to) return Refusal::wallet_moved;
    const Card* card = wallet->card ? state.cards.find(wallet->card) : nullptr;
    return card ? refuse_card_status(card->status) : Refusal::none;
}

Refusal refuse_card(const State& state, WalletId id, const Wallet& wallet, CardId shown) {
    if (!shown) return Refusal::none;
    const Card* card = state.cards.find(shown);
    if (!card) return Refusal::card_unknown;
    if (const Refusal no = refuse_card_status(card->status); no != Refusal::none) return no;
    return wallet.card == shown && card->wallet == id ? Refusal::none : Refusal::card_unknown;
}

Refusal refuse_place(const Place* place, std::uint32_t capability) {
    if (!place) return Refusal::place_unknown;
    if (place->status == PlaceStatus::closed) return Refusal::place_closed;
    return place->capabilities.has(capability) ? Refusal::none : Refusal::place_not_capable;
}

Amount
room_to_give(const State& state, ProgramId id, WalletId to, const Wallet& wallet, Date today) {
    const Program* program = state.programs.find(id);
    if (refuse_program(program, today) != Refusal::none) return {};
    if (refuse_eligible(*program, wallet) != Refusal::none) return {};
    const Limits limits(state, id, *program, to, wallet, today);
    return std::min(limits.room(Counted::received), limits.budget_room());
}

void give(
    Entry& entry, Account from, ProgramId id, const Program& program, WalletId to, Amount amount,
    Date today
) {
    const ProgramTerms& t = program.terms;
    add_leg(entry.legs, from, -amount);
    entry.legs.push_back({Account::lot(to, id, t.last_day(today), t.rights_given()), amount, {}});
    count_act(entry, Counted::received, amount, id, program, to, today);
}

void add_leg(std::vector<Leg>& legs, const Account& account, Amount amount) {
    for (Leg& leg : legs) {
        if (leg.account == account) {
            leg.amount += amount;
            return;
        }
    }
    legs.push_back({account, amount, {}});
}

} // namespace meguri::ledger

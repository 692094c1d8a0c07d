// Cards are instruments that open a wallet (GEN-a, GEN-b): printed in numbers, opened one by one,
// blocked, exchanged for another, and at last moved to an app. The wallet is never the card.
#include "ledger/handing_out.hpp"
#include "ledger/spending.hpp"

namespace meguri::ledger {

Outcome decide_register_cards(const State& state, const RegisterCards& cards, Now) {
    if (cards.count < 1 || cards.count > most_cards_at_once)
        return refuse(Refusal::amount_out_of_range);
    Entry entry{.kind = EntryKind::register_cards};
    entry.facts = {CardsRegistered{state.cards.next(), cards.count, cards.kind}};
    return entry;
}

Outcome decide_activate_card(const State& state, const ActivateCard& activate, Now) {
    const Card* card = state.cards.find(activate.card);
    if (!card) return refuse(Refusal::card_unknown);
    if (card->status != CardStatus::registered) return refuse(Refusal::card_not_active);
    const WalletId wallet = state.wallets.next();
    Entry entry{.kind = EntryKind::activate_card, .wallet = wallet};
    entry.facts = {WalletOpened{wallet, {}}, CardSet{activate.card, CardStatus::active, wallet}};
    entry.legs = {{Account::wallet_note(wallet), {}, {}}};
    return entry;
}

Outcome decide_card_status(const State& state, const SetCardStatus& set, Now) {
    const Card* card = state.cards.find(set.card);
    if (!card) return refuse(Refusal::card_unknown);
    const bool in_use = card->status == CardStatus::active || card->status == CardStatus::blocked;
    const bool wanted = set.status == CardStatus::active || set.status == CardStatus::blocked;
    if (!in_use || !wanted) return refuse(Refusal::card_not_active);
    Entry entry{.kind = EntryKind::set_card_status, .wallet = card->wallet};
    entry.facts = {CardSet{set.card, set.status, card->wallet}};
    entry.legs = {{Account::wallet_note(card->wallet), {}, {}}};
    return entry;
}

Outcome decide_reissue_card(const State& state, const ReissueCard& reissue, Now) {
    const Card *lost = state.cards.find(reissue.lost), *fresh = state.cards.find(reissue.fresh);
    if (!lost || !fresh) return refuse(Refusal::card_unknown);
    const bool in_use = lost->status == CardStatus::active || lost->status == CardStatus::blocked;
    if (!in_use || fresh->status != CardStatus::registered || fresh->kind != lost->kind)
        return refuse(Refusal::card_not_active);
    Entry entry{.kind = EntryKind::reissue_card, .wallet = lost->wallet};
    entry.facts = {
        CardSet{reissue.lost, CardStatus::replaced, lost->wallet},
        CardSet{reissue.fresh, CardStatus::active, lost->wallet}
    };
    entry.legs = {{Account::wallet_note(lost->wallet), {}, {}}};
    return entry;
}

namespace {
// How much of this count the card has handed on before, in the period that it counts now.
Amount handed_on(const Wallet& card, const Tally& tally) {
    for (const Tally& t : card.tallies) {
        const bool same = t.counter == tally.counter && t.of == -tally.of &&
                          t.period == tally.period && t.since == tally.since;
        if (same) return t.total;
    }
    return {};
}

// What the person has used of every limit goes along, also where only a part of the value does:
// moving is no way to begin anew. A card that stays in use goes on counting for itself, and notes
// under `-of` what it has handed on, so that the next move brings along what came since (which may
// be less than nothing, after a cancel) and nothing a second time.
void carry_counts(Entry& entry, WalletId card, const Wallet& from, WalletId to, bool stays) {
    for (const Tally& t : from.tallies) {
        if (t.counter == Counter::mandate || t.of < 0) continue;
        const Amount since = t.total - handed_on(from, t);
        if (since.value == 0) continue;
        entry.counts.push_back({t.counter, to, t.of, since, t.period, t.since});
        if (stays) entry.counts.push_back({t.counter, card, -t.of, since, t.period, t.since});
    }
}

// Time stayed comes along too: whoever checked in with the card checks out with the app. A card
// that stays in use keeps its own, and checks out itself.
void carry_stays(
    const State& state, Entry& entry, const Wallet& from, WalletId to, const Wallet& app
) {
    for (const Stay& stay : from.stays) {
        if (stay.since.ms == 0 && stay.minutes == 0) continue;
        const HandoutTerms& terms = state.handouts.find(stay.handout)->terms;
        const Stay both = together(terms, stay_of(app, stay.handout), stay);
        entry.facts.push_back(StaySet{to, stay.handout, both.since, both.minutes});
    }
}
} // namespace

Outcome decide_move_card(const State& state, const MoveCard& move, Now now) {
    const Wallet* to = state.wallets.find(move.to);
    if (const Refusal no = refuse_wallet(state, to); no != Refusal::none) return refuse(no);
    if (to->card) return refuse(Refusal::same_wallet); // a card's wallet is no app
    const Card* card = state.cards.find(move.card);
    if (!card) return refuse(Refusal::card_unknown);
    if (const Refusal no = refuse_card_status(card->status); no != Refusal::none) return refuse(no);
    const Wallet* from = state.wallets.find(card->wallet);
    if (const Refusal no = refuse_wallet(state, from); no != Refusal::none) return refuse(no);

    Entry entry{.kind = EntryKind::move_card, .wallet = move.to};
    bool all = true;
    for (const Lot& lot : in_order_of_spending(state, *from)) {
        const bool over = is_over(lot.expires_on, now.business_date);
        if (over || lot.rights.stays_on_card()) {
            all = all && over;
            entry.explanation.unused.push_back(
                {lot.program, lot.expires_on, lot.rights, lot.balance,
                 over ? Unused::expired : Unused::may_not_move}
            );
            continue;
        }
        const auto lot_in = [&](WalletId w) {
            return Account::lot(w, lot.program, lot.expires_on, lot.rights);
        };
        entry.legs.push_back({lot_in(card->wallet), -lot.balance, {}});
        entry.legs.push_back({lot_in(move.to), lot.balance, {}});
        entry.explanation.used.push_back({lot.program, lot.expires_on, lot.rights, lot.balance});
    }
    if (entry.legs.empty()) {
        entry.legs = {
            {Account::wallet_note(card->wallet), {}, {}}, {Account::wallet_note(move.to), {}, {}}
        };
    }
    carry_counts(entry, card->wallet, *from, move.to, !all);
    if (!all) return entry; // something must stay: the card remains the way to it
    entry.facts = {
        CardSet{move.card, CardStatus::moved, card->wallet}, WalletMoved{card->wallet, move.to}
    };
    carry_stays(state, entry, *from, move.to, *to);
    return entry;
}

} // namespace meguri::ledger

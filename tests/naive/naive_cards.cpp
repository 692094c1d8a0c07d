// Cards and mandates.
#include "naive/rows.hpp"

namespace meguri::naive {

using namespace ledger;

namespace {
bool in_use(CardStatus s) { return s == CardStatus::active || s == CardStatus::blocked; }
} // namespace

Refusal Ledger::card_can(std::int64_t card) const {
    const CardStatus status = row(cards_, card).status;
    if (status == CardStatus::registered) return Refusal::card_not_active;
    if (status == CardStatus::blocked) return Refusal::card_blocked;
    if (status == CardStatus::replaced) return Refusal::card_replaced;
    if (status == CardStatus::moved) return Refusal::wallet_moved;
    return Refusal::none;
}

Answer Ledger::register_cards(const RegisterCards& c) {
    if (c.count < 1 || c.count > 1'000) return no(Refusal::amount_out_of_range);
    Answer answer;
    answer.made = std::int64_t(cards_.size()) + 1;
    for (std::int64_t i = 0; i < c.count; ++i)
        cards_.push_back({c.kind});
    return answer;
}

Answer Ledger::activate_card(const ActivateCard& c) {
    if (!there(cards_, c.card.value)) return no(Refusal::card_unknown);
    CardRow& card = row(cards_, c.card.value);
    if (card.status != CardStatus::registered) return no(Refusal::card_not_active);
    const Answer opened = open_wallet({});
    card.status = CardStatus::active;
    card.wallet = opened.wallet;
    row(wallets_, opened.wallet).card = c.card.value;
    return opened;
}

Answer Ledger::card_status(const SetCardStatus& c) {
    if (!there(cards_, c.card.value)) return no(Refusal::card_unknown);
    CardRow& card = row(cards_, c.card.value);
    if (!in_use(card.status) || !in_use(c.status)) return no(Refusal::card_not_active);
    card.status = c.status;
    Answer answer;
    answer.wallet = card.wallet;
    return answer;
}

Answer Ledger::reissue_card(const ReissueCard& c) {
    if (!there(cards_, c.lost.value) || !there(cards_, c.fresh.value))
        return no(Refusal::card_unknown);
    CardRow &lost = row(cards_, c.lost.value), &fresh = row(cards_, c.fresh.value);
    if (!in_use(lost.status) || fresh.status != CardStatus::registered || lost.kind != fresh.kind)
        return no(Refusal::card_not_active);
    lost.status = CardStatus::replaced;
    fresh.status = CardStatus::active;
    fresh.wallet = lost.wallet;
    row(wallets_, lost.wallet).card = c.fresh.value;
    Answer answer;
    answer.wallet = lost.wallet;
    return answer;
}

Answer Ledger::move_card(const MoveCard& c, std::int64_t seq) {
    if (wallet_can(c.to.value) != Refusal::none) return no(wallet_can(c.to.value));
    if (row(wallets_, c.to.value).card != 0) return no(Refusal::same_wallet);
    if (!there(cards_, c.card.value)) return no(Refusal::card_unknown);
    CardRow& card = row(cards_, c.card.value);
    if (card_can(c.card.value) != Refusal::none) return no(card_can(c.card.value));
    const std::int64_t from = card.wallet;
    if (wallet_can(from) != Refusal::none) return no(wallet_can(from));
    Answer answer;
    bool all = true;
    for (const LotRow& lot : in_order(from)) {
        const Taken value{lot.program, lot.expires_on, lot.rights, lot.amount};
        if (lot.expires_on != Date::none() && lot.expires_on < today_) continue;
        if (lot.rights & 16) {
            all = false;
            continue;
        }
        take(from, value);
        put(c.to.value, value, seq);
        answer.taken.push_back(value);
    }
    answer.wallet = c.to.value;
    answer.touched = {from};
    // Everything that was done with the card and has not come along yet, comes along, once.
    const auto bring = [&](auto& rows) {
        for (std::size_t i = 0, n = rows.size(); i < n; ++i) {
            if (rows[i].wallet != from || rows[i].handed_on) continue;
            auto carried = rows[i];
            carried.wallet = c.to.value, carried.carried = true;
            rows[i].handed_on = true;
            rows.push_back(carried);
        }
    };
    bring(acts_), bring(claims_);
    if (!all) return answer;
    bring_stays(from, c.to.value);
    card.status = CardStatus::moved;
    row(wallets_, from).moved_to = c.to.value;
    return answer;
}

Answer Ledger::give_mandate(const GiveMandate& c) {
    if (wallet_can(c.wallet.value) != Refusal::none) return no(wallet_can(c.wallet.value));
    Answer wrong = no(Refusal::terms_contradictory);
    if (!c.to || c.to.value == row(wallets_, c.wallet.value).owner)
        wrong.field = "to";
    else if (c.rights.bits < 1 || c.rights.bits > 7)
        wrong.field = "rights";
    else if (c.payment_maximum.value < 0 || c.payment_maximum.value > 9'999'999)
        wrong.field = "payment_maximum";
    else if (c.month_maximum.value < 0 || c.month_maximum.value > 9'999'999)
        wrong.field = "month_maximum";
    else if (c.until && c.until < today_)
        wrong.field = "until";
    if (!wrong.field.empty()) return wrong;
    auto& all = row(mandates_, c.wallet.value);
    int in_force = 0;
    for (const MandateRow& m : all) {
        if (!m.revoked && (!m.terms.until || !(m.terms.until < today_))) ++in_force;
    }
    if (in_force >= 20 || all.size() >= 1'000) return no(Refusal::too_many_mandates);
    all.push_back({std::int64_t(all.size()) + 1, c});
    Answer answer;
    answer.wallet = c.wallet.value;
    return answer;
}

Answer Ledger::revoke_mandate(const RevokeMandate& c) {
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    auto& all = row(mandates_, c.wallet.value);
    if (!there(all, c.mandate) || row(all, c.mandate).revoked) return no(Refusal::mandate_unknown);
    row(all, c.mandate).revoked = true;
    Answer answer;
    answer.wallet = c.wallet.value;
    return answer;
}

} // namespace meguri::naive

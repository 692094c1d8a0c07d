// Reserved, then posted or voided, by the answer of somebody outside: a top-up at the card company
// (amount, premium and limits are held, so that what is captured later always fits), a tax at the
// clearing side (GEN-h). A hold never ends by itself.
#include "ledger/spending.hpp"
#include "ledger/top_up.hpp"

namespace meguri::ledger {

Outcome decide_hold_top_up(const State& state, const HoldTopUp& ask, Now now) {
    if (out_of_range(ask.amount)) return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(ask.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Card* card = wallet->card ? state.cards.find(wallet->card) : nullptr;
    if (card && card->kind == CardKind::single_use) return refuse(Refusal::card_single_use);
    const auto open = state.open_top_ups.find(ask.wallet);
    if (open != state.open_top_ups.end() && open->second >= most_open_top_ups)
        return refuse(Refusal::too_many_open);
    auto plan = plan_top_up(state, ask.wallet, *wallet, ask.program, ask.amount, false, now);
    if (!plan) return std::unexpected(std::move(plan.error()));
    Entry entry{.kind = EntryKind::hold_top_up, .wallet = ask.wallet, .amount = ask.amount};
    enter_top_up(entry, state, ask.wallet, ask.program, *plan, true, now);
    entry.legs.push_back({Account::wallet_note(ask.wallet), {}, {}});
    entry.facts = {HoldOpened{
        state.holds.next(), HoldPurpose::top_up, ask.wallet, ask.program, ask.amount, plan->premium,
        state.programs.find(ask.program)->terms.bonus.into, 0
    }};
    entry.explanation = std::move(plan->explanation);
    return entry;
}

Outcome decide_hold_dues(const State& state, const HoldDues& ask, Now now) {
    if (out_of_range(ask.amount) || ask.kind < 0 || ask.kind > 15)
        return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(ask.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Use use{.kind = Use::Kind::dues, .dues = ask.kind};
    Plan plan = plan_spending(state, ask.wallet, *wallet, ask.amount, use, now);
    if (plan.missing.value > 0) {
        plan.explanation.missing = plan.missing;
        return refuse(Refusal::insufficient_balance, std::move(plan.explanation));
    }
    Entry entry{.kind = EntryKind::hold_dues, .wallet = ask.wallet, .amount = ask.amount};
    for (const LotUsed& u : plan.explanation.used) {
        entry.legs.push_back(
            {Account::lot(ask.wallet, u.program, u.expires_on, u.rights), -u.amount, {}}
        );
        entry.legs.push_back(
            {Account::hold(ask.wallet, u.program, u.expires_on, u.rights), u.amount, {}}
        );
    }
    count_spending(entry, state, plan.explanation.used, now.business_date);
    entry.facts = {HoldOpened{
        state.holds.next(), HoldPurpose::dues, ask.wallet, {}, ask.amount, {}, {}, ask.kind
    }};
    entry.explanation = std::move(plan.explanation);
    return entry;
}

namespace {

Refusal refuse_hold(const Hold* hold) {
    if (!hold) return Refusal::hold_unknown;
    return hold->closed ? Refusal::hold_closed : Refusal::none;
}

// Where the value of the hold's wallet is now.
WalletId follow(const State& state, WalletId wallet) {
    while (const Wallet* w = state.wallets.find(wallet)) {
        if (!w->moved_to) break;
        wallet = w->moved_to;
    }
    return wallet;
}

void post_top_up(const State& state, const HoldOpened& held, Entry& entry, Now now) {
    const auto post = [&](ProgramId id, Amount amount, Amount band) {
        const ProgramTerms& t = state.programs.find(id)->terms;
        const Date last = t.last_day(now.business_date, band);
        entry.legs.push_back({Account::reserved(id), -amount, {}});
        const Rights rights = band.value > 0 ? t.rights_at_issue() : t.rights_given();
        entry.legs.push_back({Account::lot(entry.wallet, id, last, rights), amount, {}});
    };
    post(held.program, held.amount, held.amount);
    if (held.bonus.value > 0) post(held.bonus_in, held.bonus, {});
}

// What was held goes back to where it came from, and so do the limits.
void void_top_up(const Hold& hold, Entry& entry) {
    const HoldOpened& held = hold.content;
    const auto give_back = [&](ProgramId id, Amount amount, Counted what) {
        entry.legs.push_back({Account::reserved(id), -amount, {}});
        entry.legs.push_back({Account::issue(id), amount, {}});
        count_back(entry, hold.counts, what, id, amount, true);
    };
    give_back(held.program, held.amount, Counted::topped_up);
    if (held.bonus.value > 0) give_back(held.bonus_in, held.bonus, Counted::received);
}

// Dues that were not paid were not spent, wherever the person's counts are now.
void give_back_spending(const Hold& hold, WalletId to, Entry& entry) {
    for (const Count& c : hold.counts) {
        const WalletId whose = c.wallet ? to : WalletId{};
        entry.counts.push_back({c.counter, whose, c.of, -c.by, c.period, c.since});
    }
}

} // namespace

namespace {
// A fixed last day may have passed while the card company made up its mind: value that is dead on
// arrival is no answer to money taken. Whoever captured it gives it back and voids the hold.
bool dead_on_arrival(const State& state, const HoldOpened& held, Date today) {
    const auto dead = [&](ProgramId id, Amount band) {
        const Date last = state.programs.find(id)->terms.last_day(today, band);
        return is_over(last, today);
    };
    return dead(held.program, held.amount) || (held.bonus.value > 0 && dead(held.bonus_in, {}));
}
} // namespace

Outcome decide_post_hold(const State& state, const PostHold& post, Now now) {
    const Hold* hold = state.holds.find(post.hold);
    if (const Refusal no = refuse_hold(hold); no != Refusal::none) return refuse(no);
    const HoldOpened& held = hold->content;
    const bool top_up = held.purpose == HoldPurpose::top_up;
    if (top_up && dead_on_arrival(state, held, now.business_date))
        return refuse(Refusal::program_not_in_period);
    Entry entry{
        .kind = EntryKind::post_hold, .wallet = follow(state, held.wallet), .amount = held.amount
    };
    if (top_up) {
        post_top_up(state, held, entry, now);
    } else {
        entry.wallet = held.wallet;
        for (const Lot& lot : hold->lots) {
            entry.legs.push_back(
                {Account::hold(held.wallet, lot.program, lot.expires_on, lot.rights),
                 -lot.balance,
                 {}}
            );
            add_leg(
                entry.legs, Account::of_program(AccountKind::public_dues, lot.program), lot.balance
            );
        }
        entry.counts = {{Counter::dues, {}, held.kind, held.amount}};
    }
    entry.facts = {HoldClosed{post.hold, true}};
    return entry;
}

Outcome decide_void_hold(const State& state, const VoidHold& ask, Now now) {
    const Hold* hold = state.holds.find(ask.hold);
    if (const Refusal no = refuse_hold(hold); no != Refusal::none) return refuse(no);
    const HoldOpened& held = hold->content;
    Entry entry{.kind = EntryKind::void_hold, .wallet = held.wallet, .amount = held.amount};
    if (held.purpose == HoldPurpose::top_up) {
        entry.wallet = follow(state, held.wallet);
        void_top_up(*hold, entry);
        entry.legs.push_back({Account::wallet_note(entry.wallet), {}, {}});
    }
    const WalletId to = follow(state, held.wallet);
    if (held.purpose == HoldPurpose::dues) give_back_spending(*hold, to, entry);
    for (const Lot& lot : hold->lots) {
        const bool over = is_over(lot.expires_on, now.business_date);
        entry.legs.push_back(
            {Account::hold(held.wallet, lot.program, lot.expires_on, lot.rights), -lot.balance, {}}
        );
        add_leg(
            entry.legs,
            over ? Account::expired(lot.program)
                 : Account::lot(to, lot.program, lot.expires_on, lot.rights),
            lot.balance
        );
    }
    entry.facts = {HoldClosed{ask.hold, false}};
    return entry;
}

} // namespace meguri::ledger

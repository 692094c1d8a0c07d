#include "ledger/cancelling.hpp"

#include <algorithm>

namespace meguri::ledger {

Amount cancelled_of(const Wallet& wallet, Seq payment) {
    Amount sum;
    for (const Cancelled& c : wallet.cancelled)
        sum += c.payment == payment ? c.amount : Amount{};
    return sum;
}

Amount balance_of(const Wallet& wallet, const Account& lot) {
    for (const Lot& l : wallet.lots) {
        if (l.program == lot.program && l.expires_on == lot.expires_on && l.rights == lot.rights)
            return l.balance;
    }
    return {};
}

namespace {

struct Back { // value of one lot that returns
    Account lot;
    Amount amount;
};

// What was spent last returns first, so that what was soonest to expire stays spent.
std::vector<Back> returning(const Entry& payment, Amount before, Amount amount) {
    std::vector<Back> back;
    for (auto leg = payment.legs.rbegin(); leg != payment.legs.rend() && amount.value > 0; ++leg) {
        if (leg->account.kind != AccountKind::lot || leg->amount.value > 0) continue;
        Amount of_this = -leg->amount;
        const Amount skipped = std::min(before, of_this);
        before -= skipped, of_this -= skipped;
        const Amount now = std::min(of_this, amount);
        if (now.value > 0) back.push_back({leg->account, now});
        amount -= now;
    }
    return back;
}

// Share of `whole` that belongs to `part` of `of`, rounded down.
Amount share(Amount whole, Amount part, Amount of) {
    const __int128 product = static_cast<__int128>(whole.value) * part.value;
    return {static_cast<std::int64_t>(product / of.value)};
}

// Takes rewards back in proportion. What cannot be taken back because it was spent, and is to lower
// the refund, is the result.
Amount take_rewards_back(
    const State& state, const Entry& payment, Amount before, Amount amount, Entry& entry, Now now
) {
    const Wallet& wallet = *state.wallets.find(entry.wallet);
    const Amount rest = payment.amount - before;
    Amount short_by;
    for (const Leg& leg : payment.legs) {
        if (leg.account.kind != AccountKind::lot || leg.amount.value < 0) continue;
        const Amount back = share(leg.amount, rest, payment.amount) -
                            share(leg.amount, rest - amount, payment.amount);
        Account lot = leg.account;
        lot.holder = entry.wallet.value;
        if (back.value == 0 || is_over(lot.expires_on, now.business_date))
            continue; // gone by itself
        const Amount taken = std::min(back, balance_of(wallet, lot));
        const Program& program = *state.programs.find(lot.program);
        if (taken.value > 0) {
            entry.legs.push_back({lot, -taken, {}});
            entry.legs.push_back({Account::issue(lot.program), taken, {}});
            count_back(
                entry, payment.counts, Counted::received, lot.program, taken, rest == amount
            );
        }
        const bool lowers = program.terms.unit == Unit::money &&
                            program.terms.reward.when_spent == SpentReward::lowers_refund;
        if (lowers) short_by += back - taken;
    }
    return short_by;
}

void give_limits_back(
    const Entry& payment, const std::vector<Back>& back, bool whole, Entry& entry
) {
    std::vector<ProgramId> done;
    for (const Back& b : back) {
        const ProgramId id = b.lot.program;
        if (std::find(done.begin(), done.end(), id) != done.end()) continue;
        done.push_back(id);
        Amount sum;
        for (const Back& other : back)
            sum += other.lot.program == id ? other.amount : Amount{};
        count_back(entry, payment.counts, Counted::spent, id, sum, whole);
    }
    for (const Count& c : payment.counts) { // the mandate's month
        if (c.counter != Counter::mandate || c.wallet != entry.wallet) continue;
        entry.counts.push_back({c.counter, c.wallet, c.of, -entry.amount, c.period, c.since});
    }
}

} // namespace

Outcome cancel_payment(
    const State& state, const Entry& payment, Amount before, Amount amount, Entry entry, Now now
) {
    entry.amount = amount;
    const std::vector<Back> all = returning(payment, before, amount);
    for (const Back& b : all)
        add_leg(entry.legs, Account::receivable(payment.place, b.lot.program), -b.amount);
    std::vector<Leg> rewards;
    std::swap(rewards, entry.legs);
    Amount kept = take_rewards_back(state, payment, before, amount, entry, now);
    std::swap(rewards, entry.legs);

    bool wallet_touched = !rewards.empty();
    for (const Back& b : all) {
        Account lot = b.lot;
        lot.holder = entry.wallet.value;
        const Amount recovered = std::min(kept, b.amount), back = b.amount - recovered;
        kept -= recovered;
        if (recovered.value > 0) add_leg(entry.legs, Account::recovered(lot.program), recovered);
        if (back.value == 0) continue;
        if (is_over(lot.expires_on, now.business_date)) {
            add_leg(entry.legs, Account::expired(lot.program), back);
            entry.explanation.unused.push_back(
                {lot.program, lot.expires_on, lot.rights, back, Unused::expired}
            );
            continue;
        }
        wallet_touched = true;
        entry.legs.push_back({lot, back, {}});
        entry.explanation.used.push_back({lot.program, lot.expires_on, lot.rights, back});
    }
    entry.legs.insert(entry.legs.end(), rewards.begin(), rewards.end());
    if (!wallet_touched) entry.legs.push_back({Account::wallet_note(entry.wallet), {}, {}});
    give_limits_back(payment, all, before + amount == payment.amount, entry);
    entry.facts = {PaymentCancelled{payment.wallet, payment.seq, amount}};
    return entry;
}

} // namespace meguri::ledger

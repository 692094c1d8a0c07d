// What was done is taken back.
#include "naive/rows.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

Answer Ledger::cancel(const Cancel& c, ActorKind by, std::int64_t seq) {
    if (c.amount.value < 0 || c.amount.value > 9'999'999) return no(Refusal::amount_out_of_range);
    PaymentRow* payment = nullptr;
    TopUpRow* top_up = nullptr;
    for (PaymentRow& p : payments_) {
        if (p.seq == c.payment.value) payment = &p;
    }
    for (TopUpRow& t : top_ups_) {
        if (t.seq == c.payment.value) top_up = &t;
    }
    const bool card_company = top_up && top_up->place == 0; // such a top-up was at no place
    if (!there(places_, c.place.value) && (c.place.value != 0 || !card_company))
        return no(Refusal::place_unknown);
    if (!payment && !top_up) return no(Refusal::payment_unknown);
    const std::int64_t place = payment ? payment->place : top_up->place,
                       whole = payment ? payment->amount : top_up->amount;
    const Date day = payment ? payment->day : top_up->day;
    if (place != c.place.value) return no(Refusal::payment_not_yours);
    const std::int64_t rest = payment ? whole - payment->cancelled : top_up->cancelled ? 0 : whole;
    if (rest == 0) return no(Refusal::already_cancelled);
    const std::int64_t amount = c.amount.value == 0 ? rest : c.amount.value;
    if (amount > rest) return no(Refusal::cancel_too_much);
    if (top_up && amount != rest) return no(Refusal::not_in_part);
    const bool city = by != ActorKind::staff && by != ActorKind::resident;
    if (day != today_ && !(city && today_.days - day.days <= 365))
        return no(Refusal::cancel_too_late);
    return payment ? cancel_payment(*payment, amount, seq)
                   : cancel_top_up(*top_up, c.reason == CancelReason::charged_back, seq);
}

Answer Ledger::cancel_payment(PaymentRow& payment, std::int64_t amount, std::int64_t seq) {
    const std::int64_t wallet = follow(payment.wallet), left = payment.amount - payment.cancelled;
    const bool whole = amount == left;
    Answer answer;
    // Unit by unit from the end: those taken back before are passed over.
    std::vector<Taken> back;
    std::int64_t pass = payment.cancelled, wanted = amount;
    for (std::size_t i = payment.taken.size(); i-- > 0;) {
        Taken t = payment.taken[i];
        const std::int64_t passed = std::min(pass, t.amount);
        pass -= passed;
        t.amount = std::min(t.amount - passed, wanted);
        wanted -= t.amount;
        if (t.amount > 0) back.push_back(t);
    }
    std::int64_t kept = 0; // for rewards that are spent already
    std::vector<Taken> rewards;
    for (const Taken& earned : payment.earned) {
        const __int128 all = earned.amount;
        const std::int64_t due = std::int64_t(all * left / payment.amount) -
                                 std::int64_t(all * (left - amount) / payment.amount);
        const bool over = earned.expires_on != Date::none() && earned.expires_on < today_;
        if (due == 0 || over) continue;
        Taken taken = earned;
        taken.amount = std::min(due, balance(wallet, earned));
        if (taken.amount > 0) {
            rewards.push_back(taken); // leaves after what was paid has come back
            book(AccountKind::issue, earned.program, earned.program, taken.amount);
            undo(payment.acts, Counted::received, earned.program, taken.amount, whole, wallet);
        }
        const ProgramTerms& t = row(programs_, earned.program).terms;
        if (t.unit == Unit::money && t.reward.when_spent == SpentReward::lowers_refund)
            kept += due - taken.amount;
    }
    for (const Taken& t : back) {
        book(AccountKind::receivable, payment.place, t.program, -t.amount);
        Taken returned = t;
        const std::int64_t less = std::min(kept, t.amount);
        kept -= less, returned.amount -= less;
        book(AccountKind::recovered, t.program, t.program, less);
        if (returned.amount == 0) continue;
        if (t.expires_on != Date::none() && t.expires_on < today_) {
            book(AccountKind::expired, t.program, t.program, returned.amount);
            continue;
        }
        put(wallet, returned, seq);
        answer.taken.push_back(returned);
    }
    for (const Taken& reward : rewards)
        take(wallet, reward);
    for (std::int64_t p = 1; p <= std::int64_t(programs_.size()); ++p) {
        std::int64_t sum = 0;
        for (const Taken& t : back)
            sum += t.program == p ? t.amount : 0;
        if (sum > 0) undo(payment.acts, Counted::spent, p, sum, whole, wallet);
    }
    if (payment.mandate != 0 && wallet == payment.wallet)
        mandate_uses_.push_back({wallet, payment.mandate, -amount, payment.mandate_day});
    payment.cancelled += amount;
    taken_back_.push_back({payment.place, amount, today_});
    answer.wallet = wallet;
    answer.place = payment.place;
    answer.amount = amount;
    return answer;
}

Answer Ledger::cancel_top_up(TopUpRow& top_up, bool charged_back, std::int64_t) {
    const std::int64_t wallet = follow(top_up.wallet);
    const auto still = [&](const Taken& lot) {
        const bool over = lot.expires_on != Date::none() && lot.expires_on < today_;
        return over ? 0 : std::min(lot.amount, balance(wallet, lot));
    };
    Taken bought = top_up.bought, premium = top_up.premium;
    const std::int64_t there_is = still(bought), gift = premium.amount > 0 ? still(premium) : 0;
    // The premium's last day has passed: it is lost, and so is the claim to it.
    const bool lapsed = premium.expires_on != Date::none() && premium.expires_on < today_;
    const std::int64_t owed = lapsed ? 0 : premium.amount - gift;
    const std::int64_t refund = std::max<std::int64_t>(0, there_is - owed);
    Answer answer;
    answer.missing = top_up.amount - there_is;
    if (refund == 0 && !charged_back) {
        answer.word = Refusal::insufficient_balance;
        answer.missing += owed;
        return answer;
    }
    bought.amount = there_is;
    take(wallet, bought);
    book(AccountKind::issue, bought.program, bought.program, refund);
    book(AccountKind::recovered, bought.program, bought.program, there_is - refund);
    undo(top_up.acts, Counted::topped_up, bought.program, refund, refund == top_up.amount, wallet);
    if (gift > 0) {
        premium.amount = gift;
        take(wallet, premium);
        book(AccountKind::issue, premium.program, premium.program, gift);
        undo(top_up.acts, Counted::received, premium.program, gift, false, wallet);
    }
    top_up.cancelled = true;
    answer.wallet = wallet;
    answer.place = top_up.place;
    answer.amount = refund;
    return answer;
}

} // namespace meguri::naive

// Value comes, goes, comes back and dies.
#include "naive/naive_ledger.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

namespace {
Answer no(Refusal word) {
    Answer answer;
    answer.word = word;
    return answer;
}
template <class Row> bool there(const std::vector<Row>& rows, std::int64_t id) {
    return id >= 1 && id <= std::int64_t(rows.size());
}
template <class Row> auto& row(Row& rows, std::int64_t id) { return rows[std::size_t(id - 1)]; }

// "soonest expiry, then granted before paid, then oldest": is `a` to be spent before `b`?
bool sooner(const LotRow& a, const LotRow& b) {
    if (a.expires_on != b.expires_on) {
        if (a.expires_on == Date::none()) return false; // never expires: last
        if (b.expires_on == Date::none()) return true;
        return a.expires_on < b.expires_on;
    }
    if (a.granted != b.granted) return a.granted;
    if (a.since != b.since) return a.since < b.since;
    return a.program < b.program;
}
} // namespace

void Ledger::put(std::int64_t wallet, const Taken& value, std::int64_t seq) {
    for (LotRow& lot : lots_) {
        if (lot.wallet != wallet || lot.program != value.program ||
            lot.expires_on != value.expires_on)
            continue;
        if (lot.granted != value.granted) continue;
        if (lot.amount == 0) lot.since = seq; // an empty lot is no lot: this is a new one
        lot.amount += value.amount;
        return;
    }
    lots_.push_back({wallet, value.program, value.expires_on, value.granted, value.amount, seq});
}

void Ledger::take(std::int64_t wallet, const Taken& value) {
    for (LotRow& lot : lots_) {
        const bool same = lot.wallet == wallet && lot.program == value.program &&
                          lot.expires_on == value.expires_on;
        if (same && lot.granted == value.granted) lot.amount -= value.amount;
    }
}

Answer Ledger::top_up(const TopUp& c, std::int64_t seq) {
    const std::int64_t amount = c.amount.value;
    if (amount < 1 || amount > 9'999'999) return no(Refusal::amount_out_of_range);
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    if (row(wallets_, c.wallet.value).blocked) return no(Refusal::wallet_blocked);
    if (!there(places_, c.place.value)) return no(Refusal::place_unknown);
    if (row(places_, c.place.value).closed) return no(Refusal::place_closed);
    if (!row(places_, c.place.value).tops_up) return no(Refusal::place_not_capable);
    if (!there(programs_, c.program.value)) return no(Refusal::program_unknown);
    const ProgramRow& program = row(programs_, c.program.value);
    if (program.stopped) return no(Refusal::program_stopped);
    const ProgramTerms& t = program.terms;
    if (t.issue_from && today_ < t.issue_from) return no(Refusal::program_not_in_period);
    if (t.issue_to && t.issue_to < today_) return no(Refusal::program_not_in_period);
    if (t.expiry.kind == Expiry::Kind::fixed && t.expiry.date < today_)
        return no(Refusal::program_not_in_period);
    if (amount < t.top_up.minimum.value) return no(Refusal::below_minimum);
    if (amount % t.top_up.step.value != 0) return no(Refusal::not_in_step);
    if (amount > t.top_up.maximum.value) return no(Refusal::above_maximum);
    const std::int64_t for_person =
        t.top_up.person_maximum.value - topped_up(c.wallet.value, c.program.value);
    if (t.top_up.person_maximum.value != 0 && amount > for_person) {
        Answer answer = no(Refusal::person_cap_reached);
        answer.left = std::max<std::int64_t>(0, for_person);
        return answer;
    }
    const std::int64_t for_all = t.budget.value - issued(c.program.value);
    if (t.budget.value != 0 && amount > for_all) {
        Answer answer = no(Refusal::program_cap_reached);
        answer.left = std::max<std::int64_t>(0, for_all);
        return answer;
    }
    Date last_day = Date::none();
    if (t.expiry.kind == Expiry::Kind::days_after) last_day = {today_.days + t.expiry.days};
    if (t.expiry.kind == Expiry::Kind::fixed) last_day = t.expiry.date;
    put(c.wallet.value, {c.program.value, last_day, t.origin == Origin::granted, amount}, seq);
    top_ups_.push_back({c.wallet.value, c.place.value, c.program.value, amount});
    Answer answer;
    answer.wallet = c.wallet.value;
    answer.place = c.place.value;
    return answer;
}

Answer Ledger::pay(const Payment& c, std::int64_t seq) {
    if (c.amount.value < 1 || c.amount.value > 9'999'999) return no(Refusal::amount_out_of_range);
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    if (row(wallets_, c.wallet.value).blocked) return no(Refusal::wallet_blocked);
    if (!there(places_, c.place.value)) return no(Refusal::place_unknown);
    if (row(places_, c.place.value).closed) return no(Refusal::place_closed);
    if (!row(places_, c.place.value).takes_money) return no(Refusal::place_not_capable);

    std::vector<LotRow> usable;
    for (const LotRow& lot : lots_) {
        const bool alive = lot.expires_on == Date::none() || !(lot.expires_on < today_);
        const bool money = row(programs_, lot.program).terms.unit == Unit::money;
        if (lot.wallet == c.wallet.value && lot.amount > 0 && alive && money) usable.push_back(lot);
    }
    Answer answer;
    std::int64_t rest = c.amount.value;
    while (rest > 0 && !usable.empty()) {
        std::size_t first = 0;
        for (std::size_t i = 1; i < usable.size(); ++i) {
            if (sooner(usable[i], usable[first])) first = i;
        }
        const LotRow lot = usable[first];
        usable.erase(usable.begin() + std::ptrdiff_t(first));
        const std::int64_t use = lot.amount < rest ? lot.amount : rest;
        answer.taken.push_back({lot.program, lot.expires_on, lot.granted, use});
        rest -= use;
    }
    if (rest > 0) {
        answer.word = Refusal::insufficient_balance;
        answer.missing = rest;
        return answer;
    }
    for (const Taken& value : answer.taken)
        take(c.wallet.value, value);
    payments_.push_back({seq, c.wallet.value, c.place.value, c.amount.value, today_, answer.taken});
    answer.wallet = c.wallet.value;
    answer.place = c.place.value;
    return answer;
}

Answer Ledger::cancel(const Cancel& c, std::int64_t seq) {
    if (!there(places_, c.place.value)) return no(Refusal::place_unknown);
    PaymentRow* payment = nullptr;
    for (PaymentRow& p : payments_) {
        if (p.seq == c.payment.value) payment = &p;
    }
    if (!payment) return no(Refusal::payment_unknown);
    if (payment->place != c.place.value) return no(Refusal::payment_not_yours);
    if (payment->cancelled) return no(Refusal::already_cancelled);
    if (payment->day != today_) return no(Refusal::cancel_too_late);
    payment->cancelled = true;
    Answer answer;
    for (const Taken& value : payment->taken) {
        put(payment->wallet, value, seq);
        answer.taken.push_back(value);
    }
    answer.wallet = payment->wallet;
    answer.place = payment->place;
    return answer;
}

Answer Ledger::expire(const Expire& c) {
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    Answer answer;
    for (LotRow& lot : lots_) {
        if (lot.wallet != c.wallet.value || lot.amount == 0 || lot.expires_on == Date::none())
            continue;
        if (!(lot.expires_on < today_)) continue;
        answer.taken.push_back({lot.program, lot.expires_on, lot.granted, lot.amount});
        expired_.push_back({lot.wallet, lot.program, lot.amount});
        lot.amount = 0;
    }
    if (answer.taken.empty()) return no(Refusal::not_found);
    std::sort(answer.taken.begin(), answer.taken.end()); // the night has no order of spending
    answer.wallet = c.wallet.value;
    return answer;
}

} // namespace meguri::naive

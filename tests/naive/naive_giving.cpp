// Grants, adjustments, transfers, holds and jobs.
#include "naive/rows.hpp"

#include "base/codec.hpp"

namespace meguri::naive {

using namespace ledger;

namespace {
bool odd(Amount a) { return a.value < 1 || a.value > 9'999'999; }
} // namespace

Answer Ledger::take_of(
    std::int64_t wallet, std::int64_t program, std::int64_t amount, bool to_resident
) const {
    Answer answer;
    for (const LotRow& lot : in_order(wallet)) {
        const bool alive = lot.expires_on == Date::none() || !(lot.expires_on < today_);
        const bool may = lot.program == program && (!to_resident || (lot.rights & 8));
        if (!alive || !may || amount == 0) continue;
        const std::int64_t use = lot.amount < amount ? lot.amount : amount;
        answer.taken.push_back({lot.program, lot.expires_on, lot.rights, use});
        amount -= use;
    }
    answer.missing = amount;
    if (amount > 0) answer.word = Refusal::insufficient_balance;
    return answer;
}

Answer Ledger::grant(const Grant& c, std::int64_t seq) {
    const std::int64_t wallet = c.wallet.value, program = c.program.value;
    if (odd(c.amount)) return no(Refusal::amount_out_of_range);
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    if (program_gives(program) != Refusal::none) return no(program_gives(program));
    if (!eligible(program, wallet)) return no(Refusal::not_eligible);
    if (auto a = fits(Counted::received, program, wallet, c.amount.value); a.word != Refusal::none)
        return a;
    if (auto a = fits_budget(program, c.amount.value); a.word != Refusal::none) return a;
    return give(AccountKind::issue, program, program, wallet, c.amount.value, seq);
}

Answer Ledger::adjust(const Adjust& c, std::int64_t seq) {
    const std::int64_t wallet = c.wallet.value, program = c.program.value, n = c.amount.value;
    if (n == 0 || n > 9'999'999 || n < -9'999'999) return no(Refusal::amount_out_of_range);
    if (!there(wallets_, wallet)) return no(Refusal::wallet_unknown);
    if (row(wallets_, wallet).moved_to != 0) return no(Refusal::wallet_moved);
    if (!there(programs_, program)) return no(Refusal::program_unknown);
    if (n > 0) {
        if (row(programs_, program).stopped) return no(Refusal::program_stopped);
        if (auto a = fits_budget(program, n); a.word != Refusal::none) return a;
        Taken lot = new_lot(program, n);
        if (lot.expires_on && lot.expires_on < today_) return no(Refusal::program_not_in_period);
        if (row(programs_, program).terms.issuer == IssuerMode::six_month) {
            bool some = false; // with it goes what is added, when that is sooner
            for (const LotRow& has : lots(wallet)) {
                if (has.program != program || has.expires_on < today_) continue;
                if (has.expires_on < lot.expires_on) lot.expires_on = has.expires_on;
                some = true;
            }
            if (!some) return no(Refusal::nothing_left_to_add_to);
        }
        put(wallet, lot, seq);
        book(AccountKind::issue, program, program, -n);
        Answer answer;
        answer.wallet = wallet;
        answer.amount = n;
        return answer;
    }
    Answer answer = take_of(wallet, program, -n, false);
    if (answer.word != Refusal::none) return answer;
    for (const Taken& t : answer.taken)
        take(wallet, t);
    book(AccountKind::recovered, program, program, -n);
    answer.wallet = wallet;
    answer.amount = n;
    return answer;
}

Answer Ledger::transfer(const Transfer& c, std::int64_t seq) {
    const std::int64_t from = c.from.value, to = c.to.value, program = c.program.value;
    if (odd(c.amount)) return no(Refusal::amount_out_of_range);
    if (wallet_can(from) != Refusal::none) return no(wallet_can(from));
    if (wallet_can(to) != Refusal::none) return no(wallet_can(to));
    if (from == to) return no(Refusal::same_wallet);
    if (!there(programs_, program)) return no(Refusal::program_unknown);
    if (!eligible(program, to)) return no(Refusal::not_eligible); // of whoever receives it
    if (row(programs_, program).terms.unit == Unit::money && c.amount.value > 100'000)
        return no(Refusal::above_transfer_maximum);
    if (auto a = fits(Counted::sent, program, from, c.amount.value); a.word != Refusal::none)
        return a;
    Answer answer = take_of(from, program, c.amount.value, true);
    if (answer.word != Refusal::none) return answer;
    for (const Taken& t : answer.taken)
        take(from, t), put(to, t, seq);
    act(Counted::sent, program, from, c.amount.value);
    answer.wallet = from;
    answer.touched = {to};
    answer.amount = c.amount.value;
    return answer;
}

Answer Ledger::hold_top_up(const HoldTopUp& c) {
    const std::int64_t wallet = c.wallet.value, program = c.program.value;
    if (odd(c.amount)) return no(Refusal::amount_out_of_range);
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    const std::int64_t card = row(wallets_, wallet).card;
    if (card != 0 && row(cards_, card).kind == CardKind::single_use)
        return no(Refusal::card_single_use);
    int open = 0;
    for (const HoldRow& h : holds_)
        open += !h.closed && !h.dues && h.wallet == wallet;
    if (open >= 5) return no(Refusal::too_many_open);
    const Sale s = sale(wallet, program, c.amount.value, false);
    if (s.refused.word != Refusal::none) return s.refused;
    const std::int64_t into = row(programs_, program).terms.bonus.into.value;
    HoldRow hold{false, false, wallet, program, s.amount, s.premium, into, {}, {}};
    book(AccountKind::issue, program, program, -s.amount);
    book(AccountKind::reserved, program, program, s.amount);
    hold.acts.push_back(act(Counted::topped_up, program, wallet, s.amount));
    if (s.premium > 0) {
        book(AccountKind::issue, into, into, -s.premium);
        book(AccountKind::reserved, into, into, s.premium);
        hold.acts.push_back(act(Counted::received, into, wallet, s.premium));
    }
    holds_.push_back(hold);
    Answer answer;
    answer.wallet = wallet;
    answer.amount = s.amount;
    answer.made = std::int64_t(holds_.size());
    return answer;
}

Answer Ledger::settle_hold(std::int64_t id, bool post, std::int64_t seq) {
    if (!there(holds_, id)) return no(Refusal::hold_unknown);
    HoldRow& hold = row(holds_, id);
    if (hold.closed) return no(Refusal::hold_closed);
    if (post && !hold.dues) {
        const auto dead = [&](const Taken& lot) {
            return lot.expires_on && lot.expires_on < today_;
        };
        if (dead(new_lot(hold.program, hold.amount, hold.amount)) ||
            (hold.bonus > 0 && dead(new_lot(hold.bonus_in, hold.bonus))))
            return no(Refusal::program_not_in_period);
    }
    hold.closed = true;
    const std::int64_t now_in = follow(hold.wallet);
    Answer answer;
    answer.amount = hold.amount;
    answer.wallet = hold.dues ? hold.wallet : now_in;
    if (hold.dues) {
        for (const Taken& t : hold.lots) {
            book(AccountKind::hold, hold.wallet, t.program, -t.amount);
            const bool over = t.expires_on != Date::none() && t.expires_on < today_;
            if (post)
                book(AccountKind::public_dues, t.program, t.program, t.amount);
            else if (over)
                book(AccountKind::expired, t.program, t.program, t.amount);
            else
                put(now_in, t, seq);
        }
        for (const ActRow& spent : hold.acts) { // what was not paid was not spent
            if (!post) undo({spent}, Counted::spent, spent.program, spent.amount, true, now_in);
        }
        if (now_in != hold.wallet && !post) answer.touched = {now_in};
        return answer;
    }
    book(AccountKind::reserved, hold.program, hold.program, -hold.amount);
    if (hold.bonus > 0) book(AccountKind::reserved, hold.bonus_in, hold.bonus_in, -hold.bonus);
    if (!post) {
        book(AccountKind::issue, hold.program, hold.program, hold.amount);
        undo(hold.acts, Counted::topped_up, hold.program, hold.amount, true, now_in);
        if (hold.bonus > 0) {
            book(AccountKind::issue, hold.bonus_in, hold.bonus_in, hold.bonus);
            undo(hold.acts, Counted::received, hold.bonus_in, hold.bonus, true, now_in);
        }
        return answer;
    }
    TopUpRow bought{seq,         now_in,   0,
                    hold.amount, today_,   new_lot(hold.program, hold.amount, hold.amount),
                    {},          hold.acts};
    put(now_in, bought.bought, seq);
    if (hold.bonus > 0) {
        bought.premium = new_lot(hold.bonus_in, hold.bonus);
        put(now_in, bought.premium, seq);
    }
    top_ups_.push_back(bought);
    return answer;
}

Answer Ledger::grant_rows(const GrantRows& c, std::int64_t seq) {
    if (!there(jobs_, c.job.value)) return no(Refusal::job_unknown);
    JobRow& job = row(jobs_, c.job.value);
    if (job.until) return no(Refusal::job_unknown);
    if (job.ended) return no(Refusal::job_ended);
    // The onion: from the last row inwards to the first.
    Hash digest = c.rest;
    for (std::size_t i = c.rows.size(); i-- > 0;) {
        Writer out;
        out.i(job.done + std::int64_t(i)), out.i(c.rows[i].wallet.value),
            out.i(c.rows[i].amount.value), out.raw(view(digest));
        digest = sha256(out.done());
    }
    const std::int64_t count = std::int64_t(c.rows.size());
    if (count == 0 || count > 500 || count > job.rows - job.done || digest != job.expected)
        return no(Refusal::job_differs);
    if (program_gives(job.program) != Refusal::none) return no(program_gives(job.program));
    std::int64_t rest = job.left;
    for (const ledger::JobRow& r : c.rows) {            // nothing is given when one row is too much
        const std::int64_t to = follow(r.wallet.value); // of a card: perhaps an app by now
        const bool may =
            wallet_can(to) == Refusal::none && !odd(r.amount) && eligible(job.program, to);
        if (r.amount.value > rest) return no(Refusal::job_differs);
        if (may) rest -= r.amount.value; // at most
    }
    Answer answer;
    for (const ledger::JobRow& r : c.rows) {
        const std::int64_t to = follow(r.wallet.value);
        if (wallet_can(to) != Refusal::none || odd(r.amount)) continue;
        if (!eligible(job.program, to)) continue;
        if (r.amount.value > room(Counted::received, job.program, to)) continue;
        give(AccountKind::reserved, job.program, job.program, to, r.amount.value, seq);
        job.left -= r.amount.value;
        answer.amount += r.amount.value;
        answer.touched.push_back(to);
    }
    job.done += count;
    job.expected = c.rest;
    if (job.done == job.rows) end_job({c.job});
    return answer;
}

Answer Ledger::end_job(const EndJob& c) {
    if (!there(jobs_, c.job.value)) return no(Refusal::job_unknown);
    JobRow& job = row(jobs_, c.job.value);
    if (job.ended) return no(Refusal::job_ended);
    book(AccountKind::reserved, job.program, job.program, -job.left);
    book(AccountKind::issue, job.program, job.program, job.left);
    job.left = 0;
    job.ended = true;
    return {};
}

} // namespace meguri::naive

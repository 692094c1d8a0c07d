// Value comes, goes and dies.
#include "naive/rows.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

namespace {
template <class T> bool among(const std::vector<T>& list, T item) {
    for (const T& each : list) {
        if (each == item) return true;
    }
    return false;
}

bool here(const Where& w, std::int64_t place, std::int32_t type, std::int32_t area) {
    if (!w.types.empty() && !among(w.types, type)) return false;
    if (!w.areas.empty() && !among(w.areas, area)) return false;
    if (!w.places.empty() && !among(w.places, PlaceId{place})) return false;
    return !among(w.without_types, type) && !among(w.without_places, PlaceId{place});
}

// "all but some, some areas, some types, both, a list": the longer the number the narrower.
int narrow(const Where& w) {
    if (!w.places.empty()) return 5;
    if (!w.types.empty() && !w.areas.empty()) return 4;
    if (!w.types.empty()) return 3;
    if (!w.areas.empty()) return 2;
    return w.without_types.empty() && w.without_places.empty() ? 0 : 1;
}

bool now_allowed(const When& w, Instant at) {
    const Date day = jst_date(at);
    if (w.from && day < w.from) return false;
    if (w.to && w.to < day) return false;
    const Date monday = Date::from_civil(2024, 1, 1);
    const int weekday = ((day.days - monday.days) % 7 + 7) % 7;
    if (w.weekdays != 0 && !(w.weekdays & 1u << weekday)) return false;
    const std::int64_t minute = (at - day.begins()) / 60'000;
    return minute >= w.from_minute && (w.to_minute == 0 || minute < w.to_minute);
}

bool is_dead(const Taken& lot, Date today) { return lot.expires_on && lot.expires_on < today; }
} // namespace

std::int64_t extra(std::int64_t amount, const std::vector<Tier>& tiers) {
    std::int64_t found = 0;
    for (const Tier& t : tiers) {
        if (amount >= t.from.value) found = amount * t.per_10000 / 10'000 + t.fixed.value;
    }
    return found;
}

void Ledger::put(std::int64_t wallet, const Taken& value, std::int64_t seq) {
    if (value.amount == 0) return;
    for (LotRow& lot : lots_) {
        if (lot.wallet != wallet || lot.program != value.program ||
            lot.expires_on != value.expires_on)
            continue;
        if (lot.rights != value.rights) continue;
        if (lot.amount == 0) lot.since = seq; // an empty lot is no lot: this is a new one
        lot.amount += value.amount;
        return;
    }
    lots_.push_back({wallet, value.program, value.expires_on, value.rights, value.amount, seq});
}

void Ledger::take(std::int64_t wallet, const Taken& value) {
    for (LotRow& lot : lots_) {
        const bool same = lot.wallet == wallet && lot.program == value.program &&
                          lot.expires_on == value.expires_on;
        if (same && lot.rights == value.rights) lot.amount -= value.amount;
    }
}

// "soonest expiry, then limited to fewer places, then granted before paid, then oldest"
std::vector<LotRow> Ledger::in_order(std::int64_t wallet) const {
    std::vector<LotRow> rest = lots(wallet), sorted;
    const auto before = [&](const LotRow& a, const LotRow& b) {
        const int x = narrow(row(programs_, a.program).terms.where),
                  y = narrow(row(programs_, b.program).terms.where);
        if (limited_first_ && x != y) return x > y;
        if (a.expires_on != b.expires_on) {
            if (a.expires_on == Date::none()) return false; // never expires: last
            return b.expires_on == Date::none() || a.expires_on < b.expires_on;
        }
        if (x != y) return x > y;
        if (a.rights % 2 != b.rights % 2) return a.rights % 2 == 1;
        if (a.since != b.since) return a.since < b.since;
        if (a.program != b.program) return a.program < b.program;
        return a.rights < b.rights;
    };
    while (!rest.empty()) {
        std::size_t first = 0;
        for (std::size_t i = 1; i < rest.size(); ++i) {
            if (before(rest[i], rest[first])) first = i;
        }
        sorted.push_back(rest[first]);
        rest.erase(rest.begin() + std::ptrdiff_t(first));
    }
    return sorted;
}

Ledger::Sale
Ledger::sale(std::int64_t wallet, std::int64_t program, std::int64_t amount, bool may_cut) const {
    Sale s{no(program_gives(program)), amount};
    if (s.refused.word != Refusal::none) return s;
    const ProgramTerms& t = row(programs_, program).terms;
    const auto refuse = [&](Refusal word) {
        s.refused.word = word;
        return s;
    };
    const Taken lot = new_lot(program, amount, amount);
    if (is_dead(lot, today_)) return refuse(Refusal::program_not_in_period);
    if (t.top_up.maximum.value == 0) return refuse(Refusal::not_for_sale);
    if (!eligible(program, wallet)) return refuse(Refusal::not_eligible);
    if (amount < t.top_up.minimum.value) return refuse(Refusal::below_minimum);
    if (amount % t.top_up.step.value != 0) return refuse(Refusal::not_in_step);
    if (amount > t.top_up.maximum.value) return refuse(Refusal::above_maximum);
    s.refused = fits(Counted::topped_up, program, wallet, amount);
    if (s.refused.word != Refusal::none) return s;
    s.refused = fits_budget(program, amount);
    if (s.refused.word != Refusal::none || !t.bonus.into) return s;
    const std::int64_t left = room_to_give(t.bonus.into.value, wallet);
    s.premium = extra(amount, t.bonus.tiers);
    if (left > 0 && s.premium <= left) return s;
    if (left > 0 && t.bonus.at_limit == AtLimit::cut_premium) {
        s.premium = left;
        return s;
    }
    if (left > 0 && t.bonus.at_limit == AtLimit::cut_top_up && may_cut) {
        for (std::int64_t less = amount - t.top_up.step.value; less >= t.top_up.minimum.value;
             less -= t.top_up.step.value) {
            if (is_dead(new_lot(program, less, less), today_)) continue;
            if (extra(less, t.bonus.tiers) > left) continue;
            s.amount = less, s.premium = extra(less, t.bonus.tiers);
            return s;
        }
    }
    s.refused.left = left;
    if (most_for_sale(program, left_for_all(t.bonus.into.value), 0) == 0)
        return refuse(Refusal::premium_used_up);
    s.refused.left = most_for_sale(program, left, wallet);
    return refuse(Refusal::limit_reached);
}

// What is left of a premium for those who have had none of it.
std::int64_t Ledger::left_for_all(std::int64_t into) const {
    if (program_gives(into) != Refusal::none) return 0;
    std::int64_t left = budget_room(into);
    for (const LimitRule& rule : row(programs_, into).terms.limits) {
        if (rule.what != Counted::received) continue;
        const std::int64_t taken = rule.who == Who::everybody ? used(rule, into, 0) : 0;
        const std::int64_t rest = std::max<std::int64_t>(0, rule.cap - taken);
        if (rule.measure == Measure::amount) left = std::min(left, rest);
        if (rule.measure == Measure::times && rest == 0) left = 0;
    }
    return left;
}

// Every amount of the price list is tried: the largest whose premium is there. With a wallet, what
// that person may still buy counts too.
std::int64_t
Ledger::most_for_sale(std::int64_t program, std::int64_t premium, std::int64_t wallet) const {
    const ProgramTerms& t = row(programs_, program).terms;
    std::int64_t most = t.top_up.maximum.value;
    if (wallet != 0) {
        most = std::min(most, room(Counted::topped_up, program, wallet));
        most = std::min(most, budget_room(program));
        const std::int64_t person = t.top_up.person_maximum.value;
        if (person != 0) most = std::min(most, person - topped_up(wallet, program));
    }
    if (premium == 0) return 0;
    const std::int64_t step = t.top_up.step.value;
    for (std::int64_t n = most / step * step; n >= t.top_up.minimum.value; n -= step) {
        if (is_dead(new_lot(program, n, n), today_)) continue;
        if (t.bonus.at_limit == AtLimit::cut_premium || extra(n, t.bonus.tiers) <= premium)
            return n;
    }
    return 0;
}

Answer Ledger::top_up(const TopUp& c, std::int64_t seq) {
    const std::int64_t wallet = c.wallet.value, place = c.place.value, program = c.program.value;
    if (c.amount.value < 1 || c.amount.value > 9'999'999) return no(Refusal::amount_out_of_range);
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    const std::int64_t card = row(wallets_, wallet).card;
    if (c.card) {
        if (!there(cards_, c.card.value)) return no(Refusal::card_unknown);
        const Refusal word = card_can(c.card.value);
        if (word != Refusal::none) return no(word);
        if (card != c.card.value) return no(Refusal::card_unknown);
    }
    if (card != 0 && row(cards_, card).kind == CardKind::single_use)
        return no(Refusal::card_single_use);
    if (!there(places_, place)) return no(Refusal::place_unknown);
    if (row(places_, place).closed) return no(Refusal::place_closed);
    if (!(row(places_, place).can & 2)) return no(Refusal::place_not_capable);
    const Sale s = sale(wallet, program, c.amount.value, true);
    if (s.refused.word != Refusal::none) return s.refused;
    TopUpRow bought{seq, wallet, place, s.amount, today_, new_lot(program, s.amount, s.amount),
                    {},  {}};
    put(wallet, bought.bought, seq);
    book(AccountKind::issue, program, program, -s.amount);
    bought.acts.push_back(act(Counted::topped_up, program, wallet, s.amount));
    const std::int64_t into = row(programs_, program).terms.bonus.into.value;
    if (s.premium > 0) {
        bought.premium = new_lot(into, s.premium);
        give(AccountKind::issue, into, into, wallet, s.premium, seq);
        bought.acts.push_back(acts_.back());
    }
    top_ups_.push_back(bought);
    Answer answer;
    answer.wallet = wallet;
    answer.place = place;
    answer.amount = s.amount;
    return answer;
}

Answer Ledger::pay(const Payment& c, std::int64_t person, std::int64_t seq) {
    const std::int64_t wallet = c.wallet.value, place = c.place.value;
    if (c.amount.value < 1 || c.amount.value > 9'999'999) return no(Refusal::amount_out_of_range);
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    if (c.card) {
        if (!there(cards_, c.card.value)) return no(Refusal::card_unknown);
        const Refusal word = card_can(c.card.value);
        if (word != Refusal::none) return no(word);
        if (row(wallets_, wallet).card != c.card.value) return no(Refusal::card_unknown);
    }
    Answer too_much;
    if (c.mandate != 0) {
        const auto& all = row(mandates_, wallet);
        if (!there(all, c.mandate)) return no(Refusal::mandate_unknown);
        const MandateRow& m = row(all, c.mandate);
        const bool over = m.terms.until && m.terms.until < today_;
        if (m.revoked || over || m.terms.to.value != person || !(m.terms.rights.bits & 4))
            return no(Refusal::mandate_unknown);
        std::int64_t month = 0;
        for (const MandateUse& u : mandate_uses_) {
            if (u.wallet == wallet && u.number == c.mandate &&
                u.day.iso().substr(0, 7) == today_.iso().substr(0, 7))
                month += u.amount;
        }
        const std::int64_t each = m.terms.payment_maximum.value,
                           all_month = m.terms.month_maximum.value;
        if (each != 0 && c.amount.value > each)
            too_much.word = Refusal::mandate_exceeded, too_much.left = each;
        else if (all_month != 0 && c.amount.value > std::max<std::int64_t>(0, all_month - month))
            too_much.word = Refusal::mandate_exceeded,
            too_much.left = std::max<std::int64_t>(0, all_month - month);
    }
    if (!there(places_, place)) return no(Refusal::place_unknown);
    const PlaceRow& shop = row(places_, place);
    if (shop.closed) return no(Refusal::place_closed);
    if (!(shop.can & (c.points ? 4 : 1))) return no(Refusal::place_not_capable);
    const bool points = bool(c.points);
    if (points && (!there(programs_, c.points.value) ||
                   row(programs_, c.points.value).terms.unit != Unit::point))
        return no(Refusal::program_unknown);
    if (too_much.word != Refusal::none) return too_much;

    Answer answer;
    std::int64_t rest = c.amount.value;
    for (const LotRow& lot : in_order(wallet)) {
        const ProgramTerms& t = row(programs_, lot.program).terms;
        const bool alive = lot.expires_on == Date::none() || !(lot.expires_on < today_);
        const bool unit = points ? lot.program == c.points.value : t.unit == Unit::money;
        if (!alive || !unit || !here(t.where, place, shop.type, shop.area)) continue;
        if (!now_allowed(t.when, now_)) continue;
        std::int64_t of_program = 0; // what this payment has taken of the program already
        for (const Taken& taken : answer.taken)
            of_program += taken.program == lot.program ? taken.amount : 0;
        const std::int64_t most = room(Counted::spent, lot.program, wallet);
        const std::int64_t use =
            std::min({lot.amount, rest, most == INT64_MAX ? most : most - of_program});
        if (use <= 0) continue;
        answer.taken.push_back({lot.program, lot.expires_on, lot.rights, use});
        rest -= use;
    }
    if (rest > 0) {
        answer.word = Refusal::insufficient_balance;
        answer.missing = rest;
        return answer;
    }
    PaymentRow paid{seq, wallet, place, c.amount.value, today_, answer.taken, {}, {}};
    std::int64_t bought = 0;
    std::vector<std::int64_t> programs;
    for (const Taken& value : answer.taken) {
        take(wallet, value);
        book(AccountKind::receivable, place, value.program, value.amount);
        if (value.rights % 2 == 0) bought += value.amount;
        if (!among(programs, value.program)) programs.push_back(value.program);
    }
    // What it earns is worked out before anything of it is counted.
    std::vector<std::pair<std::int64_t, std::int64_t>> earned;
    for (std::int64_t p = 1; p <= std::int64_t(programs_.size()) && !points; ++p) {
        const Reward& reward = row(programs_, p).terms.reward;
        if (reward.tiers.empty() || !here(reward.where, place, shop.type, shop.area)) continue;
        std::int64_t due = extra(reward.for_bought_only ? bought : c.amount.value, reward.tiers);
        if (reward.payment_maximum.value != 0) due = std::min(due, reward.payment_maximum.value);
        due = std::min(due, room_to_give(p, wallet));
        if (due > 0) earned.push_back({p, due});
    }
    for (const std::int64_t p : programs) {
        std::int64_t sum = 0;
        for (const Taken& value : answer.taken)
            sum += value.program == p ? value.amount : 0;
        paid.acts.push_back(act(Counted::spent, p, wallet, sum));
    }
    for (const auto& [p, due] : earned) {
        give(AccountKind::issue, p, p, wallet, due, seq);
        paid.acts.push_back(acts_.back());
        paid.earned.push_back(new_lot(p, due));
    }
    if (c.mandate != 0) {
        paid.mandate = c.mandate, paid.mandate_day = today_;
        mandate_uses_.push_back({wallet, c.mandate, c.amount.value, today_});
    }
    payments_.push_back(paid);
    answer.wallet = wallet;
    answer.place = place;
    answer.amount = c.amount.value;
    return answer;
}

Answer Ledger::hold_dues(const HoldDues& c) {
    const std::int64_t wallet = c.wallet.value;
    if (c.amount.value < 1 || c.amount.value > 9'999'999 || c.kind < 0 || c.kind > 15)
        return no(Refusal::amount_out_of_range);
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    Answer answer;
    std::int64_t rest = c.amount.value;
    for (const LotRow& lot : in_order(wallet)) {
        const ProgramTerms& t = row(programs_, lot.program).terms;
        const bool alive = lot.expires_on == Date::none() || !(lot.expires_on < today_);
        const bool may = t.unit == Unit::money && (lot.rights >> (8 + c.kind)) % 2 == 1;
        if (!alive || !may || rest == 0 || !now_allowed(t.when, now_)) continue;
        std::int64_t most = room(Counted::spent, lot.program, wallet);
        for (const Taken& t2 : answer.taken)
            most -= t2.program == lot.program && most != INT64_MAX ? t2.amount : 0;
        const std::int64_t use = std::min({lot.amount, rest, most});
        if (use <= 0) continue;
        answer.taken.push_back({lot.program, lot.expires_on, lot.rights, use});
        rest -= use;
    }
    if (rest > 0) {
        answer.word = Refusal::insufficient_balance;
        answer.missing = rest;
        return answer;
    }
    HoldRow hold{true, false, wallet, 0, c.amount.value, 0, 0, answer.taken, {}};
    for (const Taken& t : answer.taken) {
        take(wallet, t);
        book(AccountKind::hold, wallet, t.program, t.amount);
    }
    // A tax is spending like any other: one act in each program that pays it.
    for (std::int64_t p = 1; p <= std::int64_t(programs_.size()); ++p) {
        std::int64_t sum = 0;
        for (const Taken& t : answer.taken)
            sum += t.program == p ? t.amount : 0;
        if (sum > 0) hold.acts.push_back(act(Counted::spent, p, wallet, sum));
    }
    holds_.push_back(hold);
    answer.wallet = wallet;
    answer.amount = c.amount.value;
    answer.made = std::int64_t(holds_.size());
    return answer;
}

Answer Ledger::expire(const Expire& c) {
    if (!there(programs_, c.program.value)) return no(Refusal::program_unknown);
    std::int64_t before = 0;
    for (const WalletId wallet : c.wallets) {
        if (!there(wallets_, wallet.value) || wallet.value <= before)
            return no(Refusal::wallet_unknown);
        before = wallet.value;
    }
    Answer answer;
    for (const WalletId wallet : c.wallets) {
        for (LotRow& lot : lots_) {
            const bool its = lot.wallet == wallet.value && lot.program == c.program.value;
            if (!its || lot.amount == 0 || lot.expires_on == Date::none()) continue;
            if (!(lot.expires_on < today_) || answer.taken.size() == 500) continue;
            answer.taken.push_back({lot.program, lot.expires_on, lot.rights, lot.amount});
            answer.touched.push_back(wallet.value);
            answer.amount += lot.amount;
            book(AccountKind::expired, lot.program, lot.program, lot.amount);
            lot.amount = 0;
        }
    }
    if (answer.taken.empty()) return no(Refusal::not_found);
    std::sort(answer.taken.begin(), answer.taken.end()); // the night has no order of spending
    if (c.wallets.size() == 1) answer.wallet = c.wallets.front().value;
    return answer;
}

} // namespace meguri::naive

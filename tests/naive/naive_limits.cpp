// What everybody asks: may this wallet, does this program give, how much is left. Every sum is made
// anew from the rows.
#include "naive/rows.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

namespace {
constexpr std::int64_t plenty = INT64_MAX;

bool same_period(Period period, Date a, Date b) {
    if (period == Period::ever) return true;
    if (period == Period::day) return a == b;
    if (period == Period::fiscal_year) return a.fiscal_year() == b.fiscal_year();
    return a.iso().substr(0, 7) == b.iso().substr(0, 7);
}
} // namespace

Refusal Ledger::wallet_can(std::int64_t wallet) const {
    if (!there(wallets_, wallet)) return Refusal::wallet_unknown;
    const WalletRow& w = row(wallets_, wallet);
    if (w.blocked) return Refusal::wallet_blocked;
    if (w.moved_to != 0) return Refusal::wallet_moved;
    return w.card == 0 ? Refusal::none : card_can(w.card);
}

Refusal Ledger::program_gives(std::int64_t program) const {
    if (!there(programs_, program)) return Refusal::program_unknown;
    const ProgramRow& p = row(programs_, program);
    if (p.stopped) return Refusal::program_stopped;
    const ProgramTerms& t = p.terms;
    if (t.issue_from && today_ < t.issue_from) return Refusal::program_not_in_period;
    if (t.issue_to && t.issue_to < today_) return Refusal::program_not_in_period;
    if (t.expiry.kind == Expiry::Kind::fixed && t.expiry.date < today_)
        return Refusal::program_not_in_period;
    return Refusal::none;
}

bool Ledger::live_together(std::int64_t one, std::int64_t other) const {
    const std::int64_t home = row(wallets_, one).household;
    return one == other || (home != 0 && home == row(wallets_, other).household);
}

bool Ledger::eligible(std::int64_t program, std::int64_t wallet) const {
    const MarksNeeded& needed = row(programs_, program).terms.eligible;
    const std::uint64_t has = row(wallets_, wallet).marks;
    bool any = needed.any == 0;
    for (int bit = 0; bit < 64; ++bit) {
        const std::uint64_t one = std::uint64_t{1} << bit;
        if ((needed.all & one) && !(has & one)) return false;
        any = any || ((needed.any & one) && (has & one));
    }
    return any;
}

std::int64_t Ledger::follow(std::int64_t wallet) const {
    while (there(wallets_, wallet) && row(wallets_, wallet).moved_to != 0)
        wallet = row(wallets_, wallet).moved_to;
    return wallet;
}

std::int64_t Ledger::used(const LimitRule& rule, std::int64_t program, std::int64_t wallet) const {
    std::int64_t sum = 0;
    for (const ActRow& a : acts_) {
        if (a.what != rule.what || a.program != program) continue;
        if (rule.who == Who::everybody && a.carried) continue;
        if (rule.who == Who::person && a.wallet != wallet) continue;
        if (rule.who == Who::household && !live_together(a.wallet, wallet)) continue;
        if (!same_period(rule.period, a.day, today_)) continue;
        // A limit counts from the version on that states it, for a person or for a household; what
        // was bought is counted always.
        bool counts = rule.what == Counted::topped_up && rule.measure == Measure::amount &&
                      rule.period == Period::ever && rule.who != Who::everybody;
        for (const LimitRule& r : a.rules) {
            counts = counts ||
                     (r.what == rule.what && r.measure == rule.measure && r.period == rule.period &&
                      (r.who == Who::everybody) == (rule.who == Who::everybody));
        }
        if (counts) sum += rule.measure == Measure::times ? a.times : a.amount;
    }
    return sum;
}

std::int64_t Ledger::room(Counted what, std::int64_t program, std::int64_t wallet) const {
    std::int64_t most = plenty;
    for (const LimitRule& rule : row(programs_, program).terms.limits) {
        if (rule.what != what) continue;
        const std::int64_t left = std::max<std::int64_t>(0, rule.cap - used(rule, program, wallet));
        if (rule.measure == Measure::amount) most = std::min(most, left);
        if (rule.measure == Measure::times && left == 0) most = 0;
    }
    return most;
}

std::int64_t Ledger::budget_room(std::int64_t program) const {
    const std::int64_t budget = row(programs_, program).terms.budget.value;
    return budget == 0 ? plenty : std::max<std::int64_t>(0, budget - issued(program));
}

std::int64_t Ledger::room_to_give(std::int64_t program, std::int64_t wallet) const {
    if (program_gives(program) != Refusal::none || !eligible(program, wallet)) return 0;
    return std::min(room(Counted::received, program, wallet), budget_room(program));
}

Answer
Ledger::fits(Counted what, std::int64_t program, std::int64_t wallet, std::int64_t amount) const {
    Answer answer;
    const ProgramTerms& t = row(programs_, program).terms;
    const std::int64_t person = t.top_up.person_maximum.value;
    if (what == Counted::topped_up && person != 0) {
        const std::int64_t left = std::max<std::int64_t>(0, person - topped_up(wallet, program));
        if (amount > left) {
            answer.word = Refusal::person_cap_reached;
            answer.left = left;
            return answer;
        }
    }
    for (const LimitRule& rule : t.limits) {
        if (rule.what != what) continue;
        const std::int64_t left = std::max<std::int64_t>(0, rule.cap - used(rule, program, wallet));
        if ((rule.measure == Measure::times ? 1 : amount) <= left) continue;
        answer.word = Refusal::limit_reached;
        answer.left = left;
        return answer;
    }
    return answer;
}

Answer Ledger::fits_budget(std::int64_t program, std::int64_t amount) const {
    Answer answer;
    if (amount <= budget_room(program)) return answer;
    answer.word = Refusal::program_cap_reached;
    answer.left = budget_room(program);
    return answer;
}

Ledger::ActRow
Ledger::act(Counted what, std::int64_t program, std::int64_t wallet, std::int64_t amount) {
    acts_.push_back({what, program, wallet, amount, 1, today_, row(programs_, program).terms.limits}
    );
    return acts_.back();
}

void Ledger::undo(
    const std::vector<ActRow>& acts, Counted what, std::int64_t program, std::int64_t amount,
    bool whole, std::int64_t wallet
) {
    for (ActRow a : acts) {
        if (a.what != what || a.program != program) continue;
        a.amount = -amount, a.times = whole ? -1 : 0, a.wallet = wallet;
        acts_.push_back(a);
    }
}

Taken Ledger::new_lot(std::int64_t program, std::int64_t amount, std::int64_t topped_up) const {
    const ProgramTerms& t = row(programs_, program).terms;
    Expiry e = t.expiry;
    for (const ExpiryBand& band : t.bands) {
        if (topped_up >= band.from.value) e = band.expiry;
    }
    Date last = Date::none();
    if (e.kind == Expiry::Kind::days_after) last = {today_.days + e.days};
    if (e.kind == Expiry::Kind::fixed) last = e.date;
    if (e.kind == Expiry::Kind::months_after) last = {today_.plus_months(e.months).days - 1};
    const bool nobody_paid = topped_up == 0 || t.origin == Origin::granted;
    std::uint32_t rights = nobody_paid ? 1 : 0;
    if (t.to_residents) rights += 8;
    if (t.stays_on_card) rights += 16;
    return {program, last, rights + t.dues * 256, amount};
}

Answer Ledger::give(
    AccountKind from, std::int64_t holder, std::int64_t program, std::int64_t wallet,
    std::int64_t amount, std::int64_t seq
) {
    book(from, holder, program, -amount);
    put(wallet, new_lot(program, amount), seq);
    act(Counted::received, program, wallet, amount);
    Answer answer;
    answer.wallet = wallet;
    answer.amount = amount;
    return answer;
}

void Ledger::book(
    AccountKind kind, std::int64_t holder, std::int64_t program, std::int64_t amount
) {
    books_.push_back({kind, holder, program, amount, today_});
}

} // namespace meguri::naive

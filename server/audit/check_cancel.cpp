#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <tuple>

namespace meguri::audit {

namespace {

using Wide = __int128;

const EntryRow* find(const std::vector<EntryRow>& entries, std::int64_t seq) {
    const auto at = std::lower_bound(
        entries.begin(), entries.end(), seq,
        [](const EntryRow& e, std::int64_t n) { return e.seq < n; }
    );
    return at == entries.end() || at->seq != seq ? nullptr : &*at;
}

template <class F> Wide sum(const std::vector<LegRow>& legs, F which) {
    Wide total = 0;
    for (const LegRow& leg : legs)
        total += which(leg) ? leg.amount : 0;
    return total;
}

bool over(const LegRow& lot, std::int64_t today) {
    return lot.expires_on != 0 && lot.expires_on < today;
}

void check_against(const Subject& s, const EntryRow& payment, const std::vector<LegRow>& returned) {
    const EntryRow& e = s.entry;
    for (const LegRow& leg : e.legs) {
        if (leg.kind != account::lot || leg.amount < 0) continue;
        LegRow then = leg; // as it was before its wallet's value moved
        then.holder = payment.wallet;
        const auto taken = [&](const LegRow& l) { return l.amount < 0 && l.same_lot(then); };
        const auto same = [&](const LegRow& l) { return l.amount > 0 && l.same_lot(leg); };
        const Wide paid = -sum(payment.legs, taken);
        const std::string lot = lot_name(leg.holder, leg.program, leg.expires_on, leg.rights);
        if (paid <= 0)
            s.differs(fmt::format(
                "{} receives value that payment {} did not take from it", lot, payment.seq
            ));
        else if (sum(returned, same) > paid)
            s.differs(
                fmt::format("{} gets back more than payment {} took from it", lot, payment.seq)
            );
    }
    for (const LegRow& leg : e.legs) {
        const auto program = [&](const LegRow& l) { return l.program == leg.program; };
        const auto dead = [&](const LegRow& l) {
            return l.kind == account::lot && l.amount < 0 && program(l) && over(l, e.business_date);
        };
        const auto expired = [&](const LegRow& l) {
            return l.kind == account::expired && program(l);
        };
        const auto owed = [&](const LegRow& l) {
            return l.kind == account::receivable && program(l) && l.holder == payment.place;
        };
        if (leg.kind == account::expired && sum(returned, expired) > -sum(payment.legs, dead)) {
            s.differs(fmt::format(
                "more expires than payment {} took from expired lots of program {}", payment.seq,
                leg.program
            ));
        }
        if (leg.kind != account::receivable) continue;
        if (leg.holder != payment.place || leg.amount >= 0)
            s.differs(fmt::format("place {} does not give it back", leg.holder));
        if (-sum(returned, owed) > sum(payment.legs, owed))
            s.differs(fmt::format("more is taken back than payment {} was", payment.seq));
    }
}

// --- what must come back, worked out from the payment alone
using Amounts = std::map<
    std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>, Wide>;

auto account_of(const LegRow& l) {
    return std::tuple(l.kind, l.holder, l.program, l.expires_on, l.rights);
}
auto of_program(std::int64_t kind, std::int64_t program) {
    return std::tuple(kind, program, program, std::int64_t{0}, std::int64_t{0});
}

Amounts amounts(const EntryRow& e) {
    Amounts all;
    for (const LegRow& leg : e.legs) {
        if (!leg.is_note()) all[account_of(leg)] += leg.amount;
    }
    std::erase_if(all, [](const auto& a) { return a.second == 0; });
    return all;
}

// Rewards go back in proportion; what was spent of them lowers the refund where the terms say so.
Wide expect_rewards(
    const Subject& s, const EntryRow& payment, Wide before, Wide amount, Amounts& due
) {
    const Wide rest = payment.amount - before;
    Wide short_by = 0;
    for (LegRow leg : payment.legs) {
        if (leg.kind != account::lot || leg.amount <= 0) continue;
        const Wide back =
            leg.amount * rest / payment.amount - leg.amount * (rest - amount) / payment.amount;
        leg.holder = s.entry.wallet;
        const Wallet* wallet = s.books.wallet(s.entry.wallet);
        const Program* program = s.books.program(leg.program);
        if (back == 0 || over(leg, s.entry.business_date) || !wallet || !program) continue;
        const Wide taken = std::min<Wide>(back, wallet->balance(leg));
        due[account_of(leg)] -= taken;
        due[of_program(account::issue, leg.program)] += taken;
        if (program->terms.unit == 1 && program->terms.when_spent == 1) short_by += back - taken;
    }
    return short_by;
}

void expect_return(const Subject& s, const EntryRow& payment, Wide before) {
    Amounts due;
    Wide amount = s.entry.amount;
    Wide kept = expect_rewards(s, payment, before, amount, due);
    for (std::size_t i = payment.legs.size(); i-- > 0 && amount > 0;) {
        LegRow leg = payment.legs[i]; // what was spent last returns first
        if (leg.kind != account::lot || leg.amount >= 0) continue;
        const Wide skipped = std::min<Wide>(before, -leg.amount);
        before -= skipped;
        const Wide now = std::min<Wide>(-leg.amount - skipped, amount);
        amount -= now;
        const Wide recovered = std::min(kept, now);
        kept -= recovered;
        leg.holder = s.entry.wallet;
        due[std::tuple(
            account::receivable, payment.place, leg.program, std::int64_t{0}, std::int64_t{0}
        )] -= now;
        due[of_program(account::recovered, leg.program)] += recovered;
        const bool dead = over(leg, s.entry.business_date);
        due[dead ? of_program(account::expired, leg.program) : account_of(leg)] += now - recovered;
    }
    std::erase_if(due, [](const auto& a) { return a.second == 0; });
    if (due != amounts(s.entry))
        s.differs(fmt::format("it does not return what payment {} took and earned", payment.seq));
}

} // namespace

void CancelCheck::check_payment(const Subject& s, const EntryRow& payment) {
    const EntryRow& e = s.entry;
    std::vector<LegRow>& returned = returned_[e.names];
    const std::int64_t before = amounts_[e.names];
    if (before >= payment.amount)
        s.differs(fmt::format("payment {} is taken back a second time", e.names));
    else if (plus(before, e.amount) > payment.amount)
        s.differs(fmt::format("more is taken back than payment {} was", payment.seq));
    returned.insert(returned.end(), e.legs.begin(), e.legs.end());
    check_against(s, payment, returned);
    if (payment.amount > 0 && before < payment.amount) expect_return(s, payment, before);
    amounts_[e.names] = plus(before, e.amount);
    if (e.format > 1) check_counts_back(s, payment, amounts_[e.names] == payment.amount);

    const Wide back = -sum(e.legs, [](const LegRow& l) { return l.kind == account::receivable; });
    const Fact* f = s.effects.facts.empty() ? nullptr : &s.effects.facts[0];
    const bool stated =
        f && f->wallet == payment.wallet && f->payment == e.names && f->amount == e.amount;
    if (back != e.amount || e.amount <= 0 || !stated)
        s.differs(fmt::format("its legs do not move the amount {}", e.amount));
}

// Bought value that is still there goes out of circulation, less what stands for premium that was
// spent and would still be good; that is kept. What is there of the premium goes too.
void CancelCheck::check_top_up(const Subject& s, const EntryRow& top_up) {
    const EntryRow& e = s.entry;
    if (amounts_.contains(e.names))
        s.differs(fmt::format("payment {} is taken back a second time", e.names));
    amounts_[e.names] = top_up.amount;
    const std::int64_t bought = top_up.legs.empty() ? 0 : top_up.legs.front().program;
    const Wallet* wallet = s.books.wallet(e.wallet);
    Amounts due;
    Wide there = 0, spent = 0;
    for (LegRow leg : top_up.legs) {
        if (leg.kind != account::lot || !wallet) continue;
        leg.holder = e.wallet;
        const Wide left =
            over(leg, e.business_date) ? 0 : std::min<Wide>(leg.amount, wallet->balance(leg));
        due[account_of(leg)] -= left;
        if (leg.program == bought) {
            there = left;
            continue;
        }
        if (!over(leg, e.business_date)) spent += leg.amount - left; // expired: owed by nobody
        due[of_program(account::issue, leg.program)] += left;
    }
    const Wide refund = std::max<Wide>(there - spent, 0);
    due[of_program(account::issue, bought)] += refund;
    due[of_program(account::recovered, bought)] += there - refund;
    std::erase_if(due, [](const auto& a) { return a.second == 0; });
    if (due != amounts(e) || refund != e.amount)
        s.differs(fmt::format("it does not take back what is left of top-up {}", e.names));
    check_counts_back(s, top_up, true);
    constexpr std::int64_t charged_back = 5;
    if (refund == 0 && e.reason != charged_back) s.differs("it takes back nothing");
}

void CancelCheck::check(const Subject& s, const std::vector<EntryRow>& cancelled) {
    const EntryRow& e = s.entry;
    if (e.kind != kind::cancel || e.refused()) return;
    const EntryRow* payment = find(cancelled, e.names);
    const bool posted = payment && payment->kind == kind::post_hold && !payment->legs.empty() &&
                        payment->legs.front().kind == account::reserved;
    const bool top_up = payment && e.format > 1 && (payment->kind == kind::top_up || posted);
    const bool known = payment && !payment->refused() && payment->seq < e.seq &&
                       (payment->kind == kind::payment || top_up);
    if (!known) {
        return s.differs(
            fmt::format("it takes back entry {}, which is no payment before it", e.names)
        );
    }
    if (follow(s.books, payment->wallet) != e.wallet || payment->place != e.place)
        s.differs(fmt::format("payment {} was of another wallet or place", e.names));
    constexpr std::int64_t resident = 2, staff = 3;
    const bool same_day_only = e.format == 1 || e.actor_kind == staff || e.actor_kind == resident;
    if (payment->business_date != e.business_date && same_day_only)
        s.differs(fmt::format("payment {} was made on another day", e.names));
    if (e.reason == 0) s.differs("a cancel without a reason");
    top_up ? check_top_up(s, *payment) : check_payment(s, *payment);
}

} // namespace meguri::audit

// Value that is given, put right or passed on: from whom, to whom, how much, and whether it
// may be. Worked out from the journal alone.
#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <limits>
#include <set>

namespace meguri::audit {

namespace {

std::int64_t program_of(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        if (leg.program != 0) return leg.program;
    }
    return 0;
}

// Lots that grow belong to `wallet` and are as the program says on this day.
void check_given(const Subject& s, std::int64_t wallet_id) {
    const Wallet* wallet = s.books.wallet(wallet_id);
    if (!wallet || wallet->status != 1) s.differs(fmt::format("wallet {} is blocked", wallet_id));
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot || leg.amount < 0) continue;
        if (leg.holder != wallet_id) s.differs(fmt::format("leg {}: given to another", leg.n));
        if (const Program* p = s.books.program(leg.program)) check_new_lot(s, leg, p->terms, 0);
    }
}

void check_grant(const Subject& s) {
    check_given(s, s.entry.wallet);
    check_amount(s, sum(s, account::lot));
    check_amount(s, -sum(s, account::issue));
    if (s.entry.amount > room_to_give(s, program_of(s), s.entry.wallet))
        s.differs("it gives more than its program leaves");
}

// Takes from the lots of one wallet in the order in which that wallet spends.
void check_taken(const Subject& s, std::int64_t wallet_id) {
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind == account::lot && leg.amount < 0 && leg.holder != wallet_id)
            s.differs(fmt::format("leg {}: taken from another", leg.n));
    }
}

// What is put right lasts as long as its terms say; six-month money no longer than what is left of
// it.
void check_added_lot(const Subject& s, const LegRow& leg, Terms terms) {
    constexpr std::uint64_t fixed = 2, six_months = 3;
    const Wallet* wallet = s.books.wallet(leg.holder);
    if (terms.issuer == six_months && wallet) {
        std::int64_t last_day = terms.expires_on(s.entry.business_date, 0);
        bool any = false;
        for (const Lot& lot : wallet->lots) {
            if (lot.program != leg.program || lot.expires_on < s.entry.business_date) continue;
            last_day = std::min(last_day, lot.expires_on);
            any = true;
        }
        if (!any) s.differs("six-month money is added where nothing of it is left");
        terms.bands.clear();
        terms.expiry.kind = fixed, terms.expiry.date = last_day;
    }
    check_new_lot(s, leg, terms, 0);
}

void check_adjustment(const Subject& s) {
    const EntryRow& e = s.entry;
    if (e.reason < 1 || e.reason > 5) s.differs("an adjustment without a reason");
    check_amount(s, sum(s, account::lot));
    if (e.amount < 0) {
        check_taken(s, e.wallet);
        check_amount(s, -sum(s, account::recovered));
        return;
    }
    check_amount(s, -sum(s, account::issue));
    const Program* p = s.books.program(program_of(s));
    if (p && p->terms.budget != 0 && plus(p->issued(), e.amount) > p->terms.budget)
        s.differs("it gives more than its program leaves");
    for (const LegRow& leg : e.legs) {
        if (leg.kind == account::lot && leg.holder != e.wallet)
            s.differs(fmt::format("leg {}: given to another", leg.n));
        if (leg.kind == account::lot && p) check_added_lot(s, leg, p->terms);
    }
}

// Every lot that leaves one wallet arrives in the other with its last day and rights as they were.
void check_passed_on(const Subject& s, std::int64_t from, std::int64_t to) {
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot) continue;
        if (leg.holder != (leg.amount < 0 ? from : to))
            s.differs(fmt::format("leg {}: from or to a third wallet", leg.n));
        std::int64_t rest = 0;
        for (const LegRow& other : s.entry.legs) {
            const bool same = other.kind == account::lot && other.program == leg.program &&
                              other.expires_on == leg.expires_on && other.rights == leg.rights;
            rest = plus(rest, same ? other.amount : 0);
        }
        if (rest != 0) s.differs(fmt::format("leg {}: value changes on its way", leg.n));
    }
}

void check_transfer(const Subject& s) {
    std::int64_t to = 0, moved = 0;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot) continue;
        if (leg.amount > 0) to = leg.holder, moved = plus(moved, leg.amount);
        if (leg.rights / 8 % 2 == 0)
            s.differs(fmt::format("leg {}: it may not be given on", leg.n));
    }
    check_amount(s, moved);
    check_passed_on(s, s.entry.wallet, to);
    for (const std::int64_t id : {s.entry.wallet, to}) {
        const Wallet* wallet = s.books.wallet(id);
        if (!wallet || wallet->status != 1) s.differs(fmt::format("wallet {} is blocked", id));
    }
    if (to == s.entry.wallet) s.differs("a transfer to oneself");
    const Wallet* receiver = s.books.wallet(to);
    const Program* program = s.books.program(program_of(s));
    if (receiver && program && !program->terms.eligible(receiver->marks))
        s.differs("given on to somebody who is not eligible");
}

// The stays of a card that has moved, as one with the app's: since the earlier moment inside, and
// no unit of time full that was not paid. Cards of before that rule left them behind.
void check_moved_stays(const Subject& s, const Wallet& card) {
    const auto& facts = s.effects.facts;
    if (facts.size() <= 2) return;
    const Wallet* app = s.books.wallet(s.entry.wallet);
    std::size_t next = 2;
    for (const Stay& stay : card.stays) {
        if (stay.since == 0 && stay.minutes == 0) continue;
        const Handout* h = s.books.handout(stay.handout);
        if (!h || !app || next == facts.size()) return s.differs("its stays do not come along");
        const Stay* own = app->stay(stay.handout);
        const Stay before = own ? *own : Stay{stay.handout, 0, 0};
        const HandoutTerms& t = h->terms;
        const auto units = [&](std::int64_t minutes) {
            return t.stay_minutes > 0 ? std::min(minutes / t.stay_minutes, t.stay_units) : 0;
        };
        const std::int64_t paid = units(stay.minutes) + units(before.minutes);
        std::int64_t minutes = plus(stay.minutes, before.minutes), since = stay.since;
        if (units(minutes) > paid) minutes = (paid + 1) * t.stay_minutes - 1;
        if (since == 0 || (before.since != 0 && before.since < since)) since = before.since;
        const Fact& f = facts[next++];
        if (f.handout != stay.handout || f.since != since || f.minutes != minutes)
            s.differs(fmt::format("the stay in handout {} comes along as another", stay.handout));
    }
    if (next != facts.size()) s.differs("a stay comes along that the card had not");
}

void check_move(const Subject& s) {
    std::int64_t from = 0;
    for (const LegRow& leg : s.entry.legs) {
        const Wallet* wallet = s.books.wallet(leg.holder);
        if (leg.holder != s.entry.wallet && wallet && wallet->card != 0) from = leg.holder;
    }
    check_passed_on(s, from, s.entry.wallet);
    const Wallet* wallet = s.books.wallet(from);
    const Card* card = wallet ? s.books.card(wallet->card) : nullptr;
    if (!card || card->status != 2) return s.differs("what is moved is not on a card in use");
    const bool whole = fact_of(s, fact::wallet_moved) != nullptr;
    for (const Lot& lot : wallet->lots) {
        const bool over = lot.expires_on != 0 && lot.expires_on < s.entry.business_date;
        const bool stays = over || lot.rights / 16 % 2 == 1;
        std::int64_t moved = 0;
        for (const LegRow& leg : s.entry.legs) {
            const bool same = leg.kind == account::lot && leg.holder == from &&
                              leg.program == lot.program && leg.expires_on == lot.expires_on &&
                              leg.rights == lot.rights;
            moved = plus(moved, same ? -leg.amount : 0);
        }
        if (moved != (stays ? 0 : lot.balance) || (stays && !over && whole))
            s.differs("not everything on the card moves that may");
    }
    check_moved_stays(s, *wallet);
}

void check_budget(const Subject& s) {
    check_amount(s, sum(s, account::budget));
    for (const LegRow& leg : s.entry.legs) {
        const Organization* o = s.books.organization(leg.holder);
        if (leg.kind != account::budget) continue;
        if (!o) s.differs(fmt::format("organization {} does not exist", leg.holder));
        if (o && plus(o->budget(leg.program), leg.amount) < 0)
            s.differs(fmt::format("the budget of organization {} falls below zero", leg.holder));
    }
    const Program* p = s.books.program(program_of(s));
    if (p && p->terms.budget != 0 && plus(p->issued(), s.entry.amount) > p->terms.budget)
        s.differs("it gives more than its program leaves");
}

// What a correction takes goes back to the organization's budget, or is taken back by the city; in
// entries of before that rule, always the latter.
void check_given_back(const Subject& s, const HandoutTerms& t, std::int64_t due) {
    check_taken(s, s.entry.wallet);
    for (const LegRow& leg : s.entry.legs) {
        const bool budget = leg.kind == account::budget && leg.holder == t.organization;
        const bool back = (budget || leg.kind == account::recovered) && leg.amount == -due;
        if (leg.kind != account::lot && !leg.is_note() && !back)
            s.differs("what is taken back goes elsewhere");
        if (leg.program != 0 && leg.program != t.program)
            s.differs("another program than the handout's");
    }
}

// What a handout gives comes from its own organization's budget, or from the city.
void check_handout_value(const Subject& s, std::int64_t due) {
    const EntryRow& e = s.entry;
    const Handout* h = s.books.handout(e.names);
    if (!h) return s.differs(fmt::format("handout {} does not exist", e.names));
    const HandoutTerms& t = h->terms;
    check_amount(s, due);
    if (sum(s, account::lot) != due) s.differs("its lots do not hold what the handout gives");
    if (due < 0) return check_given_back(s, t, due);
    if (due == 0) return;
    check_given(s, e.wallet);
    if (due > room_to_give(s, t.program, e.wallet) && t.organization == 0)
        s.differs("it gives more than its program leaves");
    const std::int64_t source = t.organization != 0 ? account::budget : account::issue;
    for (const LegRow& leg : e.legs) {
        if (leg.program != 0 && leg.program != t.program)
            s.differs("another program than the handout's");
        if (leg.kind != source) continue;
        const std::int64_t holder = t.organization != 0 ? t.organization : t.program;
        const Organization* o = s.books.organization(leg.holder);
        const bool enough =
            t.organization == 0 || (o && plus(o->budget(t.program), leg.amount) >= 0);
        if (leg.holder != holder || leg.amount != -due || !enough)
            s.differs("the handout does not give from what it may");
    }
}

void check_open(const Subject& s, const Handout& h, std::uint64_t way) {
    const EntryRow& e = s.entry;
    const HandoutTerms& t = h.terms;
    if (h.closed) s.differs("the handout is closed");
    if ((t.from != 0 && e.at_ms < t.from) || (t.to != 0 && e.at_ms >= t.to))
        s.differs("the handout is not at this time");
    if ((t.ways & way) == 0) s.differs("the handout is not given in this way");
    const Wallet* wallet = s.books.wallet(e.wallet);
    const std::int64_t before =
        wallet ? counted(wallet->tallies, 9, e.names, t.person_period, e.business_date) : 0;
    if (t.person_times != 0 && before >= t.person_times)
        s.differs("the person had it often enough");
    if (t.times != 0 && h.times >= t.times) s.differs("the handout was used up");
}

void check_claim(const Subject& s) {
    const Handout* h = s.books.handout(s.entry.names);
    check_handout_value(s, h ? h->terms.amount : 0);
    if (h) check_open(s, *h, static_cast<std::uint64_t>(s.entry.reason));
}

void check_stay(const Subject& s) {
    const EntryRow& e = s.entry;
    const Handout* h = s.books.handout(e.names);
    const Wallet* wallet = s.books.wallet(e.wallet);
    const Fact* f = fact_of(s, fact::stay_set);
    if (!h || !wallet || !f || f->handout != e.names) return s.differs("a stay of nothing");
    const Stay* before = wallet->stay(e.names);
    constexpr std::uint64_t check_in = 8;
    if (e.kind == kind::check_in) {
        check_open(s, *h, check_in);
        if (before && before->since != 0) s.differs("checked in twice");
        if (f->since != e.at_ms || f->minutes != (before ? before->minutes : 0))
            s.differs("it does not begin the stay now");
        return;
    }
    const HandoutTerms& t = h->terms;
    const auto units = [&](std::int64_t minutes) {
        return t.stay_minutes > 0 ? std::min(minutes / t.stay_minutes, t.stay_units) : 0;
    };
    const std::int64_t counted_before = before ? before->minutes : 0;
    if (e.kind == kind::check_out) {
        if (!before || before->since == 0) return s.differs("checked out without being inside");
        const std::int64_t end =
            t.to != 0 ? std::min(e.at_ms, std::max(t.to, before->since)) : e.at_ms;
        const std::int64_t stayed = counted_before + (end - before->since) / 60'000;
        const std::int64_t most = t.stay_minutes * t.stay_units;
        if (f->minutes != std::max(counted_before, std::min(stayed, most)))
            s.differs(fmt::format("the stay is counted as {} minutes", f->minutes));
    }
    if (f->since != 0) s.differs("the stay goes on");
    check_handout_value(s, (units(f->minutes) - units(counted_before)) * t.amount);
}

// The rows that were approved, once each: the digest of the rest says which they were, and here the
// sums. Rows that could not be given leave their share with the job.
void check_rows(const Subject& s) {
    const Fact* f = fact_of(s, fact::job_advanced);
    const Job* job = f ? s.books.job(f->job) : nullptr;
    if (!job || job->ended) return s.differs("it goes on with a job that is not open");
    const std::int64_t given = sum(s, account::lot), back = sum(s, account::issue);
    check_amount(s, given);
    const bool end = s.entry.kind == kind::end_job || f->rows == job->rows;
    if (end != (f->number == 1)) s.differs("it says otherwise whether the job has ended");
    if (sum(s, account::reserved) != -plus(given, back))
        s.differs("it does not give what was held");
    if (plus(job->left, -plus(given, back)) != f->amount || f->amount < 0 ||
        (end && f->amount != 0))
        s.differs("what is left of the job is another sum");
    if (f->rows < job->done || f->rows > job->rows) s.differs("the job goes on past its rows");
    if (!end && back != 0) s.differs("something goes back before the end");
    for (const LegRow& leg : s.entry.legs) {
        const Program* p = s.books.program(leg.program);
        const Wallet* w = s.books.wallet(leg.holder);
        if (leg.program != job->program) s.differs("another program than the job's");
        if (leg.kind != account::lot) continue;
        if (!w || !p || !p->terms.eligible(w->marks))
            s.differs("given to somebody who is not eligible");
        if (p) check_new_lot(s, leg, p->terms, 0);
    }
}

} // namespace

const Fact* fact_of(const Subject& s, std::uint64_t tag) {
    for (const Fact& f : s.effects.facts) {
        if (f.tag == tag) return &f;
    }
    return nullptr;
}

std::int64_t sum(const Subject& s, std::int64_t kind, std::int64_t program) {
    std::int64_t total = 0;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind == kind && (program == 0 || leg.program == program))
            total = plus(total, leg.amount);
    }
    return total;
}

void check_amount(const Subject& s, std::int64_t moved) {
    if (moved != s.entry.amount)
        s.differs(fmt::format("its legs do not move the amount {}", s.entry.amount));
}

std::int64_t follow(const Books& books, std::int64_t wallet) {
    for (int steps = 0; steps < 100; ++steps) {
        const Wallet* w = books.wallet(wallet);
        if (!w || w->moved_to == 0) break;
        wallet = w->moved_to;
    }
    return wallet;
}

void check_giving(const Subject& s) {
    switch (s.entry.kind) {
    case kind::grant: return check_grant(s);
    case kind::adjustment: return check_adjustment(s);
    case kind::transfer: return check_transfer(s);
    case kind::move_card: return check_move(s);
    case kind::give_budget: return check_budget(s);
    case kind::claim: return check_claim(s);
    case kind::check_in:
    case kind::check_out:
    case kind::correct_stay: return check_stay(s);
    case kind::hold_top_up:
    case kind::hold_dues:
    case kind::post_hold:
    case kind::void_hold: return check_holds(s);
    case kind::grant_rows:
    case kind::end_job: return check_rows(s);
    default: return;
    }
}

} // namespace meguri::audit

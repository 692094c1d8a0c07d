#include "audit/checks.hpp"

#include <fmt/core.h>
#include <tuple>

namespace meguri::audit {

namespace {

constexpr std::uint64_t takes_money = 1, tops_up = 2, takes_points = 4;

void check_people(const Subject& s, std::uint64_t capability) {
    const Wallet* wallet = s.books.wallet(s.entry.wallet);
    const Place* place = s.books.place(s.entry.place);
    if (!wallet) s.differs(fmt::format("wallet {} does not exist", s.entry.wallet));
    if (wallet && wallet->status != 1)
        s.differs(fmt::format("wallet {} is blocked", s.entry.wallet));
    if (!place) s.differs(fmt::format("place {} does not exist", s.entry.place));
    if (place && place->status != 1) s.differs(fmt::format("place {} is closed", s.entry.place));
    if (place && !(place->capabilities & capability))
        s.differs(fmt::format("place {} may not do this", s.entry.place));
}

// Soonest deadline, then limited to fewer places, then granted before paid, then oldest; a city may
// put the second first. docs/journal.md does not know of it; the city's promise does.
auto rank(const Subject& s, const Lot& l) {
    const Program* program = s.books.program(l.program);
    const int narrow = program ? -program->terms.where.narrowness() : 0;
    return std::tuple(
        s.books.city.limited_first ? narrow : 0, l.expires_on == 0 ? INT64_MAX : l.expires_on,
        narrow, (l.rights & 1) == 0, l.since, l.program, l.rights
    );
}

std::int64_t used(const Subject& s, const Lot& lot) {
    std::int64_t sum = 0;
    for (const LegRow& leg : s.entry.legs) {
        const bool same = leg.kind == account::lot && leg.holder == s.entry.wallet &&
                          leg.program == lot.program && leg.expires_on == lot.expires_on &&
                          leg.rights == lot.rights && leg.amount < 0;
        if (same) sum = plus(sum, leg.amount);
    }
    return sum;
}

// Units of points pay where points were asked for: then no yen is in it, and one program only.
std::int64_t points_asked(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        const Program* program = s.books.program(leg.program);
        if (leg.kind == account::receivable && program && program->terms.unit == 2)
            return leg.program;
    }
    return 0;
}

bool usable(const Subject& s, const Lot& lot, std::int64_t points) {
    const Program* program = s.books.program(lot.program);
    const Place* place = s.books.place(s.entry.place);
    if (!program || !place) return false;
    const Terms& t = program->terms;
    const bool unit = points != 0 ? lot.program == points : t.unit == 1;
    return unit && (lot.expires_on == 0 || lot.expires_on >= s.entry.business_date) &&
           t.where.allow(s.entry.place, place->type, place->area) && t.when.allow(s.entry.at_ms);
}

void check_order_of_spending(const Subject& s) {
    const Wallet* wallet = s.books.wallet(s.entry.wallet);
    if (!wallet) return;
    const std::int64_t points = points_asked(s);
    const Lot* last_used = nullptr;
    for (const Lot& lot : wallet->lots) {
        if (used(s, lot) == 0) continue;
        if (!last_used || rank(s, *last_used) < rank(s, lot)) last_used = &lot;
        const bool alive = lot.expires_on == 0 || lot.expires_on >= s.entry.business_date;
        if (alive && !usable(s, lot, points))
            s.differs(fmt::format(
                "{} cannot be used here and now",
                lot_name(s.entry.wallet, lot.program, lot.expires_on, lot.rights)
            ));
    }
    for (const Lot& lot : wallet->lots) {
        const Program* program = s.books.program(lot.program);
        const bool limited = program && !program->terms.limits.empty();
        if (last_used && !limited && usable(s, lot, points) && rank(s, lot) < rank(s, *last_used) &&
            plus(lot.balance, used(s, lot)) > 0) {
            return s.differs(fmt::format(
                "{} should have been used first",
                lot_name(s.entry.wallet, lot.program, lot.expires_on, lot.rights)
            ));
        }
    }
}

void check_units(const Subject& s, std::int64_t points) {
    for (const LegRow& leg : s.entry.legs) {
        const Program* program = s.books.program(leg.program);
        if (!program || leg.kind != account::receivable) continue;
        if (points == 0 ? program->terms.unit != 1 : leg.program != points)
            s.differs(fmt::format("points of program {} pay in yen", leg.program));
    }
}

void check_payment(const Subject& s) {
    // Whoever asks for points asks at a place that takes points; the key's content says which.
    const Place* place = s.books.place(s.entry.place);
    const bool may_points = place && (place->capabilities & takes_points);
    const std::int64_t points = may_points ? points_asked(s) : 0;
    check_people(s, points != 0 ? takes_points : takes_money);
    check_units(s, points);
    check_order_of_spending(s);
    check_rewards(s);
}

void check_top_up_terms(const Subject& s, const LegRow& lot, const Program& program) {
    const EntryRow& e = s.entry;
    const Terms& t = program.terms;
    if (program.stopped) s.differs(fmt::format("program {} is stopped", lot.program));
    const bool early = t.issue_from != 0 && e.business_date < t.issue_from,
               late = t.issue_to != 0 && e.business_date > t.issue_to;
    if (early || late)
        s.differs(fmt::format("outside the period in which program {} is issued", lot.program));
    if (e.amount < t.minimum)
        s.differs(fmt::format("{} is below the minimum {}", e.amount, t.minimum));
    if (e.amount > t.maximum)
        s.differs(fmt::format("{} is above the maximum {}", e.amount, t.maximum));
    if (t.step != 0 && e.amount % t.step != 0)
        s.differs(fmt::format("{} is no multiple of {}", e.amount, t.step));
    check_new_lot(s, lot, t, e.amount);
    const Wallet* wallet = s.books.wallet(e.wallet);
    if (wallet && !t.eligible(wallet->marks)) s.differs("its wallet is not eligible");
    const std::int64_t before = wallet ? counted(wallet->tallies, 1, lot.program, 0, 0) : 0;
    const std::int64_t person = plus(before, e.amount);
    if (t.person_maximum != 0 && person > t.person_maximum)
        s.differs(fmt::format(
            "wallet {} has topped up {} of at most {}", e.wallet, person, t.person_maximum
        ));
    const std::int64_t issued = plus(program.issued(), e.amount);
    if (t.budget != 0 && issued > t.budget)
        s.differs(
            fmt::format("program {} has issued {} of at most {}", lot.program, issued, t.budget)
        );
}

void check_top_up(const Subject& s) {
    check_people(s, tops_up);
    const std::int64_t bought = s.entry.legs.empty() ? 0 : s.entry.legs.front().program;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot || leg.program != bought) continue;
        const Program* program = s.books.program(leg.program);
        if (!program) continue;
        check_top_up_terms(s, leg, *program);
        check_premium(s, program->terms);
    }
}

// What the person was shown is what moved.
void check_explanation(const Subject& s) {
    const auto why = decode_explanation(s.entry.explanation);
    if (!why) return s.differs("its explanation cannot be read");
    if (s.entry.kind != kind::payment || s.entry.refused()) return;
    std::size_t lots = 0;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot || leg.amount > 0) continue;
        const Share* share = lots < why->used.size() ? &why->used[lots] : nullptr;
        const bool same = share && share->program == leg.program &&
                          share->expires_on == leg.expires_on && share->rights == leg.rights &&
                          plus(share->amount, leg.amount) == 0;
        if (!same) return s.differs("its explanation names other lots than its legs");
        ++lots;
    }
    if (lots != why->used.size()) s.differs("its explanation names other lots than its legs");
}

} // namespace

void check_rules(const Subject& s) {
    check_explanation(s);
    if (s.entry.refused()) return;
    if (s.entry.kind != kind::cancel && !kind::is_later(s.entry.kind) &&
        (s.entry.names != 0 || s.entry.reason != 0))
        s.differs("only a cancel names a payment and a reason");
    if (s.entry.kind == kind::close_key) s.differs("closing a key is always answered by a refusal");
    if (s.entry.kind == kind::top_up) check_top_up(s);
    if (s.entry.kind == kind::payment) check_payment(s);
    check_giving(s);
    check_settlement(s);
    check_counts(s);
}

} // namespace meguri::audit

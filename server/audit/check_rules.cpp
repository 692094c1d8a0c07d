#include "audit/checks.hpp"

#include <fmt/core.h>
#include <tuple>

namespace meguri::audit {

namespace {

constexpr std::uint64_t takes_money = 1, tops_up = 2;

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

// Soonest deadline, then granted before paid, then oldest. docs/journal.md does not know of it; the
// city's promise does.
auto rank(const Lot& l) {
    return std::tuple(
        l.expires_on == 0 ? INT64_MAX : l.expires_on, (l.rights & 1) == 0, l.since, l.program
    );
}

void check_order_of_spending(const Subject& s) {
    const Wallet* wallet = s.books.wallet(s.entry.wallet);
    if (!wallet) return;
    const auto used = [&](const Lot& lot) {
        std::int64_t sum = 0;
        for (const LegRow& leg : s.entry.legs) {
            const bool same = leg.kind == account::lot && leg.holder == s.entry.wallet &&
                              leg.program == lot.program && leg.expires_on == lot.expires_on &&
                              leg.rights == lot.rights;
            if (same) sum = plus(sum, leg.amount);
        }
        return sum;
    };
    const Lot* last_used = nullptr;
    for (const Lot& lot : wallet->lots) {
        if (used(lot) != 0 && (!last_used || rank(*last_used) < rank(lot))) last_used = &lot;
    }
    for (const Lot& lot : wallet->lots) {
        const Program* program = s.books.program(lot.program);
        const bool usable = program && program->terms.unit == 1 &&
                            (lot.expires_on == 0 || lot.expires_on >= s.entry.business_date);
        if (last_used && usable && rank(lot) < rank(*last_used) &&
            plus(lot.balance, used(lot)) > 0) {
            return s.differs(fmt::format(
                "{} should have been used first",
                lot_name(s.entry.wallet, lot.program, lot.expires_on, lot.rights)
            ));
        }
    }
}

void check_units(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        const Program* program = s.books.program(leg.program);
        if (program && program->terms.unit != 1)
            s.differs(fmt::format("points of program {} pay in yen", leg.program));
    }
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
    if (lot.expires_on != t.expires_on(e.business_date))
        s.differs(fmt::format(
            "the lot expires on {}, by its terms on {}", lot.expires_on,
            t.expires_on(e.business_date)
        ));
    if (lot.rights != t.rights())
        s.differs(fmt::format("the lot has rights {}, by its terms {}", lot.rights, t.rights()));
    const Wallet* wallet = s.books.wallet(e.wallet);
    const std::int64_t person = plus(wallet ? wallet->topped_up_in(lot.program) : 0, e.amount);
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
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot) continue;
        if (const Program* program = s.books.program(leg.program))
            check_top_up_terms(s, leg, *program);
        const auto& counts = s.effects.counts;
        const bool counted = counts.size() == 1 && counts[0].counter == 1 &&
                             counts[0].wallet == leg.holder && counts[0].program == leg.program &&
                             counts[0].by == leg.amount;
        if (!counted) s.differs("what is topped up is not counted for the person's maximum");
    }
}

// What the person was shown is what moved.
void check_explanation(const Subject& s) {
    const auto why = decode_explanation(s.entry.explanation);
    if (!why) return s.differs("its explanation cannot be read");
    if (s.entry.kind != kind::payment || s.entry.refused()) return;
    std::size_t lots = 0;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot) continue;
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
    if (s.entry.kind != kind::top_up && !s.effects.counts.empty())
        s.differs("only top-ups are counted");
    if (s.entry.kind != kind::cancel && (s.entry.names != 0 || s.entry.reason != 0))
        s.differs("only a cancel names a payment and a reason");
    if (s.entry.kind == kind::close_key) s.differs("closing a key is always answered by a refusal");
    if (s.entry.kind == kind::top_up) check_top_up(s);
    if (s.entry.kind != kind::payment) return;
    check_people(s, takes_money);
    check_units(s);
    check_order_of_spending(s);
}

} // namespace meguri::audit

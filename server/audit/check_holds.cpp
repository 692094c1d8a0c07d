// Value that waits for somebody outside: the card company's money, or the clearing side's word on
// public dues. How it is held, and how it is posted or given back.
#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

namespace {

// Money of lots that may pay this kind of dues; it is held with its last day and rights.
void check_held_dues(const Subject& s, std::int64_t dues) {
    check_amount(s, sum(s, account::hold));
    for (const LegRow& leg : s.entry.legs) {
        std::int64_t rest = 0; // what leaves a lot is held with its last day and rights
        for (const LegRow& other : s.entry.legs) {
            const bool same = other.program == leg.program && other.holder == leg.holder &&
                              other.expires_on == leg.expires_on && other.rights == leg.rights;
            rest = plus(rest, same ? other.amount : 0);
        }
        if (rest != 0 || leg.holder != s.entry.wallet)
            s.differs(fmt::format("leg {}: value changes on its way", leg.n));
        const Program* p = s.books.program(leg.program);
        const bool may = p && p->terms.unit == 1 && (leg.rights >> (8 + dues)) % 2 == 1;
        if (!may) s.differs(fmt::format("leg {}: it may not pay this", leg.n));
    }
}

void check_hold(const Subject& s) {
    const EntryRow& e = s.entry;
    const Fact* f = fact_of(s, fact::hold_opened);
    if (!f) return;
    if (f->hold != static_cast<std::int64_t>(s.books.holds.size()) + 1)
        s.differs(fmt::format("hold {} is not the next one", f->hold));
    if (f->wallet != e.wallet || f->amount != e.amount) s.differs("the hold is not what was asked");
    if (e.kind == kind::hold_dues) return check_held_dues(s, f->dues);
    const Program* p = s.books.program(f->program);
    const Wallet* wallet = s.books.wallet(e.wallet);
    if (!p || !wallet) return s.differs("a hold of nothing");
    const Terms& t = p->terms;
    if (e.amount < t.minimum || e.amount > t.maximum || (t.step != 0 && e.amount % t.step != 0))
        s.differs(fmt::format("{} is no amount of its program", e.amount));
    if (t.budget != 0 && plus(p->issued(), e.amount) > t.budget)
        s.differs("it holds more than its program leaves");
    if (sum(s, account::reserved, f->program) != f->amount)
        s.differs("it does not hold the amount");
    const std::int64_t due = on_top_of(e.amount, t.bonus),
                       room = t.bonus_into ? room_to_give(s, t.bonus_into, e.wallet) : 0,
                       expected = t.bonus_into == 0 ? 0
                                  : t.at_limit == 2 ? std::min(due, room)
                                                    : due;
    const bool sound = f->bonus == expected && f->bonus <= room && f->to == t.bonus_into &&
                       (f->bonus == 0 || sum(s, account::reserved, f->to) == f->bonus);
    if (!sound) s.differs(fmt::format("its premium is {}, by its terms {}", f->bonus, expected));
}

void check_settled_hold(const Subject& s) {
    const EntryRow& e = s.entry;
    const Fact* f = fact_of(s, fact::hold_closed);
    const Hold* h = f ? s.books.hold(f->hold) : nullptr;
    if (!h || h->closed) return s.differs("it settles a hold that is not open");
    const Fact& held = h->content;
    const bool posted = e.kind == kind::post_hold;
    if (posted != (f->number == 1)) s.differs("it says otherwise how the hold ended");
    check_amount(s, held.amount);
    const std::int64_t to = follow(s.books, held.wallet);
    if (e.wallet != held.wallet && e.wallet != to) s.differs("it names another wallet");
    for (const LegRow& leg : e.legs) {
        if (leg.kind == account::lot && leg.holder != to)
            s.differs(fmt::format("leg {}: given to another", leg.n));
    }
    if (held.number == 1) {
        if (-sum(s, account::reserved, held.program) != held.amount ||
            (held.bonus > 0 && -sum(s, account::reserved, held.to) != held.bonus))
            s.differs("it does not settle the whole hold");
        for (const LegRow& leg : e.legs) {
            const Program* p = s.books.program(leg.program);
            if (leg.kind == account::lot && p)
                check_new_lot(s, leg, p->terms, leg.program == held.program ? held.amount : 0);
        }
        return;
    }
    if (posted && sum(s, account::public_dues) != held.amount) s.differs("the dues are not paid");
    for (const LegRow& was : h->legs) {
        std::int64_t settled = 0;
        for (const LegRow& leg : e.legs) {
            const bool same = leg.kind == account::hold && leg.holder == was.holder &&
                              leg.program == was.program && leg.expires_on == was.expires_on &&
                              leg.rights == was.rights;
            settled = plus(settled, same ? leg.amount : 0);
        }
        if (settled != -was.amount) s.differs("it does not settle the whole hold");
    }
}

} // namespace

void check_holds(const Subject& s) {
    const bool opens = s.entry.kind == kind::hold_top_up || s.entry.kind == kind::hold_dues;
    opens ? check_hold(s) : check_settled_hold(s);
}

} // namespace meguri::audit

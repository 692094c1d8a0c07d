#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <limits>

namespace meguri::audit {

namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t received = 2, times = 2, everybody = 2, household = 3;

// What the entry adds in one program, and the lot it adds it to.
struct Added {
    std::int64_t amount = 0;
    const LegRow* lot = nullptr;
};
Added added(const Subject& s, std::int64_t program) {
    Added a;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot || leg.program != program || leg.amount <= 0) continue;
        a.amount = plus(a.amount, leg.amount);
        a.lot = &leg;
    }
    return a;
}

bool gives(const Program& p, std::int64_t day) {
    const Terms& t = p.terms;
    const bool early = t.issue_from != 0 && day < t.issue_from,
               late = t.issue_to != 0 && day > t.issue_to,
               dead = t.expiry.kind == 2 && t.expiry.date < day;
    return !p.stopped && !early && !late && !dead;
}

} // namespace

// What a limit has counted for this wallet before the entry.
std::int64_t taken(
    const Subject& s, const Rule& r, std::int64_t id, const Program& program, std::int64_t whose
) {
    const std::int64_t day = s.entry.business_date;
    const auto of = [&](const std::vector<Tally>& tallies) {
        return counted(tallies, (r.what - 1) * 2 + r.measure, id, r.period, day);
    };
    if (r.who == everybody) return of(program.tallies);
    std::int64_t sum = of(s.books.wallet(whose)->tallies);
    if (r.who != household) return sum;
    for (const std::int64_t other : s.books.who_live_with(whose))
        sum = plus(sum, of(s.books.wallet(other)->tallies));
    return sum;
}

std::int64_t room_to_give(const Subject& s, std::int64_t id, std::int64_t wallet_id) {
    const Program* program = s.books.program(id);
    const Wallet* wallet = s.books.wallet(wallet_id);
    if (!program || !wallet || !gives(*program, s.entry.business_date)) return 0;
    if (!program->terms.eligible(wallet->marks)) return 0;
    std::int64_t room = no_limit;
    const Terms& t = program->terms;
    if (t.budget != 0) room = std::max<std::int64_t>(0, plus(t.budget, -program->issued()));
    for (const Rule& r : t.limits) {
        if (r.what != received) continue;
        const std::int64_t left =
            std::max<std::int64_t>(0, plus(r.cap, -taken(s, r, id, *program, wallet_id)));
        if (r.measure == times)
            room = left == 0 ? 0 : room;
        else
            room = std::min(room, left);
    }
    return room;
}

void check_new_lot(const Subject& s, const LegRow& lot, const Terms& t, std::int64_t topped_up) {
    const std::int64_t expires_on = t.expires_on(s.entry.business_date, topped_up);
    if (lot.expires_on != expires_on)
        s.differs(
            fmt::format("the lot expires on {}, by its terms on {}", lot.expires_on, expires_on)
        );
    // What nobody paid for is granted, in a sold program too; older entries lack the mark there.
    const bool marked_granted =
        topped_up == 0 && lot.rights % 2 == 1 && lot.rights - 1 == t.rights() - t.rights() % 2;
    if (lot.rights != t.rights() && !marked_granted)
        s.differs(fmt::format("the lot has rights {}, by its terms {}", lot.rights, t.rights()));
}

void check_premium(const Subject& s, const Terms& bought) {
    const EntryRow& e = s.entry;
    const std::int64_t into = bought.bonus_into;
    for (const LegRow& leg : e.legs) {
        const bool other = leg.kind == account::lot && leg.program != e.legs.front().program;
        if (other && leg.program != into)
            s.differs(fmt::format("premium of program {} that its terms do not give", leg.program));
    }
    if (into == 0) return;
    const Added premium = added(s, into);
    const std::int64_t due = on_top_of(e.amount, bought.bonus),
                       room = room_to_give(s, into, e.wallet);
    constexpr std::uint64_t cut_premium = 2;
    const std::int64_t expected = bought.at_limit == cut_premium ? std::min(due, room) : due;
    if (room == 0) s.differs("a top-up after the premium had run out");
    if (premium.amount != expected || expected > room)
        s.differs(fmt::format("its premium is {}, by its terms {}", premium.amount, expected));
    const Program* program = s.books.program(into);
    if (premium.lot && program) check_new_lot(s, *premium.lot, program->terms, 0);
    for (const Fact& f : s.effects.facts) { // cut: the next larger amount would not have fitted
        if (f.tag != fact::asked) continue;
        const bool cut = bought.at_limit == 3 && f.amount > e.amount && bought.step > 0;
        if (!cut || on_top_of(plus(e.amount, bought.step), bought.bonus) <= room)
            s.differs(fmt::format("it was cut from {} without need", f.amount));
    }
}

// Points are asked for by name; they earn nothing.
void check_rewards(const Subject& s) {
    const EntryRow& e = s.entry;
    const Place* place = s.books.place(e.place);
    std::int64_t paid = 0, bought = 0;
    bool points = false;
    for (const LegRow& leg : e.legs) {
        if (leg.kind != account::lot || leg.amount > 0) continue;
        paid = plus(paid, -leg.amount);
        if (leg.rights % 2 == 0) bought = plus(bought, -leg.amount);
        const Program* program = s.books.program(leg.program);
        points = points || (program && program->terms.unit == 2);
    }
    for (const auto& [id, program] : s.books.programs) {
        const Terms& t = program.terms;
        std::int64_t due = 0;
        const bool here = place && t.reward_where.allow(e.place, place->type, place->area);
        if (!t.reward.empty() && here && !points) {
            due = on_top_of(t.reward_for_bought ? bought : paid, t.reward);
            if (t.reward_maximum != 0) due = std::min(due, t.reward_maximum);
            due = std::min(due, room_to_give(s, id, e.wallet));
        }
        const Added reward = added(s, id);
        if (reward.amount != due)
            s.differs(fmt::format(
                "its reward in program {} is {}, by its terms {}", id, reward.amount, due
            ));
        if (reward.lot && due > 0) check_new_lot(s, *reward.lot, t, 0);
    }
}

} // namespace meguri::audit

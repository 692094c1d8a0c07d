// What limits remember of an entry, worked out once more from its legs: the two must be the same
// list. And whatever stands there must be within the limits in force.
#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <tuple>

namespace meguri::audit {

namespace {

constexpr std::uint64_t topped_up = 1, received = 2, spent = 3, sent = 4;
constexpr std::uint64_t everybody = 2, household = 3; // whom a limit is for
constexpr std::uint64_t claimed_times = 9, claimed = 10, dues = 11, mandate = 12;

auto key(const Count& c) { return std::tuple(c.counter, c.wallet, c.of, c.period, c.since, c.by); }

// What an earlier act counted in a program is given back as it was counted.
void add_back(
    std::vector<Count>& all, const std::vector<Count>& counts, std::uint64_t what,
    std::int64_t program, std::int64_t amount, bool whole, std::int64_t wallet
) {
    for (const Count& c : counts) {
        const std::uint64_t units = what * 2 - 1, times = what * 2;
        if (c.of != program || (c.counter != units && c.counter != times)) continue;
        const std::int64_t by = c.counter == units ? -amount : whole ? -1 : 0;
        if (by != 0)
            all.push_back({c.counter, c.wallet != 0 ? wallet : 0, c.of, by, c.period, c.since});
    }
}

class Expected {
  public:
    explicit Expected(const Subject& s) : s_(s) {}

    // One act of `what` in a program, as its limits count it; `day`: when it was first counted.
    void
    act(std::uint64_t what, std::int64_t program_id, std::int64_t wallet, std::int64_t amount,
        std::int64_t times, std::int64_t day) {
        const Program* program = s_.books.program(program_id);
        if (!program) return;
        const std::size_t before = all.size();
        if (what == topped_up && amount != 0) all.push_back({1, wallet, program_id, amount});
        for (const Rule& r : program->terms.limits) {
            if (r.what != what) continue;
            const bool in_times = r.measure == 2;
            const std::int64_t by = in_times ? times : amount;
            const Count due{(what - 1) * 2 + r.measure,
                            r.who == everybody ? 0 : wallet,
                            program_id,
                            by,
                            r.period,
                            period_start(r.period, day)};
            if (by != 0 && !is_there(due, before)) all.push_back(due);
        }
    }
    std::vector<Count> all;

  private:
    // A person's and a household's limit may ask for the same count: it stands there once.
    bool is_there(const Count& due, std::size_t from) const {
        return std::any_of(
            all.begin() + static_cast<std::ptrdiff_t>(from), all.end(),
            [&](const Count& c) { return key(c) == key(due); }
        );
    }
    const Subject& s_;
};

// Sums of the entry's lots in each program: what was taken from them, or added.
std::map<std::int64_t, std::int64_t>
lots_by_program(const Subject& s, bool added, std::int64_t but = 0) {
    std::map<std::int64_t, std::int64_t> sums;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != account::lot || (leg.amount > 0) != added || leg.program == but) continue;
        sums[leg.program] = plus(sums[leg.program], leg.amount < 0 ? -leg.amount : leg.amount);
    }
    return sums;
}

void of_top_up(const Subject& s, Expected& expected) {
    const EntryRow& e = s.entry;
    const std::int64_t bought = e.legs.empty() ? 0 : e.legs.front().program;
    expected.act(topped_up, bought, e.wallet, e.amount, 1, e.business_date);
    for (const LegRow& leg : e.legs) {
        const bool premium = leg.kind == account::issue && leg.program != bought;
        if (premium) expected.act(received, leg.program, e.wallet, -leg.amount, 1, e.business_date);
    }
}

void of_claim(const Subject& s, Expected& expected, bool a_time) {
    const EntryRow& e = s.entry;
    const Handout* handout = s.books.handout(e.names);
    if (!handout) return;
    const HandoutTerms& t = handout->terms;
    if (a_time) {
        if (t.person_times > 0)
            expected.all.push_back(
                {claimed_times, e.wallet, e.names, 1, t.person_period,
                 period_start(t.person_period, e.business_date)}
            );
        expected.all.push_back({claimed_times, 0, e.names, 1});
    }
    for (const auto& [program, amount] : lots_by_program(s, true)) {
        expected.act(received, program, e.wallet, amount, 1, e.business_date);
        expected.all.push_back({claimed, 0, e.names, amount});
    }
    const bool back = std::any_of(e.legs.begin(), e.legs.end(), [](const LegRow& leg) {
        return leg.kind == account::budget && leg.amount > 0;
    });
    if (back) expected.all.push_back({claimed, 0, e.names, e.amount});
}

void of_held_dues(const Subject& s, Expected& expected) {
    for (const auto& [program, amount] : lots_by_program(s, false))
        expected.act(spent, program, s.entry.wallet, amount, 1, s.entry.business_date);
}

void of_voided_hold(const Subject& s, Expected& expected) {
    const Fact* f = s.effects.facts.empty() ? nullptr : &s.effects.facts.front();
    const Hold* hold = f ? s.books.hold(f->hold) : nullptr;
    if (!hold) return;
    const Fact& held = hold->content;
    if (held.number != 1) { // dues: not paid is not spent
        const std::int64_t to = follow(s.books, held.wallet);
        for (const Count& c : hold->counts)
            expected.all.push_back(
                {c.counter, c.wallet != 0 ? to : 0, c.of, -c.by, c.period, c.since}
            );
        return;
    }
    add_back(
        expected.all, hold->counts, topped_up, held.program, held.amount, true, s.entry.wallet
    );
    add_back(expected.all, hold->counts, received, held.to, held.bonus, true, s.entry.wallet);
}

void of_payment(const Subject& s, Expected& expected) {
    const EntryRow& e = s.entry;
    for (const auto& [program, amount] : lots_by_program(s, false))
        expected.act(spent, program, e.wallet, amount, 1, e.business_date);
    for (const auto& [program, amount] : lots_by_program(s, true))
        expected.act(received, program, e.wallet, amount, 1, e.business_date);
    for (const Count& c : s.effects.counts) { // by mandate, or not: the key's content says which
        const bool sound = c.counter == mandate && c.wallet == e.wallet && c.by == e.amount &&
                           c.period == 2 && c.since == period_start(2, e.business_date);
        if (sound) expected.all.push_back(c);
    }
}

// The wallet of the card whose value moves.
std::int64_t moved_from(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        const Wallet* wallet = s.books.wallet(leg.holder);
        if (leg.holder != s.entry.wallet && wallet && wallet->card != 0) return leg.holder;
    }
    return 0;
}

// What the card has counted since it last handed its counts on goes to the app; a card that stays
// in use notes it, under the program's number below zero.
void of_moved_card(const Subject& s, Expected& expected) {
    const std::int64_t card = moved_from(s);
    const Wallet* from = s.books.wallet(card);
    if (!from) return;
    const bool stays = s.effects.facts.empty();
    for (const Tally& t : from->tallies) {
        if (t.counter == mandate || t.of < 0) continue;
        std::int64_t since = t.amount;
        for (const Tally& before : from->tallies) {
            const bool noted = before.of == -t.of && before.counter == t.counter &&
                               before.period == t.period && before.since == t.since;
            if (noted) since = plus(since, -before.amount);
        }
        if (since == 0) continue;
        expected.all.push_back({t.counter, s.entry.wallet, t.of, since, t.period, t.since});
        if (stays) expected.all.push_back({t.counter, card, -t.of, since, t.period, t.since});
    }
}

void of_rows(const Subject& s, Expected& expected) {
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind == account::lot)
            expected.act(received, leg.program, leg.holder, leg.amount, 1, s.entry.business_date);
    }
}

void work_out(const Subject& s, Expected& expected) {
    const EntryRow& e = s.entry;
    switch (e.kind) {
    case kind::top_up:
    case kind::hold_top_up: return of_top_up(s, expected);
    case kind::payment: return of_payment(s, expected);
    case kind::hold_dues: return of_held_dues(s, expected);
    case kind::grant:
    case kind::grant_rows: return of_rows(s, expected);
    case kind::claim: return of_claim(s, expected, true);
    case kind::check_in: return of_claim(s, expected, true);
    case kind::check_out:
    case kind::correct_stay: return of_claim(s, expected, false);
    case kind::void_hold: return of_voided_hold(s, expected);
    case kind::move_card: return of_moved_card(s, expected);
    case kind::transfer:
        for (const auto& [program, amount] : lots_by_program(s, false))
            expected.act(sent, program, e.wallet, amount, 1, e.business_date);
        return;
    case kind::post_hold: {
        const Fact* f =
            e.legs.empty() || s.effects.facts.empty() ? nullptr : &s.effects.facts.front();
        const Hold* hold = f ? s.books.hold(f->hold) : nullptr;
        if (hold && hold->content.number == 2)
            expected.all.push_back({dues, 0, hold->content.dues, hold->content.amount});
        return;
    }
    default: return;
    }
}

// What the limit's counter stands at once the entry is added, for the wallet (0: for everybody).
std::int64_t stands_after(const Subject& s, const Count& limit, std::int64_t wallet) {
    const Wallet* holder = s.books.wallet(wallet);
    const Program* program = s.books.program(limit.of);
    std::int64_t sum = counted(
        holder ? holder->tallies : program->tallies, limit.counter, limit.of, limit.period,
        s.entry.business_date
    );
    for (const Count& c : s.effects.counts) {
        const bool same = c.counter == limit.counter && c.wallet == wallet && c.of == limit.of &&
                          c.period == limit.period;
        if (same) sum = plus(sum, c.by);
    }
    return sum;
}

// Limits of programs only. Handouts are looked at where they are claimed; a mandate's month is the
// ledger's own invariant.
void check_limits(const Subject& s) {
    for (const Count& c : s.effects.counts) {
        if (c.counter > 8 || c.by < 0) continue;
        const Program* program = s.books.program(c.of);
        if (!program || (c.wallet != 0 && !s.books.wallet(c.wallet))) continue;
        const std::int64_t own = stands_after(s, c, c.wallet);
        for (const Rule& r : program->terms.limits) {
            const bool same = (r.what - 1) * 2 + r.measure == c.counter && r.period == c.period &&
                              (r.who != everybody) == (c.wallet != 0);
            if (!same) continue;
            std::int64_t stands = own;
            if (r.who == household) {
                for (const std::int64_t other : s.books.who_live_with(c.wallet))
                    stands = plus(stands, stands_after(s, c, other));
            }
            if (stands > r.cap)
                s.differs(fmt::format(
                    "a limit of program {} stands at {} of at most {}", c.of, stands, r.cap
                ));
        }
    }
}

} // namespace

namespace {
void compare_counts(const Subject& s, std::vector<Count> expected) {
    std::vector<Count> found = s.effects.counts;
    const auto less = [](const Count& a, const Count& b) { return key(a) < key(b); };
    std::sort(found.begin(), found.end(), less);
    std::sort(expected.begin(), expected.end(), less);
    const bool same = std::equal(
        found.begin(), found.end(), expected.begin(), expected.end(),
        [](const Count& a, const Count& b) { return key(a) == key(b); }
    );
    if (!same && s.entry.kind == kind::top_up)
        s.differs("what is topped up is not counted for the person's maximum");
    else if (!same)
        s.differs("what it counts for limits is not what was done");
}
} // namespace

void check_counts(const Subject& s) {
    if (s.entry.kind == kind::cancel) return; // with the payment at hand: check_counts_back
    Expected expected(s);
    work_out(s, expected);
    compare_counts(s, std::move(expected.all));
    if (s.entry.kind != kind::move_card) check_limits(s);
}

void check_counts_back(const Subject& s, const EntryRow& original, bool whole) {
    const EntryRow& e = s.entry;
    auto effects = decode_effects(original.effects);
    if (!effects) return;
    for (const Fact& f : effects->facts) { // held first: counted by its hold
        const Hold* hold = f.tag == fact::hold_closed ? s.books.hold(f.hold) : nullptr;
        if (hold) effects->counts = hold->counts;
    }
    std::vector<Count> due;
    std::map<std::int64_t, std::int64_t> spent_in, taken_of;
    for (const LegRow& leg : e.legs) {
        if (leg.kind == account::receivable) spent_in[leg.program] -= leg.amount;
        if (leg.kind == account::lot && leg.amount < 0) taken_of[leg.program] -= leg.amount;
    }
    const std::int64_t bought = original.legs.empty() ? 0 : original.legs.front().program;
    const bool payment = original.kind == kind::payment;
    for (const auto& [program, amount] : spent_in)
        add_back(due, effects->counts, spent, program, amount, whole, e.wallet);
    for (const auto& [program, amount] : taken_of) {
        if (payment || program != bought)
            add_back(due, effects->counts, received, program, amount, payment && whole, e.wallet);
    }
    if (!payment) {
        const bool all = e.amount == original.amount;
        add_back(due, effects->counts, topped_up, bought, e.amount, all, e.wallet);
    }
    for (const Count& c : effects->counts) {
        if (payment && c.counter == mandate && c.wallet == e.wallet)
            due.push_back({c.counter, c.wallet, c.of, -e.amount, c.period, c.since});
    }
    compare_counts(s, std::move(due));
}

} // namespace meguri::audit

// Limits hold to the unit under any number of simultaneous top-ups (CHG-c): what a person has
// topped up in a program, and what the program has issued. Checked at each top-up against the terms
// of that moment; a later version may set a limit below what was already issued, which stops
// further top-ups and takes nothing back.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

#include <map>

namespace meguri::ledger {

namespace {

const std::vector<Tally>* tallies_of(const State& state, const Count& c, const Program*& program) {
    program = state.programs.find(c.program());
    if (!program) return nullptr;
    if (!c.wallet) return &program->tallies;
    const Wallet* wallet = state.wallets.find(c.wallet);
    return wallet ? &wallet->tallies : nullptr;
}

// The most that this counter may stand at, by the terms in force; -1 when they say nothing.
std::int64_t most(const ProgramTerms& terms, const Count& c) {
    std::int64_t cap = -1;
    const bool person_ever = c.wallet && c.period == Period::ever;
    if (c.counter == Counter::topped_up && person_ever && terms.top_up.person_maximum.value > 0)
        cap = terms.top_up.person_maximum.value;
    for (const LimitRule& rule : terms.limits) {
        const bool same = counter_of(rule.what, rule.measure) == c.counter &&
                          rule.period == c.period &&
                          rule.who == (c.wallet ? Who::person : Who::everybody);
        if (same && (cap < 0 || rule.cap < cap)) cap = rule.cap;
    }
    return cap;
}

// A household's limit holds for what its members' counts come to together.
Broken household(const State& state, const Program& program, const Count& c, Date today) {
    const Wallet* wallet = state.wallets.find(c.wallet);
    for (const LimitRule& rule : program.terms.limits) {
        const bool same = rule.who == Who::household && rule.period == c.period &&
                          counter_of(rule.what, rule.measure) == c.counter;
        if (!same || !wallet) continue;
        Amount stands = counted(wallet->tallies, c.counter, c.of, c.period, today);
        for (const WalletId member : members_of(state, wallet->household)) {
            if (member == c.wallet) continue;
            stands +=
                counted(state.wallets.find(member)->tallies, c.counter, c.of, c.period, today);
        }
        if (stands.value > rule.cap)
            return fmt::format("the household of wallet {} is beyond its limit", c.wallet.value);
    }
    return std::nullopt;
}

Broken handout_limit(const State& state, const Count& c) {
    const Handout* handout = state.handouts.find({c.of});
    if (!handout) return fmt::format("handout {} does not exist", c.of);
    const HandoutTerms& t = handout->terms;
    if (!c.wallet) {
        const bool beyond = t.times > 0 && handout->times > t.times;
        return beyond ? Broken(fmt::format("handout {} was given too often", c.of)) : std::nullopt;
    }
    const Wallet* wallet = state.wallets.find(c.wallet);
    if (!wallet) return fmt::format("handout {} counts nobody", c.of);
    for (const Tally& tally : wallet->tallies) {
        const bool same = tally.counter == c.counter && tally.of == c.of;
        if (same && t.person_times > 0 && tally.total.value > t.person_times)
            return fmt::format("wallet {} was given too often", c.wallet.value);
    }
    return std::nullopt;
}

// What is paid on a mandate in a month stays within what its owner allows.
Broken mandate_limit(const State& state, const Count& c, Date day) {
    const Wallet* wallet = state.wallets.find(c.wallet);
    if (!wallet) return fmt::format("mandate {} counts nobody", c.of);
    for (const Mandate& mandate : wallet->mandates) {
        if (mandate.number != c.of) continue;
        const Amount most = mandate.terms.month_maximum;
        const bool beyond =
            most.value > 0 && counted(wallet->tallies, c.counter, c.of, c.period, day) > most;
        return beyond ? Broken(fmt::format("mandate {} is beyond its maximum", c.of))
                      : std::nullopt;
    }
    return fmt::format("wallet {} counts a mandate that it did not give", c.wallet.value);
}

// Only what issues more is held to the budget: what was issued before a version with a smaller one
// goes on being spent, claimed and moved.
Broken budget(const State& state, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind != AccountKind::issue || leg.amount.value >= 0) continue;
        const Program* program = state.programs.find(leg.account.program);
        if (!program) return fmt::format("program {} does not exist", leg.account.program.value);
        if (program->terms.budget.value > 0 && program->issued() > program->terms.budget)
            return fmt::format("program {} is beyond its budget", leg.account.program.value);
    }
    return std::nullopt;
}

bool of_a_program(Counter counter) { return counter <= Counter::sent_times; }

} // namespace

// Value that moves from a card to an app brings its counts along, which may be beyond what one
// person may do, and less than before once something was cancelled: that alone is no act.
Broken invariants::limits::after(const State& state, const Entry& entry) {
    if (Broken beyond = budget(state, entry)) return beyond;
    for (const Count& count : entry.counts) {
        const bool back = entry.kind == EntryKind::cancel || entry.kind == EntryKind::void_hold ||
                          (entry.kind == EntryKind::correct_stay && entry.amount.value < 0);
        const bool moves = entry.kind == EntryKind::move_card;
        if (count.by.value == 0 || (!moves && (count.by.value < 0) != back))
            return fmt::format("entry {} counts nothing real", entry.seq.value);
        if (moves) continue;
        if (count.counter == Counter::claimed_times) {
            if (Broken b = handout_limit(state, count)) return b;
        }
        if (count.counter == Counter::mandate && !back) {
            if (Broken b = mandate_limit(state, count, entry.business_date)) return b;
        }
        if (!of_a_program(count.counter)) continue;
        const Program* program = nullptr;
        const auto* tallies = tallies_of(state, count, program);
        if (!tallies) return fmt::format("entry {} counts nothing real", entry.seq.value);
        if (back) continue;
        const std::int64_t cap = most(program->terms, count);
        const Amount stands =
            counted(*tallies, count.counter, count.of, count.period, entry.business_date);
        if (cap >= 0 && stands.value > cap) {
            return fmt::format(
                "wallet {} is beyond the maximum for one person", count.wallet.value
            );
        }
        if (Broken b = household(state, *program, count, entry.business_date)) return b;
    }
    return std::nullopt;
}

// What was bought over all wallets was issued. Cards carry their counts to an app, where they stand
// a second time: a card that has moved counts no more, one that is still in use counts without what
// it has handed on.
Broken invariants::limits::over(const State& state) {
    std::map<std::int64_t, Amount> topped_up;
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet || wallet->moved_to) continue;
        for (const Tally& tally : wallet->tallies) {
            const bool ever = tally.period == Period::ever;
            if (tally.counter != Counter::topped_up || !ever) continue;
            if (tally.of > 0)
                topped_up[tally.of] += tally.total;
            else
                topped_up[-tally.of] -= tally.total;
        }
    }
    for (const auto& [id, total] : topped_up) {
        const Program* program = state.programs.find({id});
        // What a charge-back could not recover stays issued and counted.
        if (!program || total > program->issued())
            return fmt::format("more was topped up in program {} than issued", id);
    }
    return std::nullopt;
}

} // namespace meguri::ledger

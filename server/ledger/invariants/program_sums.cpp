// Issued = in wallets + on hold + receivable + public dues + expired + refunded + settled, per
// program. This is the sentence the city reports and, for money bought by residents, the one it
// must deposit for: it holds after every entry.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

#include <map>

namespace meguri::ledger {

namespace {
Broken sums(const Program& program, std::int64_t id) {
    __int128 sum = 0;
    for (Amount total : program.totals)
        sum += total.value;
    if (sum != 0) return fmt::format("the totals of program {} do not sum to zero", id);
    const bool taken_back = program.total(AccountKind::issue).value > 0;
    bool less = taken_back;
    for (const AccountKind kind :
         {AccountKind::lot, AccountKind::hold, AccountKind::budget, AccountKind::reserved,
          AccountKind::recovered, AccountKind::expired, AccountKind::public_dues})
        less = less || program.total(kind).value < 0;
    if (less) return fmt::format("program {} has less than nothing", id);
    return std::nullopt;
}

using PerProgram = std::map<ProgramId, Amount>;

PerProgram in_wallets(const State& state) {
    PerProgram sum;
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (const Lot& lot : wallet->lots)
            sum[lot.program] += lot.balance;
    }
    return sum;
}

PerProgram receivable(const State& state) {
    PerProgram sum;
    for (std::int64_t i = 1; i <= state.places.size(); ++i) {
        const Place* place = state.places.find({i});
        if (!place) continue;
        for (const Receivable& r : place->receivables)
            sum[r.program] += r.balance;
    }
    return sum;
}
PerProgram budgets(const State& state) {
    PerProgram sum;
    for (std::int64_t i = 1; i <= state.organizations.size(); ++i) {
        const Organization* organization = state.organizations.find({i});
        if (!organization) continue;
        for (const Budget& b : organization->budgets)
            sum[b.program] += b.balance;
    }
    return sum;
}

// Jobs and top-ups under way; taxes under way.
PerProgram promised(const State& state, PerProgram& on_hold) {
    PerProgram sum;
    for (std::int64_t i = 1; i <= state.jobs.size(); ++i) {
        if (const Job* job = state.jobs.find({i})) sum[job->program] += job->left;
    }
    for (std::int64_t i = 1; i <= state.holds.size(); ++i) {
        const Hold* hold = state.holds.find({i});
        if (!hold || hold->closed) continue;
        for (const Lot& lot : hold->lots)
            on_hold[lot.program] += lot.balance;
        if (hold->content.purpose != HoldPurpose::top_up) continue;
        sum[hold->content.program] += hold->content.amount;
        sum[hold->content.bonus_in] += hold->content.bonus;
    }
    return sum;
}
} // namespace

Broken invariants::program_sums::after(const State& state, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        if (!leg.account.program) continue;
        const Program* program = state.programs.find(leg.account.program);
        if (!program) return fmt::format("entry {} moves value of no program", entry.seq.value);
        if (Broken b = sums(*program, leg.account.program.value)) return b;
    }
    return std::nullopt;
}

Broken invariants::program_sums::over(const State& state) {
    PerProgram on_hold, wallets = in_wallets(state), places = receivable(state),
                        organizations = budgets(state), reserved = promised(state, on_hold);
    for (std::int64_t i = 1; i <= state.programs.size(); ++i) {
        const Program* program = state.programs.find({i});
        if (!program) continue;
        if (Broken b = sums(*program, i)) return b;
        if (program->total(AccountKind::lot) != wallets[{i}])
            return fmt::format("wallets do not add up in program {}", i);
        if (program->total(AccountKind::receivable) != places[{i}])
            return fmt::format("places do not add up in program {}", i);
        if (program->total(AccountKind::budget) != organizations[{i}])
            return fmt::format("organizations do not add up in program {}", i);
        if (program->total(AccountKind::reserved) != reserved[{i}])
            return fmt::format("promises do not add up in program {}", i);
        if (program->total(AccountKind::hold) != on_hold[{i}])
            return fmt::format("holds do not add up in program {}", i);
    }
    return std::nullopt;
}

} // namespace meguri::ledger

#include "ledger/spending.hpp"

#include "ledger/limits.hpp"

#include <algorithm>
#include <tuple>

namespace meguri::ledger {

namespace {

// Value without an expiry is never in a hurry.
std::int32_t deadline(const Lot& lot) { return lot.expires_on ? lot.expires_on.days : INT32_MAX; }

const Program& program_of(const State& state, const Lot& lot) {
    const Program* program = state.programs.find(lot.program);
    MEGURI_ENSURE(program);
    return *program;
}

std::optional<Unused> why_unusable(const State& state, const Lot& lot, const Use& use, Now now) {
    if (is_over(lot.expires_on, now.business_date)) return Unused::expired;
    const ProgramTerms& terms = program_of(state, lot).terms;
    switch (use.kind) {
    case Use::Kind::payment: {
        const bool unit = use.program ? lot.program == use.program : terms.unit == Unit::money;
        if (!unit) return Unused::not_money;
        if (!terms.where.allows(use.place, state.places.find(use.place)->traits))
            return Unused::not_here;
        break;
    }
    case Use::Kind::dues:
        if (terms.unit != Unit::money) return Unused::not_money;
        if (!lot.rights.pays_dues(use.dues)) return Unused::not_for_dues;
        break;
    case Use::Kind::program:
        if (lot.program != use.program) return Unused::not_money;
        if (use.to_resident && !lot.rights.to_residents()) return Unused::may_not_move;
        return std::nullopt; // where and when are about spending
    }
    return terms.when.allows(now.at) ? std::nullopt : std::optional(Unused::not_now);
}

// What the limits of a lot's program still leave, over all its lots.
class Rooms {
  public:
    Rooms(const State& state, WalletId id, const Wallet& wallet, Date today)
        : state_(state), id_(id), wallet_(wallet), today_(today) {}

    Amount* of(const Lot& lot) {
        const Program& program = program_of(state_, lot);
        if (program.terms.limits.empty()) return nullptr; // the usual case
        for (auto& [known, room] : rooms_) {
            if (known == lot.program) return &room;
        }
        const Limits limits(state_, lot.program, program, id_, wallet_, today_);
        return &rooms_.emplace_back(lot.program, limits.room(Counted::spent)).second;
    }

  private:
    const State& state_;
    WalletId id_;
    const Wallet& wallet_;
    Date today_;
    std::vector<std::pair<ProgramId, Amount>> rooms_;
};

} // namespace

std::vector<Lot> in_order_of_spending(const State& state, const Wallet& wallet) {
    const bool limited_first = state.limited_first();
    const auto key = [&](const Lot& lot) {
        const int narrow = -program_of(state, lot).terms.where.restrictedness();
        return std::tuple(
            limited_first ? narrow : 0, deadline(lot), narrow, !lot.rights.granted(), lot.since,
            lot.program, lot.rights
        );
    };
    std::vector<Lot> lots = wallet.lots;
    std::sort(lots.begin(), lots.end(), [&](const Lot& a, const Lot& b) {
        return key(a) < key(b);
    });
    return lots;
}

Plan plan_spending(
    const State& state, WalletId id, const Wallet& wallet, Amount amount, const Use& use, Now now
) {
    Plan plan{{}, amount};
    Rooms rooms(state, id, wallet, now.business_date);
    const bool limited = use.kind != Use::Kind::program;
    for (const Lot& lot : in_order_of_spending(state, wallet)) {
        const auto leave = [&](Amount rest, Unused why) {
            plan.explanation.unused.push_back({lot.program, lot.expires_on, lot.rights, rest, why});
        };
        if (const auto why = why_unusable(state, lot, use, now)) {
            leave(lot.balance, *why);
            continue;
        }
        Amount* room = limited ? rooms.of(lot) : nullptr;
        const Amount most = room ? std::min(lot.balance, *room) : lot.balance;
        const Amount used = std::min(most, plan.missing);
        if (used.value > 0) {
            plan.explanation.used.push_back({lot.program, lot.expires_on, lot.rights, used});
            plan.missing -= used;
            if (room) *room -= used;
        }
        const bool by_limit = plan.missing.value > 0;
        if (used < lot.balance)
            leave(lot.balance - used, by_limit ? Unused::limit : Unused::not_needed);
    }
    return plan;
}

void count_spending(
    Entry& entry, const State& state, const std::vector<LotUsed>& used, Date today
) {
    std::vector<std::pair<ProgramId, Amount>> sums;
    for (const LotUsed& use : used) {
        const auto at = std::find_if(sums.begin(), sums.end(), [&](const auto& s) {
            return s.first == use.program;
        });
        if (at == sums.end())
            sums.push_back({use.program, use.amount});
        else
            at->second += use.amount;
    }
    for (const auto& [id, sum] : sums) {
        count_act(entry, Counted::spent, sum, id, *state.programs.find(id), entry.wallet, today);
    }
}

} // namespace meguri::ledger

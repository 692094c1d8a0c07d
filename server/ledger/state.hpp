// Everything that the rules may read, in memory. Changed by `apply` alone, rebuilt from the journal
// at any time, a plain value that can be copied ("forked") for previews.
//
// It is made of cells (a program, a wallet, a place …: cells.hpp). The engine writes changed cells
// to the checkpoint little by little; each remembers up to which entry its stored form goes, so
// that replay skips what it already holds.
#pragma once

#include "ledger/cells.hpp"

#include <span>
#include <unordered_map>

namespace meguri::ledger {

// A key and its answer, kept while the key is good; afterwards the chain answers.
struct KeyAnswer {
    Seq seq;
    Hash content;
    Instant issued_at;
    bool closed =
        false; // by close_key before anything was done: whatever arrives later gets that answer
};
struct KeyOf {
    Actor actor;
    ByteArray<16> id;
    friend bool operator==(const KeyOf&, const KeyOf&) = default;
};
struct KeyHash {
    std::size_t operator()(const KeyOf& key) const noexcept; // the id is random already
};

// Cells of one kind, numbered from 1 without gaps.
template <class C, class CellId> class Cells {
  public:
    using Id = CellId;

    const C* find(CellId id) const {
        const auto i = static_cast<std::size_t>(id.value) - 1;
        return id.value > 0 && i < cells_.size() && cells_[i].exists ? &cells_[i] : nullptr;
    }
    // Makes room where needed: for apply and for loading.
    C& at(CellId id) {
        MEGURI_ENSURE(id.value > 0 && id.value < (std::int64_t{1} << 40));
        const auto i = static_cast<std::size_t>(id.value) - 1;
        if (i >= cells_.size()) cells_.resize(i + 1);
        return cells_[i];
    }
    CellId next() const { return {static_cast<std::int64_t>(cells_.size()) + 1}; }
    std::int64_t size() const { return static_cast<std::int64_t>(cells_.size()); }

  private:
    std::vector<C> cells_;
};

struct State {
    Seq last; // newest entry
    Instant last_at;
    Cells<Program, ProgramId> programs;
    Cells<Wallet, WalletId> wallets;
    std::unordered_map<PersonId, WalletId> wallet_of; // by owner, their first; follows `wallets`
    std::unordered_map<HouseholdId, std::vector<WalletId>> households; // follows `wallets` too
    std::unordered_map<WalletId, std::int32_t> open_top_ups; // held, not settled; follows `holds`
    Cells<Place, PlaceId> places;
    // Of each organization, by number; follows `places`.
    std::unordered_map<OrganizationId, std::vector<PlaceId>> places_of;
    Cells<Proposal, ProposalId> proposals;
    Cells<Organization, OrganizationId> organizations;
    Cells<Card, CardId> cards;
    Cells<Handout, HandoutId> handouts;
    Cells<Job, JobId> jobs;
    Cells<Hold, HoldId> holds;
    Cells<City, CityId> city;            // one, number 1, once anything in it was set
    Cells<SourceShard, ShardId> sources; // by the first bits of the reference: shard_of
    std::unordered_map<KeyOf, KeyAnswer, KeyHash> keys;

    bool limited_first() const {
        const City* c = city.find({1});
        return c && c->limited_first;
    }
};

// Who belongs to it, in no order; nobody to none.
std::span<const WalletId> members_of(const State& state, HouseholdId household);
// Places of the organization, by number; none of none.
std::span<const PlaceId> places_of(const State& state, OrganizationId organization);
// For apply and for loading: keep `places_of` as the places say.
void join_organization(State& state, PlaceId place, OrganizationId organization);
// For apply and for loading: the hold of a top-up began (+1) or ended (-1).
void count_open_top_up(State& state, const Hold& hold, std::int32_t by);
// For apply and for loading: keep `households` as the wallets say.
void join_household(State& state, WalletId wallet, HouseholdId household);
void leave_household(State& state, WalletId wallet, HouseholdId household);

// Calls `with(kind, cells)` for every kind of cell, in the order of the checkpoint's sweep.
template <class S, class F> void for_each_kind(S& state, F with) {
    with(CellKind::program, state.programs);
    with(CellKind::place, state.places);
    with(CellKind::proposal, state.proposals);
    with(CellKind::organization, state.organizations);
    with(CellKind::card, state.cards);
    with(CellKind::handout, state.handouts);
    with(CellKind::job, state.jobs);
    with(CellKind::hold, state.holds);
    with(CellKind::city, state.city);
    with(CellKind::sources, state.sources);
    with(CellKind::wallet, state.wallets);
}

inline constexpr std::int64_t source_shards = 4096;
ShardId shard_of(const SourceRef& ref);
// The entry that used the reference, and the content it stands for; null when none did.
const Source* find_source(const State& state, const SourceRef& ref);

// How many yen the wallet holds, in all money programs, whose last day is not over on `today`.
// Points are of another unit and are not in it.
Amount usable_money(const State& state, const Wallet& wallet, Date today);

} // namespace meguri::ledger

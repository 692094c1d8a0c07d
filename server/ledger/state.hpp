// Everything that the rules may read, in memory. Changed by `apply` alone, rebuilt from the journal
// at any time, a plain value that can be copied ("forked") for previews.
//
// It is made of cells (a program, a wallet, a place, a proposal). The engine writes changed cells
// to the checkpoint little by little; each remembers up to which entry its stored form goes, so
// that replay skips what it already holds.
#pragma once

#include "ledger/entry.hpp"

#include <array>
#include <unordered_map>

namespace meguri::ledger {

struct Cell {
    Seq chain;   // newest entry that touched it
    Seq loaded;  // stored form includes entries up to here: replay skips them
    Seq changed; // newest entry that changed it
    Seq saved;   // the checkpoint holds everything up to here
    bool exists = false;
};

// Value of one program in one wallet with one expiry and one set of rights. Empty lots leave
// memory.
struct Lot {
    ProgramId program;
    Date expires_on;
    Rights rights;
    Amount balance;
    Seq since; // entry that opened it: "then oldest" in the order of spending
};

struct Tally {
    Counter counter;
    ProgramId program;
    Amount total;
};
struct Cancelled {
    Seq payment;
    Amount amount;
    Seq by;
}; // `by`: the entry that took it back

struct Wallet : Cell {
    PersonId owner;
    WalletStatus status = WalletStatus::active;
    std::vector<Lot> lots;
    std::vector<Tally> tallies;
    std::vector<Cancelled> cancelled;
};

struct Receivable {
    ProgramId program;
    Amount balance;
};

struct Place : Cell {
    OrganizationId organization;
    PlaceStatus status = PlaceStatus::open;
    Capabilities capabilities;
    std::vector<Receivable> receivables;
};

struct Program : Cell {
    std::uint32_t version = 0;
    bool stopped = false;
    ProgramTerms terms;
    // Balance of each kind of account over the whole program, indexed by AccountKind. Their sum is
    // always zero: issued = in wallets + on hold + receivable + public dues + expired + refunded +
    // settled.
    std::array<Amount, 10> totals{};

    Amount total(AccountKind kind) const { return totals[static_cast<std::size_t>(kind)]; }
    Amount issued() const { return -total(AccountKind::issue); }
};

struct Proposal : Cell {
    Proposed content;
    ProposalState state = ProposalState::open;
    PersonId closed_by;
    ProgramId published; // approved: the program it became, or changed
};

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
    Cells<Place, PlaceId> places;
    Cells<Proposal, ProposalId> proposals;
    std::int64_t organizations = 0;
    std::unordered_map<KeyOf, KeyAnswer, KeyHash> keys;
};

// How much of `program` the wallet holds that can be used on `today`.
Amount usable_balance(const Wallet& wallet, Date today);

} // namespace meguri::ledger

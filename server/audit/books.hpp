// What the journal adds up to, entry by entry: the auditor's own picture of wallets, places,
// programs and proposals.
#pragma once

#include "audit/canonical.hpp"

#include <array>
#include <map>
#include <unordered_map>

namespace meguri::audit {

struct Holder {
    bool exists = false;
    std::int64_t chain = 0;   // newest entry with a leg of this holder
    std::int64_t changed = 0; // newest entry that changed anything of it
    std::int64_t changed_before_replay =
        0; // the same, among entries that a restart does not replay
};

struct Lot {
    std::int64_t program, expires_on, rights, balance, since;
};
struct Sum { // a balance or a tally of one program
    std::int64_t program, amount;
};
struct Taken { // how much of a payment was taken back, and by which entry
    std::int64_t payment, amount, by;
};

struct Wallet : Holder {
    std::int64_t owner = 0;
    std::uint64_t status = 1; // 1 active, 2 blocked
    std::vector<Lot> lots;    // none is empty
    std::vector<Sum> topped_up;
    std::vector<Taken> cancelled;

    const Lot* find(const LegRow& leg) const;
    std::int64_t topped_up_in(std::int64_t program) const;
};

struct Place : Holder {
    std::int64_t organization = 0;
    std::uint64_t status = 1;       // 1 open, 2 closed
    std::uint64_t capabilities = 0; // 1 takes money, 2 tops up
    std::vector<Sum> receivables;
};

struct Program : Holder {
    std::uint64_t version = 0;
    bool stopped = false;
    Terms terms;
    std::array<std::int64_t, 10> totals{}; // by kind of account

    std::int64_t issued() const { return -totals[account::issue]; }
};

struct Proposal : Holder {
    std::uint64_t state = 1; // 1 open, 2 approved, 3 withdrawn
    std::int64_t closed_by = 0;
    std::int64_t published = 0; // the program it became
    Fact content;
};

class Books {
  public:
    // `replay_after`: a restart replays entries after this one (the checkpoint's position).
    explicit Books(std::int64_t replay_after) : replay_after_(replay_after) {}

    // Adds an entry's effects, whatever they are.
    void apply(const EntryRow& entry, const Effects& effects);

    const Wallet* wallet(std::int64_t id) const { return find(wallets, id); }
    const Place* place(std::int64_t id) const { return find(places, id); }
    const Program* program(std::int64_t id) const { return find(programs, id); }
    const Proposal* proposal(std::int64_t id) const { return find(proposals, id); }
    // Newest entry on the chain that a leg belongs to.
    std::int64_t chain_of(const LegRow& leg) const;

    std::unordered_map<std::int64_t, Wallet> wallets;
    std::unordered_map<std::int64_t, Place> places;
    std::map<std::int64_t, Program> programs;
    std::map<std::int64_t, Proposal> proposals;
    std::int64_t organizations = 0;

  private:
    template <class M> static const typename M::mapped_type* find(const M& all, std::int64_t id) {
        const auto at = all.find(id);
        return at == all.end() || !at->second.exists ? nullptr : &at->second;
    }
    void touch(Holder& holder, std::int64_t seq);
    void add_leg(const LegRow& leg);
    void add_fact(const Fact& fact, std::int64_t seq);
    void publish(const Effects& effects);

    std::int64_t replay_after_;
};

// Wraps around instead of ending the program: a falsified amount must be reported, not believed.
inline std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

} // namespace meguri::audit

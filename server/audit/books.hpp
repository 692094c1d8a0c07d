// What the journal adds up to, entry by entry: the auditor's own picture of wallets, places,
// programs and proposals.
#pragma once

#include "audit/canonical.hpp"

#include <array>
#include <map>
#include <set>
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
struct Tally { // what a limit has counted, in the newest period of its kind
    std::uint64_t counter;
    std::int64_t of;
    std::uint64_t period;
    std::int64_t since, amount;
};
struct Stay {
    std::int64_t handout, since, minutes;
};
struct Taken { // how much of a payment was taken back, and by which entry
    std::int64_t payment, amount, by;
};

struct Wallet : Holder {
    std::int64_t owner = 0;
    std::uint64_t status = 1; // 1 active, 2 blocked
    std::vector<Lot> lots;    // none is empty
    std::vector<Tally> tallies;
    std::vector<Taken> cancelled;
    std::uint64_t marks = 0;
    std::int64_t household = 0; // 0: lives alone
    std::int64_t card = 0, moved_to = 0;
    std::vector<std::pair<Fact, bool>> mandates; // as given, and whether revoked
    std::vector<Stay> stays;

    const Lot* find(const LegRow& leg) const;
    std::int64_t balance(const LegRow& leg) const { return find(leg) ? find(leg)->balance : 0; }
    const Stay* stay(std::int64_t handout) const;
};
// Counted in the period that `day` lies in.
std::int64_t counted(
    const std::vector<Tally>& tallies, std::uint64_t counter, std::int64_t of, std::uint64_t period,
    std::int64_t day
);

struct Place : Holder {
    std::int64_t organization = 0;
    std::uint64_t status = 1;       // 1 open, 2 closed
    std::uint64_t capabilities = 0; // 1 takes money, 2 tops up
    std::vector<Sum> receivables;
    // What each program's balance was made on, of days that no run has settled: program, then day.
    std::map<std::int64_t, std::map<std::int64_t, std::int64_t>> days;
    std::int64_t unsettled(std::int64_t program, std::int64_t until) const;
    void add_day(std::int64_t program, std::int64_t day, std::int64_t amount);
    std::int64_t type = 0, area = 0;
};

struct Program : Holder {
    std::uint64_t version = 0;
    bool stopped = false;
    Terms terms;
    std::array<std::int64_t, account::kinds> totals{}; // by kind of account
    std::vector<Tally> tallies;
    std::int64_t redeemed = 0; // yen

    std::int64_t issued() const { return -totals[account::issue]; }
};

struct Proposal : Holder {
    std::uint64_t state = 1; // 1 open, 2 approved, 3 withdrawn
    std::int64_t closed_by = 0;
    std::int64_t published = 0; // the program it became
    Fact content;               // of a program, a job or a run of settlement
};

struct Organization : Holder {
    std::vector<Sum> budgets;
    std::int64_t budget(std::int64_t program) const;
    std::int64_t payable = 0, fee = 0, fee_tax = 0, paid_out = 0; // yen
    std::vector<std::pair<std::int64_t, std::int64_t>> pay_outs;  // entry and amount, not returned
    bool in_yen_book() const {
        return payable != 0 || fee != 0 || fee_tax != 0 || paid_out != 0 || !pay_outs.empty();
    }
};
struct Card : Holder {
    std::uint64_t kind = 1, status = 1; // 1 registered, 2 active, 3 blocked, 4 replaced, 5 moved
    std::int64_t wallet = 0;
};
struct Handout : Holder {
    HandoutTerms terms;
    bool closed = false;
    std::int64_t times = 0, given = 0;
};
struct Job : Holder {
    std::int64_t program = 0, rows = 0, done = 0, left = 0;
    Bytes expected;
    bool ended = false;
    std::int64_t until = 0; // of a run of settlement
};
struct Hold : Holder {
    Fact content;
    std::vector<LegRow> legs; // what is held of which lot
    std::vector<Count> counts;
    bool closed = false, posted = false;
};
struct City : Holder {
    bool limited_first = false;
    std::int64_t closed = 0; // newest business day that was closed
    std::vector<Tally> tallies;
};
struct Shard : Holder { // machines' references, by their first bits
    struct Source {
        std::int64_t seq;
        Bytes content;
    };
    std::map<Bytes, Source> all;
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
    const Organization* organization(std::int64_t id) const { return find(organizations, id); }
    const Card* card(std::int64_t id) const { return find(cards, id); }
    const Handout* handout(std::int64_t id) const { return find(handouts, id); }
    const Job* job(std::int64_t id) const { return find(jobs, id); }
    const Hold* hold(std::int64_t id) const { return find(holds, id); }
    const City* city_switches() const { return city.exists ? &city : nullptr; }
    const Shard* shard(std::int64_t id) const { return find(shards, id); }
    const Shard::Source* source(const Bytes& ref) const;
    // Wallets of the same household, without this one.
    std::vector<std::int64_t> who_live_with(std::int64_t wallet) const;
    // Newest entry on the chain that a leg belongs to.
    std::int64_t chain_of(const LegRow& leg) const;

    std::unordered_map<std::int64_t, Wallet> wallets;
    std::unordered_map<std::int64_t, std::set<std::int64_t>> households; // wallets of each
    std::unordered_map<std::int64_t, Place> places;
    std::map<std::int64_t, Program> programs;
    std::map<std::int64_t, Proposal> proposals;
    std::map<std::int64_t, Organization> organizations;
    std::unordered_map<std::int64_t, Card> cards;
    std::map<std::int64_t, Handout> handouts;
    std::map<std::int64_t, Job> jobs;
    std::map<std::int64_t, Hold> holds;
    City city;
    std::map<std::int64_t, Shard> shards;

  private:
    template <class M> static const typename M::mapped_type* find(const M& all, std::int64_t id) {
        const auto at = all.find(id);
        return at == all.end() || !at->second.exists ? nullptr : &at->second;
    }
    void touch(Holder& holder, std::int64_t seq);
    template <class M> typename M::mapped_type& change(M& all, std::int64_t id, std::int64_t seq) {
        auto& holder = all[id];
        holder.exists = true;
        touch(holder, seq);
        return holder;
    }
    void add_leg(const LegRow& leg, std::int64_t day);
    void add_fact(const Fact& fact, const EntryRow& entry);
    bool add_first_facts(const Fact& fact, std::int64_t seq);
    bool add_city_facts(const Fact& fact, std::int64_t seq);
    bool add_value_facts(const Fact& fact, const EntryRow& entry);
    void add_settlement_facts(const Fact& fact, const EntryRow& entry);
    void add_count(const Count& count, std::int64_t seq);
    void publish(const Effects& effects);

    std::int64_t replay_after_;
    const Effects* effects_ = nullptr; // of the entry that is being added
};

// Wraps around instead of ending the program: a falsified amount must be reported, not believed.
inline std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

} // namespace meguri::audit

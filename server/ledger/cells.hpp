// The cells that the state is made of.
#pragma once

#include "ledger/entry.hpp"

#include <array>

namespace meguri::ledger {

// Numbers are kept in the checkpoint: never reuse one.
enum class CellKind : std::uint8_t {
    program = 1,
    wallet = 2,
    place = 3,
    proposal = 4,
    organization = 5,
    card = 6,
    handout = 7,
    job = 8,
    hold = 9,
    city = 10,
    sources = 11
};
using CityId = Id<struct CityTag>;
using ShardId = Id<struct ShardTag>;

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

// What a limit has counted. Of each (counter, of, period) only the newest period is kept.
struct Tally {
    Counter counter;
    std::int64_t of; // as a count's; below zero: of a card's own count what it has handed on
    Period period = Period::ever;
    Date since{}; // first day of the period
    Amount total;
};
// Counted so far in the period that `today` lies in.
Amount counted(
    const std::vector<Tally>& tallies, Counter counter, std::int64_t of, Period period, Date today
);

struct Cancelled {
    Seq payment;
    Amount amount;
    Seq by;
}; // `by`: the entry that took it back

struct Mandate {
    std::int64_t number;
    GiveMandate terms;
    bool revoked = false;

    bool in_force(Date today) const { return !revoked && !is_over(terms.until, today); }
    bool gives(std::uint32_t right, Date today) const { // one of MandateRights
        return in_force(today) && (terms.rights.bits & right) != 0;
    }
};
struct Stay {
    HandoutId handout;
    Instant since; // 0: not inside
    std::int32_t minutes = 0;
};

struct Wallet : Cell {
    PersonId owner;
    WalletStatus status = WalletStatus::active;
    std::vector<Lot> lots;
    std::vector<Tally> tallies;
    std::vector<Cancelled> cancelled;
    std::uint64_t marks = 0;
    HouseholdId household; // none: lives alone
    CardId card;           // the card that opens it; none for an app's wallet
    WalletId moved_to;     // a card's wallet: where what was on it is now
    std::vector<Mandate> mandates;
    std::vector<Stay> stays;
};

// What a place took on one business day, less what was taken back there on that day.
struct DayAmount {
    Date day;
    Amount amount;
};
struct Receivable {
    ProgramId program;
    Amount balance;
    std::vector<DayAmount> days; // that make up the balance, rising; none is 0
};

struct Place : Cell {
    OrganizationId organization;
    PlaceStatus status = PlaceStatus::open;
    Capabilities capabilities;
    std::vector<Receivable> receivables;
    PlaceTraits traits;
};

struct Program : Cell {
    std::uint32_t version = 0;
    bool stopped = false;
    ProgramTerms terms;
    // Balance of each kind of account over the whole program, indexed by AccountKind. Their sum is
    // always zero: issued = in wallets + on hold + receivable + public dues + expired + refunded +
    // settled + budgets + reserved + recovered.
    std::array<Amount, account_kinds> totals{};
    std::vector<Tally> tallies; // limits for everybody
    Amount redeemed;            // yen that its settled value came to

    Amount total(AccountKind kind) const { return totals[static_cast<std::size_t>(kind)]; }
    Amount issued() const { return -total(AccountKind::issue); }
};

struct Proposal : Cell {
    Proposed content;               // of a program
    std::optional<JobProposed> job; // … or of a job; then only number, by, program are in `content`
    std::optional<SettlementProposed> settlement; // … or of a run of settlement; likewise
    ProposalState state = ProposalState::open;
    PersonId closed_by;
    ProgramId published; // approved: the program it became, or changed
};

struct Budget {
    ProgramId program;
    Amount balance;
};
struct SentOut { // not returned
    Seq by;      // the entry that paid it out
    Amount amount;
};
struct Organization : Cell {
    std::vector<Budget> budgets; // what it may still give, by program
    // In yen, over all programs: owed to it, kept from it, sent to its bank.
    Amount payable, fee, fee_tax, paid_out;
    std::vector<SentOut> pay_outs; // the newest, at most most_pay_outs_kept

    bool in_yen_book() const {
        return payable.value != 0 || fee.value != 0 || fee_tax.value != 0 || paid_out.value != 0 ||
               !pay_outs.empty();
    }
};

struct Card : Cell {
    CardKind kind = CardKind::rechargeable;
    CardStatus status = CardStatus::registered;
    WalletId wallet;
};

struct Handout : Cell {
    HandoutTerms terms;
    bool closed = false;
    std::int64_t times = 0; // claims so far
    Amount given;
};

struct Job : Cell {
    ProgramId program; // none: a run of settlement
    std::int64_t rows = 0, done = 0;
    Amount left;     // still held
    Hash expected{}; // onion digest of the rows to come
    bool ended = false;
    Date until; // a run of settlement: its last business day
};

struct Hold : Cell {
    HoldOpened content{};
    std::vector<Lot> lots;     // dues: what is held of which lot
    std::vector<Count> counts; // what limits have counted of it, to be given back
    bool closed = false, posted = false;
};

struct City : Cell {
    bool limited_first = false;
    std::vector<Tally> tallies; // money spent on public dues, by kind
    Date closed;                // last business day that was closed
};

struct Source {
    SourceRef ref{};
    Seq seq;
    Hash content{};
};
struct SourceShard : Cell {
    std::vector<Source> all; // by ref
};

} // namespace meguri::ledger

// The checks, one file each. Those that look at one entry see it before its effects are added to
// the books.
#pragma once

#include "audit/books.hpp"
#include "audit/report.hpp"

namespace meguri::audit {

struct Subject {
    const EntryRow& entry;
    const Effects& effects;
    const Books& books; // before the entry
    Report& report;

    void differs(std::string what) const { report.add(entry.seq, std::move(what)); }
};

// Numbers without gaps, a clock that never goes back, the day in Japan, known words, and the row's
// own hash.
class FormCheck {
  public:
    void check(const EntryRow& entry, Report& report);
    std::int64_t last_seq() const { return last_seq_; }

  private:
    std::int64_t last_seq_ = 0;
    std::int64_t last_at_ms_ = INT64_MIN;
};

// Every commit's head follows from the one before and the hashes of its entries; the last is the
// head of the books.
class GroupCheck {
  public:
    // Groups that end within the page to be checked next.
    void expect(std::vector<GroupRow> groups);
    void check(const EntryRow& entry, Report& report);
    void finish(const std::optional<HeadRow>& head, std::int64_t last_seq, Report& report);
    std::int64_t groups() const { return count_; }
    const Bytes& head() const { return head_; }

  private:
    void close(const GroupRow& group, Report& report);

    std::vector<GroupRow> expected_;
    std::size_t at_ = 0;
    std::int64_t last_seq_ = 0, count_ = 0;
    bool any_ = false;
    Bytes head_ = Bytes(32, '\0'), hashes_; // hashes of the group under way
};

// Double entry: sums, notes, chains, lots that would go below zero, value past its last day,
// refusals that move something, and for each kind of entry the accounts it may touch.
void check_legs(const Subject& subject);
// Who and what may: wallets, places, programs, their terms and limits, and the order of spending
// (PAY-i).
void check_rules(const Subject& subject);
// Value that is given: the lot is as its program's terms say.
void check_new_lot(
    const Subject& subject, const LegRow& lot, const Terms& terms, std::int64_t topped_up
);
// Premium that comes with a top-up, and rewards that come with a payment, recomputed from the
// terms.
void check_premium(const Subject& subject, const Terms& bought);
void check_rewards(const Subject& subject);
// Grants, adjustments, transfers, moves, holds, budgets, handouts, stays and jobs: from whom, to
// whom, how much, and whether they may.
void check_giving(const Subject& subject);
// Those of them that wait for the card company or the clearing side.
void check_holds(const Subject& subject);
// The day's close, runs of settlement and pay-outs, recomputed from what places took.
void check_settlement(const Subject& subject);
// The first fact of a kind that the entry carries; null: none.
const Fact* fact_of(const Subject& subject, std::uint64_t tag);
// Sum of the legs on accounts of a kind, in one program where it is named.
std::int64_t sum(const Subject& subject, std::int64_t kind, std::int64_t program = 0);
// The entry's legs move its amount.
void check_amount(const Subject& subject, std::int64_t moved);
// What limits have counted is what was done, and no limit is passed.
void check_counts(const Subject& subject);
// A cancel gives back what its payment or top-up counted; `whole`: nothing of it is left.
void check_counts_back(const Subject& subject, const EntryRow& original, bool whole);
// Where the value of a wallet is now: a card's may have moved to an app's.
std::int64_t follow(const Books& books, std::int64_t wallet);
// Most that the program's limits and budget still leave to be given to the wallet.
std::int64_t room_to_give(const Subject& subject, std::int64_t program, std::int64_t wallet);
// Facts belong to their command, and programs are published by two people, exactly as proposed
// (PAY-f).
void check_facts(const Subject& subject);

// A payment is taken back at most once over, in its time, and into the very lots it came from; what
// it had earned goes back with it. A top-up is taken back as far as it is still there.
class CancelCheck {
  public:
    void check(const Subject& subject, const std::vector<EntryRow>& cancelled);

  private:
    void check_payment(const Subject& subject, const EntryRow& payment);
    void check_top_up(const Subject& subject, const EntryRow& top_up);

    std::unordered_map<std::int64_t, std::vector<LegRow>>
        returned_;                                           // legs of earlier cancels, by payment
    std::unordered_map<std::int64_t, std::int64_t> amounts_; // … and their sum
};

// One key, one entry; used in its time; and what was done is what was asked under it.
class KeyCheck {
  public:
    void check(const Subject& subject);
    // Keys seen twice are suspected by a fingerprint and proved by reading them again.
    Try<> finish(store::Database& database, Report& report);

  private:
    std::vector<std::uint64_t> fingerprints_;
};

// Rows that the server starts from equal what the journal adds up to at the entry they are as of.
class CheckpointCheck {
  public:
    CheckpointCheck(std::vector<CellRow> cells, std::optional<std::int64_t> position)
        : cells_(std::move(cells)), position_(position) {}
    void
    check_up_to(std::int64_t seq, const Books& books, Report& report); // after the entry was added
    void finish(std::int64_t last_seq, const Books& books, Report& report);

  private:
    std::vector<CellRow> cells_; // by as_of
    std::optional<std::int64_t> position_;
    std::size_t at_ = 0;
};

// The log of staff's looks at personal data: numbers without gaps, each row's hash follows from the
// one before, and the head is the last row's (PRI-1). Nothing to check where there is no registry.
Try<> check_looks(store::Database& database, Report& report);

// "2,000" style is for people's screens; here plain digits, so that they can be searched for.
std::string
lot_name(std::int64_t wallet, std::int64_t program, std::int64_t expires_on, std::int64_t rights);

} // namespace meguri::audit

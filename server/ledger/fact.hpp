// What an entry makes true, and what it counts: with its legs the whole of its effect. Facts are
// results, never requests: `apply` writes them down as they are.
#pragma once

#include "ledger/command.hpp"

namespace meguri::ledger {

// --- the city
struct WalletOpened {
    WalletId wallet;
    PersonId owner;
};
struct WalletStatusSet {
    WalletId wallet;
    WalletStatus status;
};
struct OrganizationRegistered {
    OrganizationId organization;
};
struct PlaceRegistered {
    PlaceId place;
    OrganizationId organization;
    Capabilities capabilities;
};
struct PlaceStatusSet {
    PlaceId place;
    PlaceStatus status;
};
struct PlaceTraitsSet {
    PlaceId place;
    PlaceTraits traits;
};
struct WalletMarksSet {
    WalletId wallet;
    std::uint64_t marks;
};
struct HouseholdSet {
    WalletId wallet;
    HouseholdId household; // none: alone
};
struct PolicySet {
    bool limited_first;
};

// --- programs and jobs, by two people
enum class ProposalState : std::uint8_t { open = 1, approved = 2, withdrawn = 3 };
struct Proposed {
    ProposalId proposal;
    PersonId by;
    ProgramId program;          // none: a new one
    std::uint32_t based_on = 0; // version of the program that the proposer saw; 0 for a new one
    ProgramTerms terms;
    Hash texts{};
    Hash digest{};
};
struct JobProposed {
    ProposalId proposal;
    PersonId by;
    ProgramId program;
    std::uint32_t based_on = 0;
    std::int64_t rows = 0;
    Amount total;
    Hash audience{};
    Hash digest{};
};
struct ProposalClosed {
    ProposalId proposal;
    ProposalState state;
    PersonId by;
};
struct ProgramPublished {
    ProgramId program;
    std::uint32_t version;
    ProgramTerms terms;
};
struct ProgramStopped {
    ProgramId program;
};
struct JobOpened { // its total is held (AccountKind::reserved)
    JobId job;
    ProgramId program;
    std::int64_t rows;
    Amount total;
    Hash expected{};
};
struct JobAdvanced {
    JobId job;
    std::int64_t done; // rows so far
    Amount left;       // still held for it
    Hash expected{};   // digest of the rows to come
    bool ended = false;
};

// --- value
// How much of a payment or top-up this entry takes back.
struct PaymentCancelled {
    WalletId wallet; // that it was made with
    Seq payment;
    Amount amount;
};
struct Asked { // the amount that was asked for, where the entry's own is less
    Amount amount;
};
enum class HoldPurpose : std::uint8_t { top_up = 1, dues = 2 };
struct HoldOpened {
    HoldId hold;
    HoldPurpose purpose;
    WalletId wallet;
    ProgramId program;  // top_up
    Amount amount;      // top_up: to be bought; dues: to be paid
    Amount bonus;       // top_up: premium held with it …
    ProgramId bonus_in; // … in this program
    std::int32_t kind;  // dues
};
struct HoldClosed {
    HoldId hold;
    bool posted;
};
struct SourceUsed { // a machine's reference is taken for ever, for this content
    SourceRef ref{};
    Hash content{};
};

// --- cards and mandates
struct CardsRegistered {
    CardId first;
    std::int64_t count;
    CardKind kind;
};
struct CardSet {
    CardId card;
    CardStatus status;
    WalletId wallet; // that it opens; none when it opens none
};
struct WalletMoved { // what was on it is in `to`
    WalletId wallet, to;
};
struct MandateGiven {
    std::int64_t mandate;
    GiveMandate terms;
};
struct MandateRevoked {
    WalletId wallet;
    std::int64_t mandate;
};

// --- handouts
struct HandoutOpened { // or, in a close_handout entry: with that moment as its end
    HandoutId handout;
    HandoutTerms terms;
};
struct HandoutClosed {
    HandoutId handout;
};
struct StaySet { // minutes of a stay that have been paid out, and since when one is under way
    WalletId wallet;
    HandoutId handout;
    Instant since;            // 0: not inside
    std::int32_t minutes = 0; // counted so far, over all stays
};

// --- settlement
struct DayClosed {
    Date day;
};
struct SettlementProposed {
    ProposalId proposal;
    PersonId by;
    Date until;
    std::int64_t rows = 0;
    Amount total;
    Hash audience{};
    Hash digest{};
};
struct SettlementOpened { // a job of its own kind: nothing is held for it
    JobId job;
    Date until;
    std::int64_t rows;
    Hash expected{};
};
// What the place took of the program on days up to `until` counts as of today: the entry's leg then
// takes it away.
struct PlaceSettled {
    PlaceId place;
    ProgramId program;
    Date until;
};
struct PaidOut {
    OrganizationId organization;
    Amount amount;
};
struct PayOutReturned {
    OrganizationId organization;
    Seq pay_out;
};

// Tags of the journal are positions here: append, never reorder.
using Fact = std::variant<
    WalletOpened, WalletStatusSet, OrganizationRegistered, PlaceRegistered, PlaceStatusSet,
    Proposed, ProposalClosed, ProgramPublished, ProgramStopped, PaymentCancelled,
    // format 2
    PlaceTraitsSet, WalletMarksSet, PolicySet, JobProposed, JobOpened, JobAdvanced, Asked,
    HoldOpened, HoldClosed, SourceUsed, CardsRegistered, CardSet, WalletMoved, MandateGiven,
    MandateRevoked, HandoutOpened, HandoutClosed, StaySet, HouseholdSet, DayClosed,
    SettlementProposed, SettlementOpened, PlaceSettled, PaidOut, PayOutReturned>;

// --- counts: what limits add up
struct Count {
    Counter counter;
    WalletId wallet; // none: counted for everybody
    std::int64_t of; // program; handout, kind of dues or mandate, as the counter says
    Amount by;       // units or times; negative when a cancel gives it back
    Period period = Period::ever;
    Date since{}; // first day of the period

    ProgramId program() const { return {of}; }
};

} // namespace meguri::ledger

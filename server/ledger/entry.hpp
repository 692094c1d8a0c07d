// One line of the books. An entry records its *effects*: legs that move value, facts that became
// true, counts that limits need. `apply` only adds effects up; it contains no rule. So replaying
// entries of any age needs no old rules.
//
// A refused command that carried a key is an entry too, with `refusal` set and no effect but its
// place on the chain: the same key must get the same answer after a restart.
#pragma once

#include "ledger/command.hpp"
#include "ledger/explanation.hpp"

#include <vector>

namespace meguri::ledger {

inline constexpr std::uint8_t journal_format =
    1; // raised whenever an older program could not read a new entry

// Numbers are kept in the journal: never reuse one.
enum class EntryKind : std::uint8_t {
    open_wallet = 1,
    set_wallet_status = 2,
    register_place = 4,
    set_place_status = 5,
    propose = 6,
    approve = 7,
    withdraw = 8,
    stop_program = 9,
    top_up = 20,
    payment = 21,
    cancel = 22,
    expiry = 23,
    close_key = 40,
};

// The legs of an entry sum to zero per program.
struct Leg {
    Account account;
    Amount amount; // + in, − out
    Seq prev; // the entry before this one that touched the same holder: histories are read along it
};

// --- facts
// -----------------------------------------------------------------------------------------------------
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
struct PaymentCancelled {
    WalletId wallet;
    Seq payment;
    Amount amount;
}; // how much of it is taken back so far

using Fact = std::variant<
    WalletOpened, WalletStatusSet, OrganizationRegistered, PlaceRegistered, PlaceStatusSet,
    Proposed, ProposalClosed, ProgramPublished, ProgramStopped, PaymentCancelled>;

// --- counts: what limits add up
// -----------------------------------------------------------------------------------
enum class Counter : std::uint8_t {
    topped_up = 1
}; // per wallet × program, over the program's life (CHG-c)
struct Count {
    Counter counter;
    WalletId wallet;
    ProgramId program;
    Amount by;
};

struct Entry {
    Seq seq;
    Instant at;
    Date business_date;
    std::uint8_t format = journal_format;
    EntryKind kind{};
    Refusal refusal = Refusal::none;
    Actor actor;
    std::optional<Key> key;
    Hash content{};  // content_digest of the command; zeros when there was no key
    WalletId wallet; // whom it concerns, where there is one
    PlaceId place;
    Amount amount;           // what was asked for; 0 where no amount is
    Seq names;               // cancel: the payment taken back
    std::uint8_t reason = 0; // CancelReason
    std::vector<Leg> legs;
    std::vector<Fact> facts;
    std::vector<Count> counts;
    Explanation explanation;
    ByteArray<16> salt{}; // keeps amounts and people from being guessed from a published hash
    Hash hash{};          // SHA-256 of salt and canonical form
};

// Four digits that payer and shop both see and can read out to each other. From the salt: nobody
// can choose them.
int four_digits(const Entry& entry);

} // namespace meguri::ledger

// Commands that make facts true: wallets, places, programs, cards, mandates, the city's switches.
#pragma once

#include "base/hash.hpp"
#include "ledger/terms.hpp"

namespace meguri::ledger {

enum class WalletStatus : std::uint8_t { active = 1, blocked = 2 };
enum class PlaceStatus : std::uint8_t { open = 1, closed = 2 };

struct Capabilities {
    std::uint32_t bits = 0;
    static constexpr std::uint32_t takes_money = 1;
    static constexpr std::uint32_t tops_up = 2;
    static constexpr std::uint32_t takes_points = 4;
    static constexpr std::uint32_t gives = 8; // hands out from its organization's budget
    static constexpr std::uint32_t all = takes_money | tops_up | takes_points | gives;
    constexpr bool has(std::uint32_t bit) const { return bits & bit; }
};

// --- wallets and places
struct OpenWallet {
    PersonId owner;
};
struct SetWalletStatus {
    WalletId wallet;
    WalletStatus status;
};
// What is known of the wallet's owner, as opaque bits; their meaning is in the registry (GEN-g).
struct SetWalletMarks {
    WalletId wallet;
    std::uint64_t marks = 0;
};
// The wallet's owner lives with the owner of `with`; none: alone. For limits that count households
// together; where several people live is not otherwise known here.
struct SetHousehold {
    WalletId wallet;
    WalletId with;
};
inline constexpr std::size_t most_in_household = 20;
struct RegisterPlace {
    OrganizationId organization; // none: a new organization comes with it
    Capabilities capabilities;
};
struct SetPlaceStatus {
    PlaceId place;
    PlaceStatus status;
};
// Kind of business and area, as numbers of the city's lists: what `where` of programs looks at.
struct SetPlaceTraits {
    PlaceId place;
    PlaceTraits traits;
};
// What the whole city decides once. Order of spending: limited value before soonest expiry (PAY-i).
struct SetPolicy {
    bool limited_first = false;
};

// --- programs, by two people (PAY-f)
// Publish a new program, or a new version of `program`, once somebody else approves.
struct Propose {
    ProgramId program; // none: a new one
    ProgramTerms terms;
    Hash texts{
    }; // SHA-256 of the name, stamp and other texts shown with it: they are approved together
};
// Grant to many, row by row (PRM-a, PRM-j), once somebody else approves: who gets how much is
// frozen in `audience`, the onion digest of all rows (job_rows.hpp).
struct ProposeJob {
    ProgramId program;
    std::int64_t rows = 0;
    Amount total;
    Hash audience{};
};
// `digest` is the proposal's: what the second person saw. Approving anything else is refused.
struct Approve {
    ProposalId proposal;
    Hash digest{};
};
struct Withdraw {
    ProposalId proposal;
};
struct StopProgram {
    ProgramId program;
}; // stopping needs one person; resuming is a proposal

// --- cards (GEN-a, GEN-b)
enum class CardKind : std::uint8_t { rechargeable = 1, single_use = 2 };
// registered: printed, opens nothing yet. replaced, moved: never again.
enum class CardStatus : std::uint8_t {
    registered = 1,
    active = 2,
    blocked = 3,
    replaced = 4,
    moved = 5
};
inline constexpr std::int64_t most_cards_at_once = 1'000;
struct RegisterCards {
    std::int64_t count = 0; // 1 … most_cards_at_once; numbered one after the other
    CardKind kind = CardKind::rechargeable;
};
struct ActivateCard { // opens a wallet without an owner
    CardId card;
};
struct SetCardStatus { // active or blocked
    CardId card;
    CardStatus status;
};
struct ReissueCard { // changes the instrument, never the wallet
    CardId lost;
    CardId fresh; // a registered one of the same kind
};

// --- mandates: somebody else may see, top up or pay from a wallet; the owner can always revoke
struct MandateRights {
    std::uint32_t bits = 0;
    static constexpr std::uint32_t see = 1, top_up = 2, pay = 4, all = see | top_up | pay;
};
struct GiveMandate {
    WalletId wallet;
    PersonId to;
    MandateRights rights;
    Amount payment_maximum; // per payment; 0 = none
    Amount month_maximum;   // per calendar month; 0 = none
    Date until;             // last day; none = until revoked
};
struct RevokeMandate {
    WalletId wallet;
    std::int64_t mandate = 0; // its number within the wallet
};

} // namespace meguri::ledger

// Accounts of the double entry, and the amounts that stand on them.
//
// An account has no number of its own: it *is* what it says (kind, holder, program, expiry,
// rights). Two credits with the same five are one lot by construction, and a row of the journal can
// be read without a look-up.
//
//   issue(program) ──issue──▶ lot(wallet) ──payment──▶ receivable(place) ──settlement──▶
//   settled(program)
//                                │  ▲ cancel ◀─────────────┘
//                                ├──expiry──▶ expired(program)
//                                ├──refund──▶ refunded(program)
//                                ├──dues────▶ hold(wallet) ──post──▶ public_dues(program)
//                                └──taken back──▶ recovered(program)
//   in yen: redeemed(program) ──settlement──▶ payable(organization) ──▶ fee, fee_tax(organization)
//                                                   └──pay_out──▶ paid_out(organization)
//   issue(program) ──▶ budget(organization) ──handout──▶ lot     issue(program) ──▶
//   reserved(program) ──▶ lot
#pragma once

#include "base/ensure.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

#include <cstdint>

namespace meguri::ledger {

// Whole units of one program: yen of a money program (CHG-a: 1 unit = 1 yen) or points. Never
// fractional. Adding amounts of different programs is meaningless; nothing in this module does it.
struct Amount {
    std::int64_t value = 0;

    friend constexpr auto operator<=>(Amount, Amount) = default;
    constexpr Amount operator-() const { return {-value}; }
    friend Amount operator+(Amount a, Amount b) {
        Amount sum;
        MEGURI_ENSURE(!__builtin_add_overflow(a.value, b.value, &sum.value));
        return sum;
    }
    friend Amount operator-(Amount a, Amount b) { return a + (-b); }
    Amount& operator+=(Amount b) { return *this = *this + b; }
    Amount& operator-=(Amount b) { return *this = *this - b; }
};

// The most that one command may move (yen or points). Far below 2^53, so every sum a city can reach
// stays exact in JavaScript as well.
inline constexpr Amount amount_max{9'999'999};
constexpr bool out_of_range(Amount amount) { return amount < Amount{1} || amount > amount_max; }

// Whether value with this last day is over on `today`; without a last day it never is.
constexpr bool is_over(Date last_day, Date today) { return last_day && last_day < today; }

// Numbers are kept in the journal: never reuse one.
enum class AccountKind : std::uint8_t {
    lot = 1,        // value in a wallet
    receivable = 2, // owed to a place until settled
    issue = 3,      // where value comes from; negative = issued
    expired = 4,
    refunded = 5,
    public_dues = 6,
    settled = 7,
    budget = 8,    // what an organization may give
    hold = 9,      // reserved in a wallet, then posted or voided
    reserved = 10, // promised and not yet in a wallet: the rest of a job, a top-up under way
    recovered =
        11, // taken back by the city: an adjustment, a reward that was spent before a cancel
    // The yen book: what settled value came to, and where it went. Of no program: a payable is what
    // is owed for the value of all of them.
    payable = 12,  // owed to an organization; negative: it owes, and the next run makes it good
    redeemed = 13, // by program: negative = yen that its settled value came to
    fee = 14,      // kept by the city from an organization, without tax
    fee_tax = 15,  // … and the tax on it
    paid_out = 16, // sent to the organization's bank
    wallet_note =
        20, // carries no value: puts an entry that moves nothing there on the wallet's chain
    place_note = 21,        // the same for a place
    organization_note = 22, // the same for an organization
};
inline constexpr std::size_t account_kinds = 12; // that carry value of a program; 0 is none

enum class HolderKind : std::uint8_t { program = 1, wallet = 2, place = 3, organization = 4 };

// Frozen into a lot when it is issued; later versions of the program never touch it. Bits are kept
// in the journal.
struct Rights {
    std::uint32_t bits = 0;

    static constexpr std::uint32_t granted_bit =
        1; // given, not bought: the law treats it differently
    static constexpr std::uint32_t to_residents_bit = 8;   // may be given to another resident
    static constexpr std::uint32_t stays_on_card_bit = 16; // does not move from a card to an app
    static constexpr int first_dues_bit = 8; // bit 8 + n: may pay public dues of kind n
    static constexpr std::uint32_t dues_bits = 0x00ffff00;

    constexpr bool granted() const { return bits & granted_bit; }
    constexpr bool to_residents() const { return bits & to_residents_bit; }
    constexpr bool stays_on_card() const { return bits & stays_on_card_bit; }
    constexpr bool pays_dues(int kind) const { return bits >> (first_dues_bit + kind) & 1u; }
    friend constexpr auto operator<=>(Rights, Rights) = default;
};

struct Account {
    AccountKind kind;
    std::int64_t holder; // a WalletId, PlaceId, ProgramId or OrganizationId, as the kind says
    ProgramId program;   // none for notes and in the yen book
    Date expires_on; // last day of use; none when it never expires, and for all but lots and holds
    Rights rights;   // lots and holds only

    friend constexpr auto operator<=>(const Account&, const Account&) = default;

    static Account lot(WalletId w, ProgramId p, Date expires_on, Rights rights) {
        return {AccountKind::lot, w.value, p, expires_on, rights};
    }
    static Account receivable(PlaceId place, ProgramId p) {
        return {AccountKind::receivable, place.value, p, {}, {}};
    }
    static Account issue(ProgramId p) { return {AccountKind::issue, p.value, p, {}, {}}; }
    static Account expired(ProgramId p) { return {AccountKind::expired, p.value, p, {}, {}}; }
    static Account of_program(AccountKind kind, ProgramId p) { return {kind, p.value, p, {}, {}}; }
    static Account reserved(ProgramId p) { return of_program(AccountKind::reserved, p); }
    static Account recovered(ProgramId p) { return of_program(AccountKind::recovered, p); }
    static Account budget(OrganizationId o, ProgramId p) {
        return {AccountKind::budget, o.value, p, {}, {}};
    }
    static Account hold(WalletId w, ProgramId p, Date expires_on, Rights rights) {
        return {AccountKind::hold, w.value, p, expires_on, rights};
    }
    static Account settled(ProgramId p) { return of_program(AccountKind::settled, p); }
    static Account redeemed(ProgramId p) { return {AccountKind::redeemed, p.value, {}, {}, {}}; }
    // payable, fee, fee_tax or paid_out
    static Account in_yen(AccountKind kind, OrganizationId o) {
        return {kind, o.value, {}, {}, {}};
    }
    static Account wallet_note(WalletId w) {
        return {AccountKind::wallet_note, w.value, {}, {}, {}};
    }
    static Account place_note(PlaceId place) {
        return {AccountKind::place_note, place.value, {}, {}, {}};
    }
    static Account organization_note(OrganizationId o) {
        return {AccountKind::organization_note, o.value, {}, {}, {}};
    }
};

constexpr HolderKind holder_kind(AccountKind kind) {
    switch (kind) {
    case AccountKind::lot:
    case AccountKind::hold:
    case AccountKind::wallet_note: return HolderKind::wallet;
    case AccountKind::receivable:
    case AccountKind::place_note: return HolderKind::place;
    case AccountKind::budget:
    case AccountKind::payable:
    case AccountKind::fee:
    case AccountKind::fee_tax:
    case AccountKind::paid_out:
    case AccountKind::organization_note: return HolderKind::organization;
    case AccountKind::issue:
    case AccountKind::expired:
    case AccountKind::refunded:
    case AccountKind::public_dues:
    case AccountKind::settled:
    case AccountKind::reserved:
    case AccountKind::recovered:
    case AccountKind::redeemed: return HolderKind::program;
    }
    MEGURI_ENSURE(!"an account kind outside the list");
    return HolderKind::program;
}

// A leg on it moves yen and is of no program.
constexpr bool in_yen_book(AccountKind kind) {
    return kind >= AccountKind::payable && kind <= AccountKind::paid_out;
}

// A leg on it moves nothing and is of no program.
constexpr bool is_note(AccountKind kind) { return kind >= AccountKind::wallet_note; }

} // namespace meguri::ledger

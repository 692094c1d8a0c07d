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
//                                └──dues────▶ public_dues(program)
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

// Numbers are kept in the journal: never reuse one.
enum class AccountKind : std::uint8_t {
    lot = 1,        // value in a wallet
    receivable = 2, // owed to a place until settled
    issue = 3,      // where value comes from; negative = issued
    expired = 4,
    refunded = 5,
    public_dues = 6,
    settled = 7,
    budget = 8, // points that an organization may give
    hold = 9,   // reserved in a wallet, then posted or voided
    wallet_note =
        20, // carries no value: puts an entry that moves nothing there on the wallet's chain
    place_note = 21, // the same for a place
};

enum class HolderKind : std::uint8_t { program = 1, wallet = 2, place = 3, organization = 4 };

// Frozen into a lot when it is issued; later changes of the program never touch it. Bits are kept
// in the journal.
struct Rights {
    std::uint32_t bits = 0;

    static constexpr std::uint32_t granted_bit =
        1; // given, not bought: the law treats it differently
    static constexpr std::uint32_t public_dues_bit = 2; // may pay taxes and dues
    static constexpr std::uint32_t card_to_app_bit = 4;
    static constexpr std::uint32_t to_residents_bit = 8;

    constexpr bool granted() const { return bits & granted_bit; }
    friend constexpr auto operator<=>(Rights, Rights) = default;
};

struct Account {
    AccountKind kind;
    std::int64_t holder; // a WalletId, PlaceId, ProgramId or OrganizationId, as the kind says
    ProgramId program;   // none for notes
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
    static Account wallet_note(WalletId w) {
        return {AccountKind::wallet_note, w.value, {}, {}, {}};
    }
    static Account place_note(PlaceId place) {
        return {AccountKind::place_note, place.value, {}, {}, {}};
    }
};

constexpr HolderKind holder_kind(AccountKind kind) {
    switch (kind) {
    case AccountKind::lot:
    case AccountKind::hold:
    case AccountKind::wallet_note: return HolderKind::wallet;
    case AccountKind::receivable:
    case AccountKind::place_note: return HolderKind::place;
    case AccountKind::budget: return HolderKind::organization;
    case AccountKind::issue:
    case AccountKind::expired:
    case AccountKind::refunded:
    case AccountKind::public_dues:
    case AccountKind::settled: return HolderKind::program;
    }
    MEGURI_ENSURE(!"an account kind outside the list");
    return HolderKind::program;
}

} // namespace meguri::ledger

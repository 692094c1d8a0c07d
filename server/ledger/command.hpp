// What people and machines ask of the ledger: plain values, one struct a command (command_city,
// command_value, command_giving, command_settlement). Whoever builds one has already checked who is
// asking (access/); the rules check everything else.
#pragma once

#include "base/bytes.hpp"
#include "ledger/command_giving.hpp"
#include "ledger/command_settlement.hpp"
#include "ledger/command_value.hpp"

#include <optional>
#include <variant>

namespace meguri::ledger {

// Numbers are kept in the journal: never reuse one.
enum class ActorKind : std::uint8_t {
    system = 1,
    resident = 2,
    staff = 3,
    operator_ = 4,
    machine = 5
};

struct Actor {
    ActorKind kind = ActorKind::system;
    PersonId person; // none for system and machine
    friend constexpr auto operator<=>(Actor, Actor) = default;
};

// A person's command carries a key, sealed by the server for this person when the page opened and
// good for `key_life_ms`. The same key always gets the same answer; nothing is ever done twice
// under one key.
struct Key {
    ByteArray<16> id{};
    Instant issued_at;
};
inline constexpr std::int64_t key_life_ms = 15 * ms_per_minute;
// A key from further ahead than this was not sealed by us.
inline constexpr std::int64_t key_ahead_ms = ms_per_minute;

// Positions are kept in the journal (content digests begin with them): append, never reorder.
using Body = std::variant<
    OpenWallet, SetWalletStatus, RegisterPlace, SetPlaceStatus, Propose, Approve, Withdraw,
    StopProgram, TopUp, Payment, Cancel, Expire, CloseKey,
    // format 2
    SetWalletMarks, SetPlaceTraits, SetPolicy, ProposeJob, RegisterCards, ActivateCard,
    SetCardStatus, ReissueCard, GiveMandate, RevokeMandate, Grant, Adjust, Transfer, MoveCard,
    HoldTopUp, HoldDues, PostHold, VoidHold, GiveBudget, OpenHandout, CloseHandout, Claim, CheckIn,
    CheckOut, CorrectStay, GrantRows, EndJob, SetHousehold, CloseDay, ProposeSettlement, Settle,
    PayOut, ReturnPayOut>;

// What a machine names its command with: a row of a file, an order at the card company. Unique for
// ever, whatever becomes of the key's minutes: SHA-256 of the partner's name and reference, cut to
// 16 bytes.
using SourceRef = ByteArray<16>;

struct Command {
    Actor actor;
    std::optional<Key> key; // none only for system commands and for those with a source
    Body body;
    std::optional<SourceRef> source{}; // machines: instead of a key
};

// Digest of what is asked, without the key: the same key with another digest is refused
// (key_reused).
Hash content_digest(const Body& body);

// Whom a command is about: on whose chains its entry stands, done or refused, and so where the
// answer to its key is found again.
struct Subject {
    WalletId wallet{};
    PlaceId place{};
    Amount amount{};
    Seq names{};
    std::uint8_t reason = 0;
};
Subject subject_of(const Body& body);

// Moment of a decision, stamped by the engine: never earlier than the entry before.
struct Now {
    Instant at;
    Date business_date;
    static Now of(Instant at) { return {at, jst_date(at)}; }
};

} // namespace meguri::ledger

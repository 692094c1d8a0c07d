// What people and machines ask of the ledger: plain values, one struct a command. Whoever builds
// one has already checked who is asking (access/); the rules check everything else.
#pragma once

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "ledger/terms.hpp"

#include <memory>
#include <optional>
#include <variant>

namespace meguri::ledger {

struct Entry; // entry.hpp

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

enum class WalletStatus : std::uint8_t { active = 1, blocked = 2 };
enum class PlaceStatus : std::uint8_t { open = 1, closed = 2 };
enum class CancelReason : std::uint8_t {
    wrong_amount = 1,
    wrong_person = 2,
    goods_returned = 3,
    other = 4
};

struct Capabilities {
    std::uint32_t bits = 0;
    static constexpr std::uint32_t takes_money = 1;
    static constexpr std::uint32_t tops_up = 2;
    static constexpr std::uint32_t all = takes_money | tops_up;
    constexpr bool has(std::uint32_t bit) const { return bits & bit; }
};

struct OpenWallet {
    PersonId owner;
};
struct SetWalletStatus {
    WalletId wallet;
    WalletStatus status;
};
struct RegisterPlace {
    OrganizationId organization; // none: a new organization comes with it
    Capabilities capabilities;
};
struct SetPlaceStatus {
    PlaceId place;
    PlaceStatus status;
};

// Publish a new program, or a new version of `program`, once somebody else approves.
struct Propose {
    ProgramId program; // none: a new one
    ProgramTerms terms;
    Hash texts{
    }; // SHA-256 of the name, stamp and other texts shown with it: they are approved together
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

struct TopUp {
    WalletId wallet;
    PlaceId place;
    ProgramId program;
    Amount amount;
};
struct Payment {
    WalletId wallet;
    PlaceId place;
    Amount amount;
};
struct Cancel {
    Seq payment;
    PlaceId place;
    CancelReason reason;
    std::shared_ptr<const Entry>
        original; // filled in by the engine from the journal; null when there is no such entry
};
struct Expire {
    WalletId wallet;
}; // every lot of the wallet whose last day is over

// Makes the answer for `key` final: what it did, or, if nothing yet, `not_done` for ever.
struct CloseKey {
    WalletId wallet;
    PlaceId place;
};

using Body = std::variant<
    OpenWallet, SetWalletStatus, RegisterPlace, SetPlaceStatus, Propose, Approve, Withdraw,
    StopProgram, TopUp, Payment, Cancel, Expire, CloseKey>;

struct Command {
    Actor actor;
    std::optional<Key> key; // none only for system commands
    Body body;
};

// Digest of what is asked, without the key: the same key with another digest is refused
// (key_reused).
Hash content_digest(const Body& body);

// Moment of a decision, stamped by the engine: never earlier than the entry before.
struct Now {
    Instant at;
    Date business_date;
    static Now of(Instant at) { return {at, jst_date(at)}; }
};

} // namespace meguri::ledger

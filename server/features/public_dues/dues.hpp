// One payment of public dues as the registry remembers it, and what is to be done next about it:
// pure, so that every order of events can be tried (GEN-h).
//
// What the clearing side decided is a fact, noted once; what the ledger and we have done is the
// state. A hold never ends by itself: as long as the clearing side has not decided, it stays.
//
//   wanted ──hold──▶ held ──paid──▶ posted
//                     └──refused──▶ voided
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "gateway/clearing/clearing.hpp"

#include <string>

namespace meguri::features {

struct Dues {
    enum class State : std::uint8_t {
        wanted = 0, // noted before the ledger is asked; nothing may have come of it
        held = 1,   // the ledger holds the value
        posted = 2, // paid: the value is spent
        voided = 3, // refused: the value is back in the wallet
    };
    enum class Decided : std::uint8_t { no = 0, paid = 1, refused = 2 };

    PersonId person; // with `key` the row's name: of the command that asked for the hold
    std::string key; // hex
    WalletId wallet;
    gateway::Slip slip;
    std::int32_t kind = 0; // of dues, as in programs' terms: 0 … 15
    Instant created;

    HoldId hold;           // none: wanted
    std::string reference; // ours with the clearing side; also the public id
    Seq held;              // the hold's entry
    Date held_on;

    bool accepted = false;         // the clearing side has the payment and will decide
    Decided decided = Decided::no; // facts
    gateway::SlipRefused why = gateway::SlipRefused::none;
    std::string receipt;
    Instant paid_at;

    State state = State::wanted;
    Seq closed; // the entry that posted or voided
    Date closed_on;
    std::int64_t attempts = 0;
    Instant next; // when to look at it by ourselves; none: never
};

enum class DuesStep : std::uint8_t {
    none,
    submit, // say it to the clearing side, or say it again
    ask,    // what has become of it?
    post,
    void_hold,
};
DuesStep next_step(const Dues& it);

// When to look at it by ourselves: a second after the first try, later each time, at most every
// ten minutes; nothing left to do: no instant.
Instant look_again(const Dues& it, Instant now);

} // namespace meguri::features

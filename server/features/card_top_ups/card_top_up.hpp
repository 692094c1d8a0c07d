// One top-up by card as the registry remembers it, and what is to be done next about it: pure, so
// that every order of events can be tried.
//
// Two things are kept apart. *Facts* come from the provider (captured, ended, charged back): each
// is noted once and never taken back, so late, doubled and re-ordered messages add up to the same.
// The *state* says what the ledger and we have done. The next step follows from both.
//
//   held ──captured──▶ posted ──charged back──▶ charged_back
//    └──ended, or captured but not to be posted──▶ voided ──captured──▶ refunded
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"

#include <string>

namespace meguri::features {

struct CardTopUp {
    enum class State : std::uint8_t {
        held = 1,         // the ledger holds value, premium and limits
        posted = 2,       // the value is in the wallet
        voided = 3,       // the hold is given back
        refunded = 4,     // captured, but without value: the money went back
        charged_back = 5, // the holder took the money back, and we the value
    };

    HoldId hold;
    std::string reference; // ours with the provider; also the public id
    PersonId person;
    WalletId wallet;
    ProgramId program;
    std::int64_t yen = 0;
    Instant created, expires; // the provider's page

    std::string session, url; // the provider's page, once we know it
    bool asked_for = true;    // a page may exist, though we do not know it
    bool leaving = false;     // the resident gave up: close the page

    std::string payment; // facts
    std::int64_t captured = 0;
    bool ended = false, was_charged_back = false;

    State state = State::held;
    Seq posted; // the entry that gave the value
    std::int64_t attempts = 0;
    Instant next; // when to look at it by ourselves; none: never
};

enum class CardStep : std::uint8_t {
    none,      // nothing until the provider says something, or `look_again`
    open_page, // make the page, or ask for the same one again
    give_up,   // no page was ever asked for and it is too late for one: note that it ended
    ask,       // how does it stand?
    close,     // end the page, then it is certain
    post,
    void_hold,
    refund,
    take_back, // the value of a charged-back top-up
};
CardStep next_step(const CardTopUp& it, Instant now, bool look_now);

// So long after the hold a page may be opened: the provider wants it to stay 30 minutes at least.
inline constexpr std::int64_t open_within_ms = 4 * ms_per_minute;
// After the page's end: clocks differ, and the provider's search lags behind.
inline constexpr std::int64_t settle_after_ms = 2 * ms_per_minute;

// When to look at it by ourselves, should nobody tell us; nothing left to do: no instant.
Instant look_again(const CardTopUp& it, Instant now);

} // namespace meguri::features

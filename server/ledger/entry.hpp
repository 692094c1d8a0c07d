// One line of the books. An entry records its *effects*: legs that move value, facts that became
// true, counts that limits need. `apply` only adds effects up; it contains no rule. So replaying
// entries of any age needs no old rules.
//
// A refused command that carried a key is an entry too, with `refusal` set and no effect but its
// place on the chain: the same key must get the same answer after a restart.
#pragma once

#include "ledger/command.hpp"
#include "ledger/explanation.hpp"
#include "ledger/fact.hpp"

#include <vector>

namespace meguri::ledger {

inline constexpr std::uint8_t journal_format =
    2; // raised whenever an older program could not read a new entry; all earlier ones are read

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
    set_place_traits = 10,
    set_wallet_marks = 11,
    set_policy = 12,
    register_cards = 13,
    activate_card = 14,
    set_card_status = 15,
    reissue_card = 16,
    give_mandate = 17,
    revoke_mandate = 18,
    propose_job = 19,
    top_up = 20,
    payment = 21,
    cancel = 22,
    expiry = 23,
    grant = 24,
    adjustment = 25,
    transfer = 26,
    move_card = 27,
    hold_top_up = 28,
    hold_dues = 29,
    post_hold = 30,
    void_hold = 31,
    give_budget = 32,
    claim = 33,
    check_in = 34,
    check_out = 35,
    correct_stay = 36,
    grant_rows = 37,
    end_job = 38,
    close_key = 40,
    open_handout = 41,
    close_handout = 42,
    set_household = 43,
    close_day = 44,
    propose_settlement = 45,
    settle = 46,
    pay_out = 47,
    return_pay_out = 48,
    // 49: refunds
};

// The legs of an entry sum to zero per program, and in the yen book.
struct Leg {
    Account account;
    Amount amount; // + in, − out
    Seq prev; // the entry before this one that touched the same holder: histories are read along it
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
    WalletId wallet; // whom it concerns; none where there is none, or many
    PlaceId place;
    Amount amount; // what was asked for, or moved where that is less; 0 where no amount is
    Seq names;     // cancel: the payment or top-up taken back; return_pay_out: the pay-out
    std::uint8_t reason = 0; // cancel: CancelReason; adjustment: AdjustReason
    std::vector<Leg> legs;
    std::vector<Fact> facts;
    std::vector<Count> counts;
    Explanation explanation;
    ByteArray<16> salt{}; // keeps amounts and people from being guessed from a published hash
    Hash hash{};          // SHA-256 of salt and canonical form
};

// What the entry made true, of one kind; null when nothing of it.
template <class F> const F* fact_of(const Entry& entry) {
    for (const Fact& fact : entry.facts) {
        if (const auto* found = std::get_if<F>(&fact)) return found;
    }
    return nullptr;
}

// Four digits that payer and shop both see and can read out to each other. From the salt: nobody
// can choose them.
int four_digits(const Entry& entry);

} // namespace meguri::ledger

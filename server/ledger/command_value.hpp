// Commands that move value: top-up, payment, cancel, grant, adjustment, transfer, move, holds,
// expiry.
#pragma once

#include "ledger/command_city.hpp"

#include <memory>
#include <vector>

namespace meguri::ledger {

struct Entry; // entry.hpp

enum class CancelReason : std::uint8_t {
    wrong_amount = 1,
    wrong_person = 2,
    goods_returned = 3,
    other = 4,
    charged_back = 5, // a top-up that the card company took back
};
enum class AdjustReason : std::uint8_t {
    correction = 1,
    city_error = 2,
    compensation = 3,
    misuse = 4,
    other = 5
};

struct TopUp {
    WalletId wallet;
    PlaceId place;
    ProgramId program;
    Amount amount;
    CardId card{}; // the instrument, when it is a card
};
struct Payment {
    WalletId wallet;
    PlaceId place;
    Amount amount;
    ProgramId points{}; // none: yen, from all money programs; else units of this points program
    CardId card{};      // the instrument, when it is a card
    std::int64_t mandate = 0; // the payer is not the owner: number of the wallet's mandate
};
struct Cancel {
    Seq payment; // or a top-up
    PlaceId place;
    CancelReason reason;
    std::shared_ptr<const Entry>
        original;    // filled in by the engine from the journal; null when there is no such entry
    Amount amount{}; // 0: all that is left of it; the whole table of cases: decide_cancel.cpp
};
// Every lot of one program in these wallets whose last day is over: one slice of the night's run.
struct Expire {
    ProgramId program;
    std::vector<WalletId> wallets; // rising; at most most_lots_at_once lots are taken in one entry
};
inline constexpr std::size_t most_lots_at_once = 500;

struct Grant { // to one (PRM-a); machines name their row with Command::source
    WalletId wallet;
    ProgramId program;
    Amount amount;
};
struct Adjust { // adds or takes away, with a reason (PNT-e)
    WalletId wallet;
    ProgramId program;
    Amount amount; // negative: taken away, soonest expiry first
    AdjustReason reason = AdjustReason::correction;
};
// Most that goes from one resident to another at once, in yen; how much in a day or a month is a
// limit of the program's terms. Well-known figures for stored value that passes between people
// (over 100,000 yen at once, or 300,000 a month) stay out of reach. Points have no such bound.
inline constexpr Amount most_at_one_transfer{100'000};
struct Transfer { // between residents (PNT-i): expiry and rights stay as they are
    WalletId from, to;
    ProgramId program;
    Amount amount;
};
struct MoveCard { // everything on the card to an app's wallet (CHG-g), also when there is nothing
    CardId card;
    WalletId to;
};

// --- reserved, then posted or voided
// Top-ups at the card company that one wallet may have under way: room for a page that was closed
// too soon and for a second device, not for keeping a premium's budget from everybody else.
inline constexpr std::int32_t most_open_top_ups = 5;
// A top-up under way at the card company: amount, premium and limits are held until the answer.
struct HoldTopUp {
    WalletId wallet;
    ProgramId program;
    Amount amount;
};
// A tax or due (GEN-h): value that may pay this kind, held until the clearing side answers.
struct HoldDues {
    WalletId wallet;
    Amount amount;
    std::int32_t kind = 0; // 0 … 15
};
struct PostHold {
    HoldId hold;
};
struct VoidHold {
    HoldId hold;
};

// Makes the answer for `key` final: what it did, or, if nothing yet, `not_done` for ever.
struct CloseKey {
    WalletId wallet;
    PlaceId place;
};

} // namespace meguri::ledger

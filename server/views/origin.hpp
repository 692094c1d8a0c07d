// Bought or given: what an entry moved in one program, told apart by origin on every account, and
// not only in wallets, where the journal says it leg by leg (the granted bit). So a report can say
// how much of what was spent had been topped up, and how much was premium (ADM-e).
//
// Value that left wallets went to the accounts that gained, value that came into wallets came from
// the accounts that lost; of several, the bought part is set against the first in the order of
// `AccountKind`. What never touched a wallet (a budget given, a place's value settled) has no
// origin yet, or none any more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace meguri::views {

// Kept in the views' rows: never reuse one.
enum class Origin : std::uint8_t { none = 0, bought = 1, given = 2 };

// AccountKind as the journal keeps it (docs/journal.md).
namespace account {
inline constexpr std::int64_t lot = 1, receivable = 2, issue = 3, expired = 4, refunded = 5,
                              public_dues = 6, settled = 7, budget = 8, hold = 9, reserved = 10,
                              recovered = 11, last = 11;
} // namespace account

struct ValueLeg {
    std::int64_t account; // 1 to account::last
    bool granted;         // says something of lots and holds only
    std::int64_t amount;  // units; + in, - out
};
struct OriginLeg {
    std::int64_t account;
    Origin origin;
    std::int64_t amount; // never 0
};
// The legs of one entry in one program, which sum to zero. One leg for each account and origin that
// anything is left of, rising; they sum to zero, and those of `bought` and `given` each do.
std::vector<OriginLeg> by_origin(std::span<const ValueLeg> legs);

} // namespace meguri::views

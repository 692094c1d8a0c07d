// The contract's words for what an entry says (api/schemas.yaml), also used in events.
#pragma once

#include "ledger/entry.hpp"

namespace meguri::service {

std::string_view kind_word(ledger::EntryKind kind); // "payment"
std::string_view way_word(std::uint32_t way);       // one bit of ledger::Ways
std::string_view cancel_word(std::uint8_t reason);  // a CancelReason as the entry keeps it
std::string_view adjust_word(std::uint8_t reason);  // an AdjustReason, the same
std::string_view limit_word(ledger::Limit limit);
std::string_view unused_word(ledger::Unused why);

} // namespace meguri::service

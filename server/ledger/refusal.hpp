// Why the rules say no. One closed, ordered list for the whole product: api/refusals.json; from it
// come this enum, the contract, the web apps' types and the sentences that people read. Numbers are
// kept in the journal: never reuse one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace meguri {

enum class Refusal : std::uint16_t {
    none = 0,
#define MEGURI_REFUSAL(word, number, status, retry, ja, ja_next, en, en_next) word = number,
#include "generated/refusals.inc"
#undef MEGURI_REFUSAL
};

// What helps: nothing, waiting, doing what `next` says, or asking for the outcome again.
enum class Retry : std::uint8_t { never, later, after_action, ask };

struct RefusalText {
    Refusal refusal;
    std::string_view word;
    int status; // HTTP
    Retry retry;
    std::string_view ja, ja_next, en, en_next;
};

// The row of `refusal`; `none` has no row and aborts.
const RefusalText& text_of(Refusal refusal);
std::optional<Refusal> refusal_of_number(std::uint64_t number); // 0 gives none

} // namespace meguri

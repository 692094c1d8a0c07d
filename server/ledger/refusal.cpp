#include "ledger/refusal.hpp"

#include "base/ensure.hpp"

namespace meguri {

namespace {
constexpr RefusalText texts[] = {
#define MEGURI_REFUSAL(word, number, status, retry, ja, ja_next, en, en_next)                      \
    {Refusal::word, #word, status, Retry::retry, ja, ja_next, en, en_next},
#include "generated/refusals.inc"
#undef MEGURI_REFUSAL
};
} // namespace

const RefusalText& text_of(Refusal refusal) {
    for (const RefusalText& text : texts) {
        if (text.refusal == refusal) return text;
    }
    MEGURI_ENSURE(!"a refusal outside the list");
    return texts[0];
}

std::optional<Refusal> refusal_of_number(std::uint64_t number) {
    if (number == 0) return Refusal::none;
    for (const RefusalText& text : texts) {
        if (static_cast<std::uint64_t>(text.refusal) == number) return text.refusal;
    }
    return std::nullopt;
}

} // namespace meguri

#include "engine/effects.hpp"

#include "base/codec.hpp"

namespace meguri::engine {

namespace {
constexpr std::size_t reference_bytes = 12;
}

std::optional<CardEffect> card_effect(const ledger::Entry& sealed) {
    if (sealed.kind != ledger::EntryKind::hold_top_up || sealed.refusal != Refusal::none)
        return std::nullopt;
    for (const ledger::Fact& fact : sealed.facts) {
        const auto* opened = std::get_if<ledger::HoldOpened>(&fact);
        if (!opened || opened->purpose != ledger::HoldPurpose::top_up) continue;
        const Bytes reference = to_hex(view(sealed.hash).substr(0, reference_bytes));
        return CardEffect{opened->hold,   reference,       sealed.actor.person,
                          opened->wallet, opened->program, opened->amount,
                          sealed.at};
    }
    return std::nullopt;
}

Bytes encode(const CardEffect& effect) {
    Writer out;
    out.i(effect.hold.value);
    out.bytes(effect.reference);
    out.i(effect.person.value);
    out.i(effect.wallet.value);
    out.i(effect.program.value);
    out.i(effect.amount.value);
    out.i(effect.at.ms);
    return out.done();
}

std::optional<CardEffect> decode_card_effect(std::string_view bytes) {
    Reader in(bytes);
    CardEffect effect;
    effect.hold = {in.i()};
    effect.reference = in.bytes();
    effect.person = {in.i()};
    effect.wallet = {in.i()};
    effect.program = {in.i()};
    effect.amount = {in.i()};
    effect.at = {in.i()};
    return in.at_end() ? std::optional(effect) : std::nullopt;
}

std::optional<store::OutboxRow> effect_of(const ledger::Entry& sealed) {
    const auto card = card_effect(sealed);
    if (!card) return std::nullopt;
    return store::OutboxRow{sealed.seq, std::string(CardEffect::kind), encode(*card)};
}

} // namespace meguri::engine

#include "engine/effects.hpp"

#include "base/codec.hpp"

#include <algorithm>

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

std::optional<DuesEffect> dues_effect(const ledger::Entry& sealed) {
    if (sealed.kind != ledger::EntryKind::hold_dues || sealed.refusal != Refusal::none ||
        !sealed.key || !sealed.actor.person)
        return std::nullopt;
    for (const ledger::Fact& fact : sealed.facts) {
        const auto* opened = std::get_if<ledger::HoldOpened>(&fact);
        if (!opened) continue;
        const Bytes reference = to_hex(view(sealed.hash).substr(0, reference_bytes));
        return DuesEffect{opened->hold,   reference, sealed.actor.person,
                          sealed.key->id, sealed.at, sealed.seq};
    }
    return std::nullopt;
}

Bytes encode(const DuesEffect& effect) {
    Writer out;
    out.i(effect.hold.value);
    out.bytes(effect.reference);
    out.i(effect.person.value);
    out.bytes(view(effect.key));
    out.i(effect.at.ms);
    out.i(effect.seq.value);
    return out.done();
}

std::optional<DuesEffect> decode_dues_effect(std::string_view bytes) {
    Reader in(bytes);
    DuesEffect effect;
    effect.hold = {in.i()};
    effect.reference = in.bytes();
    effect.person = {in.i()};
    const std::string_view key = in.bytes();
    effect.at = {in.i()};
    effect.seq = {in.i()};
    if (!in.at_end() || key.size() != effect.key.size()) return std::nullopt;
    std::copy(key.begin(), key.end(), effect.key.begin());
    return effect;
}

std::optional<store::OutboxRow> effect_of(const ledger::Entry& sealed) {
    if (const auto card = card_effect(sealed))
        return store::OutboxRow{sealed.seq, std::string(CardEffect::kind), encode(*card)};
    if (const auto dues = dues_effect(sealed))
        return store::OutboxRow{sealed.seq, std::string(DuesEffect::kind), encode(*dues)};
    return std::nullopt;
}

} // namespace meguri::engine

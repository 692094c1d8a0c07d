// What an entry causes in the world outside. Written into the outbox with the entry itself, in one
// transaction: an effect can be late, but neither forgotten nor made up. Who carries it out takes
// it out again (store/outbox.hpp); whoever does it twice must come to the same.
#pragma once

#include "store/journal_store.hpp"

#include <optional>

namespace meguri::engine {

// A top-up that waits for the card company.
struct CardEffect {
    static constexpr std::string_view kind = "card_top_up";

    HoldId hold;
    Bytes reference; // ours with the provider: from the entry's hash, so nobody can guess it, no
                     // other city has it, and the journal alone leads back to it
    PersonId person;
    WalletId wallet;
    ProgramId program;
    ledger::Amount amount;
    Instant at;
};
// Nothing when the entry is of another kind or a refusal.
std::optional<CardEffect> card_effect(const ledger::Entry& sealed);
Bytes encode(const CardEffect& effect);
std::optional<CardEffect> decode_card_effect(std::string_view bytes); // nothing: malformed

// Public dues that wait for the clearing side (GEN-h). Which slip is meant stands in the registry,
// under the person's key: it was noted there before the ledger was asked.
struct DuesEffect {
    static constexpr std::string_view kind = "public_dues";

    HoldId hold;
    Bytes reference; // as a card's
    PersonId person;
    ByteArray<16> key{}; // of the person's command
    Instant at;
    Seq seq; // the hold's entry
};
// Nothing when the entry is of another kind, a refusal, or not a person's.
std::optional<DuesEffect> dues_effect(const ledger::Entry& sealed);
Bytes encode(const DuesEffect& effect);
std::optional<DuesEffect> decode_dues_effect(std::string_view bytes); // nothing: malformed

// All effects of an entry, as rows.
std::optional<store::OutboxRow> effect_of(const ledger::Entry& sealed);

} // namespace meguri::engine

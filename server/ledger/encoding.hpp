// Bytes of entries and cells. The canonical form is what is hashed; effects and explanation are
// what the journal keeps beside its plain columns. Both are rebuilt by `audit` with code of its own
// from the description in docs/journal.md.
#pragma once

#include "ledger/state.hpp"

namespace meguri::ledger {

// Everything of the entry but its hash, in the order of the struct.
Bytes canonical_form(const Entry& entry);
Hash hash_of(const Entry& entry); // SHA-256(salt ‖ canonical form)
// Head of the books after a group: SHA-256(previous head ‖ hash of each entry in order).
Hash next_head(const Hash& head, const std::vector<Entry>& group);

// Facts and counts, the part of an entry that is not plain columns.
Bytes encode_effects(const Entry& entry);
bool decode_effects(std::string_view bytes, Entry& into); // false when malformed
Bytes encode_explanation(const Explanation& explanation);
bool decode_explanation(std::string_view bytes, Explanation& into);

// Parts that facts, cells and content digests share.
void write(Writer& out, const JobProposed& fact);
JobProposed read_job_proposed(Reader& in);
void write(Writer& out, const SettlementProposed& fact);
SettlementProposed read_settlement_proposed(Reader& in);
void write(Writer& out, const HoldOpened& fact);
HoldOpened read_hold_opened(Reader& in);
void write(Writer& out, const GiveMandate& terms);
GiveMandate read_mandate(Reader& in);
void write(Writer& out, const HandoutTerms& terms);
HandoutTerms read_handout(Reader& in);
void write(Writer& out, const Count& count, bool with_wallet);
Count read_count(Reader& in, bool with_wallet);

// --- checkpoint cells
// ---------------------------------------------------------------------------------------------
template <class C> Bytes encode_cell(const C& cell);
// Puts a stored cell into the state, as of entry `as_of`. False when malformed.
bool load_cell(State& state, CellKind kind, std::int64_t id, std::string_view bytes, Seq as_of);

// For the checkpoint's sweep, whatever kinds of cells there are.
std::int64_t cell_count(const State& state, CellKind kind);
// The cell's stored form when it has changed since it was last stored, which it counts as from now
// on; nothing otherwise.
std::optional<Bytes> encode_if_changed(State& state, CellKind kind, std::int64_t id, Seq as_of);

} // namespace meguri::ledger

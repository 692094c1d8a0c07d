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

// --- checkpoint cells
// ---------------------------------------------------------------------------------------------
enum class CellKind : std::uint8_t { program = 1, wallet = 2, place = 3, proposal = 4 };
Bytes encode_cell(const Program&);
Bytes encode_cell(const Wallet&);
Bytes encode_cell(const Place&);
Bytes encode_cell(const Proposal&);
// Puts a stored cell into the state, as of entry `as_of`. False when malformed.
bool load_cell(State& state, CellKind kind, std::int64_t id, std::string_view bytes, Seq as_of);

} // namespace meguri::ledger

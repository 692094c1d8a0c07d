// How often codes were asked for, and forgetting those who asked and never proved their number.
#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::features::code_store {

std::vector<store::Migration> migrations();

// Whose codes are counted: a person's, a client's, those that a client asked for a person, or
// (nothing given) everybody's.
struct Whose {
    PersonId person{};
    Bytes client{}; // keyed hash of its address; never the address
};

// When the n-th newest of these codes was made, if that was after `since`: with n codes allowed
// since then, the next one is one too many.
Try<std::optional<Instant>>
nth_newest(store::Database& db, const Whose& whose, std::int64_t n, Instant since);

// Residents made before `before` who never typed a right code and have not asked since: at most
// `most`. Their wallet cannot exist: it is opened after the right code.
Try<std::vector<PersonId>> unproven(store::Database& db, Instant before, std::int64_t most);
// Their row, codes and messages; what the vault keeps of them goes first, by `Vault::shred`.
Try<> forget(store::Database& db, PersonId person);
// Codes and messages that nothing counts any more.
Try<> forget_codes(store::Database& db, Instant before);

} // namespace meguri::features::code_store

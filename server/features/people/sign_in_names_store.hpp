// The names with which staff and operators sign in. People make them of their own names, so they
// are personal: in the vault like any other field, found by keyed hash, never in a table in clear.
#pragma once

#include "features/people/people_store.hpp"
#include "vault/vault.hpp"

namespace meguri::features::sign_in_names {

// `name` is already lower case. False: somebody else has it; nothing was written.
Try<bool> take(
    store::Database& db, const vault::Vault& vault, PersonId person, std::string_view name,
    Instant now
);
Try<std::optional<PersonRow>>
find(store::Database& db, const vault::Vault& vault, std::string_view name);
// Of whoever is removed: the name is free again.
Try<> give_back(store::Database& db, const vault::Vault& vault, PersonId person);

// At start: moves names that an earlier version kept in the table `person` into the vault.
Try<> seal_old_ones(store::Database& db, const vault::Vault& vault, Instant now);

} // namespace meguri::features::sign_in_names

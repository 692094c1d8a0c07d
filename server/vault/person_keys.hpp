// The keys under which personal fields lie: one a person, wrapped by the key of the month in which
// it was made, that by the city's key. Internal to the vault. Holds nothing but the city's key;
// whatever is unwrapped is forgotten again.
#pragma once

#include "base/city_keys.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::vault {

class PersonKeys {
  public:
    PersonKeys(const SecretKey& wrap_key, Random& random) : wrap_key_(wrap_key), random_(random) {}

    struct Found {
        std::optional<SecretKey> key;
        bool shredded = false; // there was one, and it was destroyed
    };
    // `invalid` when the city's key does not open the month's, `corrupt` when the month's does not
    // open the person's.
    Try<Found> find(store::Database& db, PersonId person) const;
    // `invalid` for a shredded person.
    Try<SecretKey> find_or_make(store::Database& db, PersonId person, Instant now) const;
    Try<> destroy(store::Database& db, PersonId person, Instant now) const;
    // Does the city's key open the newest month's? `invalid` when not.
    Try<> check(store::Database& db) const;

  private:
    Try<SecretKey>
    month_key(store::Database& db, std::int64_t month) const; // yyyymm; made when there is none

    SecretKey wrap_key_;
    Random& random_;
};

} // namespace meguri::vault

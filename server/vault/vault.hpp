// Personal fields: the only place where names, phone numbers, addresses and secrets of people are
// kept.
//
// Each field is encrypted (XChaCha20-Poly1305) under a key of its person, bound to (table, person,
// field): a value moved to another row or field no longer opens. The person's key is wrapped by the
// key of the month in which it was made, that by the city's key, which is in a file outside the
// database. Fields are found only by keyed hash. Destroying a person's key is deletion: `shred`.
//
// What this must never do: return, log or index clear text except to the caller who asked for that
// person's field. Every caller writes the audit log; the ledger never sees anything from here but
// the person's number.
//
// Functions run inside the caller's transaction, hold no state but keys, and may be used from
// several threads.
#pragma once

#include "base/city_keys.hpp"
#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"
#include "vault/person_keys.hpp"

namespace meguri::vault {

// A field's name: [a-z0-9_]{1,32}. Text, so that a city can add fields of its own without a release
// [USR-b].
using Field = std::string_view;
namespace field {
inline constexpr Field phone = "phone"; // E.164, normalise_mobile()
inline constexpr Field name = "name";
inline constexpr Field sign_in_name = "sign_in_name"; // of staff and operators, lower case
inline constexpr Field kana = "kana";
inline constexpr Field line_id = "line_id";
inline constexpr Field totp_secret = "totp_secret";
inline constexpr Field email = "email";
inline constexpr Field address = "address";
} // namespace field

inline constexpr std::size_t max_field_bytes = 4096;

struct FieldValue {
    std::string field;
    std::string value;
};

// What became of a claim on a look-up value.
enum class Claim { taken_now, already_ours, somebody_elses };

class Vault {
  public:
    Vault(
        const CityKeys& keys, Random& random
    ); // `random` outlives the vault and is safe to share (SystemRandom is)

    // At start: `invalid` when the key file does not belong to this database.
    Try<> check(store::Database& db) const;

    // Stores or replaces a field. Refused (`invalid`) for a person who was shredded: a deleted
    // person never comes back.
    Try<>
    put(store::Database& db, PersonId person, Field field, std::string_view value,
        Instant now) const;
    // Nothing when there is no such field, or when the person was shredded. `corrupt` when it was
    // tampered with.
    Try<std::optional<std::string>> get(store::Database& db, PersonId person, Field field) const;
    Try<std::vector<FieldValue>> all(store::Database& db, PersonId person) const;
    Try<> erase(store::Database& db, PersonId person, Field field) const;

    // Look-up by exact value: `value` is already normalised (E.164, a card's number, folded full
    // kana).
    Try<Claim>
    claim(store::Database& db, PersonId person, Field field, std::string_view value) const;
    Try<std::optional<PersonId>>
    find(store::Database& db, Field field, std::string_view value) const;
    Try<> release(store::Database& db, PersonId person, Field field) const;

    // Destroys the person's key, fields and look-ups. Repeating it does no harm. Backups made
    // before still hold the wrapped key until their month's key is destroyed.
    Try<> shred(store::Database& db, PersonId person, Instant now) const;

    // Free text about a person that stands in somebody else's table: sealed under the person's key,
    // so that it goes when the person goes. `place` says where it stands and is bound to it.
    Try<Bytes> seal_text(
        store::Database& db, PersonId person, std::string_view place, std::string_view text,
        Instant now
    ) const;
    // Nothing when the person was shredded; `corrupt` when it was tampered with or stands
    // elsewhere.
    Try<std::optional<std::string>> open_text(
        store::Database& db, PersonId person, std::string_view place, std::string_view sealed
    ) const;

    // Keyed hash of any value, for rate limits and tables that must recognise a value without
    // knowing it.
    Hash lookup_hash(Field field, std::string_view value) const;

  private:
    Try<std::vector<FieldValue>>
    opened(store::Database& db, PersonId person, const Try<store::Rows>& rows) const;

    PersonKeys keys_;
    SecretKey lookup_key_;
    Random& random_;
};

std::vector<store::Migration> migrations();

} // namespace meguri::vault

#include "vault/vault.hpp"

#include "base/codec.hpp"
#include "base/ensure.hpp"
#include "vault/sealed.hpp"

#include <fmt/format.h>

namespace meguri::vault {

namespace {

// What a field is bound to. Part of the format.
Bytes bound_field(PersonId person, Field field) {
    Writer w;
    w.bytes("vault_field"), w.i(person.value), w.bytes(field);
    return w.done();
}

Bytes bound_text(PersonId person, std::string_view place) {
    Writer w;
    w.bytes("vault_text"), w.i(person.value), w.bytes(place);
    return w.done();
}

bool is_field_name(Field field) {
    return !field.empty() && field.size() <= 32 &&
           field.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == Field::npos;
}

store::Blob blob_of(std::span<const std::uint8_t> bytes) { return {Bytes(view(bytes))}; }

} // namespace

Vault::Vault(const CityKeys& keys, Random& random)
    : keys_(keys.key(KeyUse::vault_wrap), random), lookup_key_(keys.key(KeyUse::vault_lookup)),
      random_(random) {}

Try<> Vault::check(store::Database& db) const { return keys_.check(db); }

Try<> Vault::put(
    store::Database& db, PersonId person, Field field, std::string_view value, Instant now
) const {
    MEGURI_ENSURE(person && is_field_name(field) && value.size() <= max_field_bytes);
    auto key = keys_.find_or_make(db, person, now);
    if (!key) return std::unexpected(key.error());
    const store::Blob sealed{seal(*key, value, bound_field(person, field), random_)};
    auto done = db.run(
        "INSERT INTO vault_field (person, field, sealed) VALUES ($1, $2, $3) "
        "ON CONFLICT (person, field) DO UPDATE SET sealed = excluded.sealed",
        {person.value, std::string(field), sealed}
    );
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<std::vector<FieldValue>> Vault::all(store::Database& db, PersonId person) const {
    return opened(
        db, person,
        db.run(
            "SELECT field, sealed FROM vault_field WHERE person = $1 ORDER BY field", {person.value}
        )
    );
}

Try<std::optional<std::string>>
Vault::get(store::Database& db, PersonId person, Field field) const {
    auto values = opened(
        db, person,
        db.run(
            "SELECT field, sealed FROM vault_field WHERE person = $1 AND field = $2",
            {person.value, std::string(field)}
        )
    );
    if (!values) return std::unexpected(values.error());
    if (values->empty()) return std::nullopt;
    return std::move(values->front().value);
}

Try<std::vector<FieldValue>>
Vault::opened(store::Database& db, PersonId person, const Try<store::Rows>& rows) const {
    if (!rows) return std::unexpected(rows.error());
    std::vector<FieldValue> values;
    if (rows->empty()) return values;
    auto key = keys_.find(db, person);
    if (!key) return std::unexpected(key.error());
    if (key->shredded) return values;
    if (!key->key)
        return fault(
            FaultCode::corrupt,
            fmt::format("vault: fields of person {} without a key", person.value)
        );
    for (const store::Row& row : rows->rows) {
        auto value = open(*key->key, row.blob(1), bound_field(person, row.text(0)));
        if (!value)
            return fault(
                FaultCode::corrupt,
                fmt::format("vault: {} of person {} does not open", row.text(0), person.value)
            );
        values.push_back({row.text(0), std::move(*value)});
    }
    return values;
}

Try<Bytes> Vault::seal_text(
    store::Database& db, PersonId person, std::string_view place, std::string_view text, Instant now
) const {
    auto key = keys_.find_or_make(db, person, now);
    if (!key) return std::unexpected(key.error());
    return seal(*key, text, bound_text(person, place), random_);
}

Try<std::optional<std::string>> Vault::open_text(
    store::Database& db, PersonId person, std::string_view place, std::string_view sealed
) const {
    auto key = keys_.find(db, person);
    if (!key) return std::unexpected(key.error());
    if (key->shredded) return std::nullopt;
    auto text = key->key ? open(*key->key, sealed, bound_text(person, place)) : std::nullopt;
    if (!text)
        return fault(
            FaultCode::corrupt,
            fmt::format("vault: a text about person {} does not open", person.value)
        );
    return std::move(*text);
}

Try<> Vault::erase(store::Database& db, PersonId person, Field field) const {
    return db.execute(
        "DELETE FROM vault_field WHERE person = $1 AND field = $2",
        {person.value, std::string(field)}
    );
}

Hash Vault::lookup_hash(Field field, std::string_view value) const {
    Writer w;
    w.bytes(field), w.bytes(value);
    return hmac_sha256(view(lookup_key_), w.done());
}

Try<Claim>
Vault::claim(store::Database& db, PersonId person, Field field, std::string_view value) const {
    MEGURI_ENSURE(person && is_field_name(field));
    auto made = db.run(
        "INSERT INTO vault_lookup (field, digest, person) VALUES ($1, $2, $3) ON CONFLICT (field, "
        "digest) DO NOTHING",
        {std::string(field), blob_of(lookup_hash(field, value)), person.value}
    );
    if (!made) return std::unexpected(made.error());
    if (made->changed == 1) return Claim::taken_now;
    auto owner = find(db, field, value);
    if (!owner) return std::unexpected(owner.error());
    return *owner == person ? Claim::already_ours : Claim::somebody_elses;
}

Try<std::optional<PersonId>>
Vault::find(store::Database& db, Field field, std::string_view value) const {
    auto rows = db.run(
        "SELECT person FROM vault_lookup WHERE field = $1 AND digest = $2",
        {std::string(field), blob_of(lookup_hash(field, value))}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return PersonId{rows->one().integer(0)};
}

Try<> Vault::release(store::Database& db, PersonId person, Field field) const {
    auto done = db.run(
        "DELETE FROM vault_lookup WHERE person = $1 AND field = $2",
        {person.value, std::string(field)}
    );
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<> Vault::shred(store::Database& db, PersonId person, Instant now) const {
    MEGURI_ENSURE(person);
    if (auto key = keys_.destroy(db, person, now); !key) return key;
    for (const auto* sql :
         {"DELETE FROM vault_field WHERE person = $1", "DELETE FROM vault_lookup WHERE person = $1"
         }) {
        if (auto done = db.execute(sql, {person.value}); !done) return done;
    }
    return {};
}

std::vector<store::Migration> migrations() {
    return {
        {2026112220, "vault",
         "CREATE TABLE vault_month_key (month {integer} PRIMARY KEY, wrapped {blob} NOT "
         "NULL){strict};"
         "CREATE TABLE vault_person_key (person {integer} PRIMARY KEY, month {integer} NOT NULL, "
         "wrapped {blob},"
         "    shredded_at {integer}){strict};"
         "CREATE TABLE vault_field (person {integer} NOT NULL, field {text} NOT NULL, sealed "
         "{blob} NOT NULL,"
         "    PRIMARY KEY (person, field)){strict};"
         "CREATE TABLE vault_lookup (field {text} NOT NULL, digest {blob} NOT NULL, person "
         "{integer} NOT NULL,"
         "    PRIMARY KEY (field, digest)){strict};"
         "CREATE INDEX vault_lookup_person ON vault_lookup (person)"}
    };
}

} // namespace meguri::vault

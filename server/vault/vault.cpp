#include "vault/vault.hpp"

#include "base/codec.hpp"
#include "base/ensure.hpp"
#include "vault/sealed.hpp"

#include <fmt/format.h>

namespace meguri::vault {

namespace {

constexpr std::string_view month_key_table = "vault_month_key", person_key_table = "vault_person_key", field_table = "vault_field";

// What each value is bound to. Part of the format.
Bytes bound_month(std::int64_t month) {
    Writer w;
    w.bytes(month_key_table), w.i(month);
    return w.done();
}
Bytes bound_person(PersonId person, std::int64_t month) {
    Writer w;
    w.bytes(person_key_table), w.i(person.value), w.i(month);
    return w.done();
}
Bytes bound_field(PersonId person, Field field) {
    Writer w;
    w.bytes(field_table), w.i(person.value), w.bytes(field);
    return w.done();
}

bool is_field_name(Field field) {
    return !field.empty() && field.size() <= 32 &&
           field.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == Field::npos;
}

store::Blob blob_of(std::span<const std::uint8_t> bytes) { return {Bytes(view(bytes))}; }

std::int64_t month_of(Instant now) { return jst_date(now).number() / 100; } // yyyymm

constexpr std::string_view wrong_key_file = "vault: the city's key file does not belong to this database";

} // namespace

Vault::Vault(const CityKeys& keys, Random& random)
    : wrap_key_(keys.key(KeyUse::vault_wrap)), lookup_key_(keys.key(KeyUse::vault_lookup)), random_(random) {}

Try<> Vault::check(store::Database& db) const {
    auto months = db.run("SELECT month FROM vault_month_key ORDER BY month DESC LIMIT 1");
    if (!months) return std::unexpected(months.error());
    if (months->empty()) return {};
    auto key = month_key(db, months->one().integer(0));
    if (!key) return std::unexpected(key.error());
    return {};
}

Try<SecretKey> Vault::month_key(store::Database& db, std::int64_t month) const {
    constexpr auto select = "SELECT wrapped FROM vault_month_key WHERE month = $1";
    auto rows = db.run(select, {month});
    if (rows && rows->empty()) {
        const auto fresh = random_.bytes<32>();
        const store::Blob wrapped{seal(wrap_key_, view(fresh), bound_month(month), random_)};
        auto made = db.run("INSERT INTO vault_month_key (month, wrapped) VALUES ($1, $2) ON CONFLICT (month) DO NOTHING", {month, wrapped});
        if (!made) return std::unexpected(made.error());
        rows = db.run(select, {month}); // ours, or that of whoever was first
    }
    if (!rows) return std::unexpected(rows.error());
    const auto opened = open(wrap_key_, rows->one().blob(0), bound_month(month));
    const auto key = opened ? to_array<32>(*opened) : std::nullopt;
    if (!key) return fault(FaultCode::invalid, std::string(wrong_key_file));
    return *key;
}

// Nothing when the person has no key, or none any more (`shredded`).
Try<Vault::PersonKey> Vault::find_person_key(store::Database& db, PersonId person) const {
    auto rows = db.run("SELECT p.wrapped, p.month, m.wrapped FROM vault_person_key p "
                       "LEFT JOIN vault_month_key m ON m.month = p.month WHERE p.person = $1", {person.value});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return PersonKey{};
    const store::Row& row = rows->one();
    if (row.is_null(0)) return PersonKey{.key = std::nullopt, .shredded = true};
    if (row.is_null(2)) return fault(FaultCode::corrupt, "vault: a person's key without its month's key");
    const std::int64_t month = row.integer(1);
    const auto month_opened = open(wrap_key_, row.blob(2), bound_month(month));
    const auto month_key = month_opened ? to_array<32>(*month_opened) : std::nullopt;
    if (!month_key) return fault(FaultCode::invalid, std::string(wrong_key_file));
    const auto opened = open(*month_key, row.blob(0), bound_person(person, month));
    const auto key = opened ? to_array<32>(*opened) : std::nullopt;
    if (!key) return fault(FaultCode::corrupt, fmt::format("vault: the key of person {} does not open", person.value));
    return PersonKey{.key = key, .shredded = false};
}

Try<SecretKey> Vault::person_key(store::Database& db, PersonId person, Instant now) const {
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto known = find_person_key(db, person);
        if (!known) return std::unexpected(known.error());
        if (known->shredded) return fault(FaultCode::invalid, fmt::format("vault: person {} was deleted", person.value));
        if (known->key) return *known->key;
        const std::int64_t month = month_of(now);
        auto wrapping = month_key(db, month);
        if (!wrapping) return std::unexpected(wrapping.error());
        const auto fresh = random_.bytes<32>();
        const store::Blob wrapped{seal(*wrapping, view(fresh), bound_person(person, month), random_)};
        auto made = db.run("INSERT INTO vault_person_key (person, month, wrapped) VALUES ($1, $2, $3) ON CONFLICT (person) DO NOTHING",
                           {person.value, month, wrapped});
        if (!made) return std::unexpected(made.error());
    }
    return fault(FaultCode::unavailable, "vault: a person's key could not be stored");
}

Try<> Vault::put(store::Database& db, PersonId person, Field field, std::string_view value, Instant now) const {
    MEGURI_ENSURE(person && is_field_name(field) && value.size() <= max_field_bytes);
    auto key = person_key(db, person, now);
    if (!key) return std::unexpected(key.error());
    const store::Blob sealed{seal(*key, value, bound_field(person, field), random_)};
    auto done = db.run("INSERT INTO vault_field (person, field, sealed) VALUES ($1, $2, $3) "
                       "ON CONFLICT (person, field) DO UPDATE SET sealed = excluded.sealed",
                       {person.value, std::string(field), sealed});
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<std::vector<FieldValue>> Vault::all(store::Database& db, PersonId person) const {
    return opened(db, person, db.run("SELECT field, sealed FROM vault_field WHERE person = $1 ORDER BY field", {person.value}));
}

Try<std::optional<std::string>> Vault::get(store::Database& db, PersonId person, Field field) const {
    auto values = opened(db, person, db.run("SELECT field, sealed FROM vault_field WHERE person = $1 AND field = $2",
                                            {person.value, std::string(field)}));
    if (!values) return std::unexpected(values.error());
    if (values->empty()) return std::nullopt;
    return std::move(values->front().value);
}

Try<std::vector<FieldValue>> Vault::opened(store::Database& db, PersonId person, const Try<store::Rows>& rows) const {
    if (!rows) return std::unexpected(rows.error());
    std::vector<FieldValue> values;
    if (rows->empty()) return values;
    auto key = find_person_key(db, person);
    if (!key) return std::unexpected(key.error());
    if (key->shredded) return values;
    if (!key->key) return fault(FaultCode::corrupt, fmt::format("vault: fields of person {} without a key", person.value));
    for (const store::Row& row : rows->rows) {
        auto value = open(*key->key, row.blob(1), bound_field(person, row.text(0)));
        if (!value) return fault(FaultCode::corrupt, fmt::format("vault: {} of person {} does not open", row.text(0), person.value));
        values.push_back({row.text(0), std::move(*value)});
    }
    return values;
}

Try<> Vault::erase(store::Database& db, PersonId person, Field field) const {
    auto done = db.run("DELETE FROM vault_field WHERE person = $1 AND field = $2", {person.value, std::string(field)});
    if (!done) return std::unexpected(done.error());
    return {};
}

Hash Vault::lookup_hash(Field field, std::string_view value) const {
    Writer w;
    w.bytes(field), w.bytes(value);
    return hmac_sha256(view(lookup_key_), w.done());
}

Try<Claim> Vault::claim(store::Database& db, PersonId person, Field field, std::string_view value) const {
    MEGURI_ENSURE(person && is_field_name(field));
    auto made = db.run("INSERT INTO vault_lookup (field, digest, person) VALUES ($1, $2, $3) ON CONFLICT (field, digest) DO NOTHING",
                       {std::string(field), blob_of(lookup_hash(field, value)), person.value});
    if (!made) return std::unexpected(made.error());
    if (made->changed == 1) return Claim::taken_now;
    auto owner = find(db, field, value);
    if (!owner) return std::unexpected(owner.error());
    return *owner == person ? Claim::already_ours : Claim::somebody_elses;
}

Try<std::optional<PersonId>> Vault::find(store::Database& db, Field field, std::string_view value) const {
    auto rows = db.run("SELECT person FROM vault_lookup WHERE field = $1 AND digest = $2",
                       {std::string(field), blob_of(lookup_hash(field, value))});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return PersonId{rows->one().integer(0)};
}

Try<> Vault::release(store::Database& db, PersonId person, Field field) const {
    auto done = db.run("DELETE FROM vault_lookup WHERE person = $1 AND field = $2", {person.value, std::string(field)});
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<> Vault::shred(store::Database& db, PersonId person, Instant now) const {
    MEGURI_ENSURE(person);
    // The row stays, without a key, so that nothing can ever be stored for this person again.
    constexpr auto forget_key = "INSERT INTO vault_person_key (person, month, wrapped, shredded_at) VALUES ($1, $2, NULL, $3) "
                                "ON CONFLICT (person) DO UPDATE SET wrapped = NULL, "
                                "shredded_at = COALESCE(vault_person_key.shredded_at, excluded.shredded_at)";
    auto key = db.run(forget_key, {person.value, month_of(now), now.ms});
    if (!key) return std::unexpected(key.error());
    for (const auto* sql : {"DELETE FROM vault_field WHERE person = $1", "DELETE FROM vault_lookup WHERE person = $1"}) {
        auto done = db.run(sql, {person.value});
        if (!done) return std::unexpected(done.error());
    }
    return {};
}

std::vector<store::Migration> migrations() {
    return {{2026112220, "vault",
             "CREATE TABLE vault_month_key (month {integer} PRIMARY KEY, wrapped {blob} NOT NULL){strict};"
             "CREATE TABLE vault_person_key (person {integer} PRIMARY KEY, month {integer} NOT NULL, wrapped {blob},"
             "    shredded_at {integer}){strict};"
             "CREATE TABLE vault_field (person {integer} NOT NULL, field {text} NOT NULL, sealed {blob} NOT NULL,"
             "    PRIMARY KEY (person, field)){strict};"
             "CREATE TABLE vault_lookup (field {text} NOT NULL, digest {blob} NOT NULL, person {integer} NOT NULL,"
             "    PRIMARY KEY (field, digest)){strict};"
             "CREATE INDEX vault_lookup_person ON vault_lookup (person)"}};
}

} // namespace meguri::vault

#include "vault/person_keys.hpp"

#include "base/codec.hpp"
#include "vault/sealed.hpp"

#include <fmt/format.h>

namespace meguri::vault {

namespace {

// What each key is bound to. Part of the format.
Bytes bound_month(std::int64_t month) {
    Writer w;
    w.bytes("vault_month_key"), w.i(month);
    return w.done();
}
Bytes bound_person(PersonId person, std::int64_t month) {
    Writer w;
    w.bytes("vault_person_key"), w.i(person.value), w.i(month);
    return w.done();
}

std::int64_t month_of(Instant now) { return jst_date(now).number() / 100; } // yyyymm

constexpr std::string_view wrong_key_file =
    "vault: the city's key file does not belong to this database";

} // namespace

Try<SecretKey> PersonKeys::month_key(store::Database& db, std::int64_t month) const {
    constexpr auto select = "SELECT wrapped FROM vault_month_key WHERE month = $1";
    auto rows = db.run(select, {month});
    if (rows && rows->empty()) {
        const auto fresh = random_.bytes<32>();
        const store::Blob wrapped{seal(wrap_key_, view(fresh), bound_month(month), random_)};
        auto made = db.run(
            "INSERT INTO vault_month_key (month, wrapped) VALUES ($1, $2) ON CONFLICT (month) DO "
            "NOTHING",
            {month, wrapped}
        );
        if (!made) return std::unexpected(made.error());
        rows = db.run(select, {month}); // ours, or that of whoever was first
    }
    if (!rows) return std::unexpected(rows.error());
    const auto opened = open(wrap_key_, rows->one().blob(0), bound_month(month));
    const auto key = opened ? to_array<32>(*opened) : std::nullopt;
    if (!key) return fault(FaultCode::invalid, std::string(wrong_key_file));
    return *key;
}

Try<PersonKeys::Found> PersonKeys::find(store::Database& db, PersonId person) const {
    auto rows = db.run(
        "SELECT p.wrapped, p.month, m.wrapped FROM vault_person_key p "
        "LEFT JOIN vault_month_key m ON m.month = p.month WHERE p.person = $1",
        {person.value}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return Found{};
    const store::Row& row = rows->one();
    if (row.is_null(0)) return Found{.key = std::nullopt, .shredded = true};
    if (row.is_null(2))
        return fault(FaultCode::corrupt, "vault: a person's key without its month's key");
    const std::int64_t month = row.integer(1);
    const auto month_opened = open(wrap_key_, row.blob(2), bound_month(month));
    const auto month_key = month_opened ? to_array<32>(*month_opened) : std::nullopt;
    if (!month_key) return fault(FaultCode::invalid, std::string(wrong_key_file));
    const auto opened = open(*month_key, row.blob(0), bound_person(person, month));
    const auto key = opened ? to_array<32>(*opened) : std::nullopt;
    if (!key)
        return fault(
            FaultCode::corrupt,
            fmt::format("vault: the key of person {} does not open", person.value)
        );
    return Found{.key = key, .shredded = false};
}

Try<SecretKey> PersonKeys::find_or_make(store::Database& db, PersonId person, Instant now) const {
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto known = find(db, person);
        if (!known) return std::unexpected(known.error());
        if (known->shredded)
            return fault(
                FaultCode::invalid, fmt::format("vault: person {} was deleted", person.value)
            );
        if (known->key) return *known->key;
        const std::int64_t month = month_of(now);
        auto wrapping = month_key(db, month);
        if (!wrapping) return std::unexpected(wrapping.error());
        const auto fresh = random_.bytes<32>();
        const store::Blob wrapped{seal(*wrapping, view(fresh), bound_person(person, month), random_)
        };
        auto made = db.run(
            "INSERT INTO vault_person_key (person, month, wrapped) VALUES ($1, $2, $3) ON CONFLICT "
            "(person) DO NOTHING",
            {person.value, month, wrapped}
        );
        if (!made) return std::unexpected(made.error());
    }
    return fault(FaultCode::unavailable, "vault: a person's key could not be stored");
}

Try<> PersonKeys::destroy(store::Database& db, PersonId person, Instant now) const {
    // The row stays, without a key, so that nothing can ever be stored for this person again.
    auto done = db.run(
        "INSERT INTO vault_person_key (person, month, wrapped, shredded_at) VALUES ($1, $2, NULL, "
        "$3) "
        "ON CONFLICT (person) DO UPDATE SET wrapped = NULL, "
        "shredded_at = COALESCE(vault_person_key.shredded_at, excluded.shredded_at)",
        {person.value, month_of(now), now.ms}
    );
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<> PersonKeys::check(store::Database& db) const {
    auto months = db.run("SELECT month FROM vault_month_key ORDER BY month DESC LIMIT 1");
    if (!months) return std::unexpected(months.error());
    if (months->empty()) return {};
    auto key = month_key(db, months->one().integer(0));
    if (!key) return std::unexpected(key.error());
    return {};
}

} // namespace meguri::vault

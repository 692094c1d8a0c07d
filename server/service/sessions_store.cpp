#include "service/sessions_store.hpp"

namespace meguri::service {

std::vector<store::Migration> session_migrations() {
    return {{2026112204, "people_and_sessions", R"(
CREATE TABLE person (
    number {identity},
    id {text} NOT NULL UNIQUE,
    role {integer} NOT NULL,
    place {integer} NOT NULL,
    rights {integer} NOT NULL,
    wallet {integer} NOT NULL,
    sign_in_name {text} UNIQUE,
    password {text},
    totp_step {integer} NOT NULL,
    created_ms {integer} NOT NULL,
    removed_ms {integer}
){strict};
CREATE INDEX person_by_place ON person (place) WHERE place <> 0;
CREATE TABLE session (
    number {identity},
    digest {blob} NOT NULL UNIQUE,
    person {integer} NOT NULL,
    begun_ms {integer} NOT NULL,
    used_ms {integer} NOT NULL
){strict};
CREATE INDEX session_by_person ON session (person);)"}};
}

namespace sessions_store {

Try<std::optional<std::int64_t>>
insert(store::Database& db, const Hash& digest, PersonId person, Instant now) {
    const auto row = db.run(
        "INSERT INTO session (digest, person, begun_ms, used_ms) SELECT $1, number, $2, $3 "
        "FROM person WHERE number = $4 AND removed_ms IS NULL RETURNING number",
        {store::Blob{Bytes(view(digest))}, now.ms, now.ms, person.value}
    );
    if (!row) return std::unexpected(row.error());
    if (row->empty()) return std::optional<std::int64_t>();
    return std::optional(row->one().integer(0));
}

Try<std::optional<SessionRow>> find(store::Database& db, const Hash& digest) {
    const auto rows = db.run(
        "SELECT s.number, s.begun_ms, s.used_ms, p.number, p.id, p.role, p.place, p.rights, "
        "p.wallet FROM session s "
        "JOIN person p ON p.number = s.person WHERE s.digest = $1 AND p.removed_ms IS NULL",
        {store::Blob{Bytes(view(digest))}}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& r = rows->one();
    SessionRow found{r.integer(0), {}, {r.integer(1)}, {r.integer(2)}};
    found.person.id = r.text(4);
    found.person.caller = {
        static_cast<access::Role>(r.integer(5)),
        {r.integer(3)},
        {r.integer(6)},
        {static_cast<std::uint8_t>(r.integer(7))}
    };
    found.person.wallet = {r.integer(8)};
    return found;
}

Try<> note_use(store::Database& db, std::int64_t number, Instant now) {
    return db.execute("UPDATE session SET used_ms = $1 WHERE number = $2", {now.ms, number});
}

Try<> end(store::Database& db, const Hash& digest) {
    return db.execute("DELETE FROM session WHERE digest = $1", {store::Blob{Bytes(view(digest))}});
}

Try<> end_all(store::Database& db, PersonId person, std::int64_t keep) {
    return db.execute(
        "DELETE FROM session WHERE person = $1 AND number <> $2", {person.value, keep}
    );
}

} // namespace sessions_store
} // namespace meguri::service

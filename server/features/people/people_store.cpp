#include "features/people/people_store.hpp"

namespace meguri::features::people_store {

namespace {

Try<bool> changed_one(
    store::Database& db, std::string_view sql, const std::vector<store::Value>& parameters
) {
    const auto done = db.run(sql, parameters);
    if (!done) return std::unexpected(done.error());
    return done->changed == 1;
}

PersonRow person_of(const store::Row& r) {
    return {
        {r.integer(0)},
        r.text(1),
        static_cast<access::Role>(r.integer(2)),
        {r.integer(3)},
        {static_cast<std::uint8_t>(r.integer(4))},
        {r.integer(5)},
        r.is_null(6) ? "" : r.text(6),
        r.integer(7),
        {r.integer(8)}
    };
}

#define MEGURI_PERSON_COLUMNS                                                                      \
    "SELECT number, id, role, place, rights, wallet, password, totp_step, created_ms FROM person "

Try<std::optional<PersonRow>>
find_one(store::Database& db, std::string_view sql, store::Value value) {
    const auto rows = db.run(sql, {std::move(value)});
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(person_of(rows->one()));
}

} // namespace

std::vector<store::Migration> migrations() {
    return {
        {2026112206, "invitations_and_codes", R"(
CREATE TABLE invitation (
    digest {blob} PRIMARY KEY,
    role {integer} NOT NULL,
    place {integer} NOT NULL,
    rights {integer} NOT NULL,
    created_ms {integer} NOT NULL,
    expires_ms {integer} NOT NULL,
    used_ms {integer}
){strict};
CREATE TABLE sign_up_code (
    verification {text} PRIMARY KEY,
    person {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    expires_ms {integer} NOT NULL,
    tries {integer} NOT NULL,
    used {integer} NOT NULL
){strict};
CREATE INDEX sign_up_code_by_person ON sign_up_code (person, made_ms);
CREATE TABLE sms_outbox (
    number {identity},
    person {integer} NOT NULL,
    created_ms {integer} NOT NULL,
    next_ms {integer} NOT NULL,
    attempts {integer} NOT NULL,
    sent_ms {integer}
){strict};
CREATE INDEX sms_outbox_due ON sms_outbox (next_ms) WHERE sent_ms IS NULL;)"},
        {2026112260, "operators_are_invited_by_two", R"(
ALTER TABLE invitation ADD COLUMN waiting {integer} NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN by_person {integer} NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN name {text} NOT NULL DEFAULT '';)"}
    };
}

Try<PersonId> insert(store::Database& db, const PersonRow& p) {
    const store::Value password = p.password.empty() ? store::Value() : store::Value(p.password);
    const auto row = db.run(
        "INSERT INTO person (id, role, place, rights, wallet, password, totp_step, created_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING number",
        {p.id, static_cast<std::int64_t>(p.role), p.place.value,
         static_cast<std::int64_t>(p.rights.bits), p.wallet.value, password, p.totp_step,
         p.created.ms}
    );
    if (!row) return std::unexpected(row.error());
    return PersonId{row->one().integer(0)};
}

Try<std::optional<PersonRow>> find(store::Database& db, PersonId person) {
    return find_one(
        db, MEGURI_PERSON_COLUMNS "WHERE number = $1 AND removed_ms IS NULL", person.value
    );
}
Try<std::optional<PersonRow>> find(store::Database& db, std::string_view public_id) {
    return find_one(
        db, MEGURI_PERSON_COLUMNS "WHERE id = $1 AND removed_ms IS NULL", std::string(public_id)
    );
}
namespace {
Try<std::vector<PersonRow>> people_where(
    store::Database& db, std::string_view sql, const std::vector<store::Value>& parameters
) {
    const auto rows = db.run(sql, parameters);
    if (!rows) return std::unexpected(rows.error());
    std::vector<PersonRow> people;
    for (const store::Row& r : rows->rows)
        people.push_back(person_of(r));
    return people;
}
} // namespace

Try<std::vector<PersonRow>> staff_and_operators(store::Database& db) {
    return people_where(
        db, MEGURI_PERSON_COLUMNS "WHERE role IN (3, 4) AND removed_ms IS NULL ORDER BY number", {}
    );
}

Try<std::vector<PersonRow>> staff_of(store::Database& db, PlaceId place) {
    return people_where(
        db,
        MEGURI_PERSON_COLUMNS "WHERE place = $1 AND place <> 0 AND role = 3 AND removed_ms IS NULL "
                              "ORDER BY number",
        {place.value}
    );
}

Try<std::vector<PersonRow>> operators(store::Database& db) {
    return people_where(
        db, MEGURI_PERSON_COLUMNS "WHERE role = 4 AND removed_ms IS NULL ORDER BY number", {}
    );
}

Try<> set_wallet(store::Database& db, PersonId person, WalletId wallet) {
    return db.execute(
        "UPDATE person SET wallet = $1 WHERE number = $2", {wallet.value, person.value}
    );
}

Try<bool> use_totp_step(store::Database& db, PersonId person, std::int64_t step) {
    return changed_one(
        db,
        "UPDATE person SET totp_step = $1 WHERE number = $2 AND totp_step < $1 "
        "AND removed_ms IS NULL",
        {step, person.value}
    );
}

Try<> replace_password(
    store::Database& db, PersonId person, const std::string& old, const std::string& fresh
) {
    return db.execute(
        "UPDATE person SET password = $1 WHERE number = $2 AND password = $3",
        {fresh, person.value, old}
    );
}

// The row stays, for the history.
Try<> remove(store::Database& db, PersonId person, Instant now) {
    return db.execute(
        "UPDATE person SET removed_ms = $1, password = NULL WHERE number = $2",
        {now.ms, person.value}
    );
}

Try<> invite(store::Database& db, const Invitation& i, Instant now) {
    return db.execute(
        "INSERT INTO invitation (digest, role, place, rights, created_ms, expires_ms, waiting, "
        "by_person, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {store::Blob{i.digest}, static_cast<std::int64_t>(i.role), i.place.value,
         static_cast<std::int64_t>(i.rights.bits), now.ms, i.expires.ms, std::int64_t{i.waiting},
         i.by.value, i.name}
    );
}

namespace {
#define MEGURI_INVITATION_COLUMNS                                                                  \
    "SELECT digest, role, place, rights, expires_ms, created_ms, waiting, by_person, name "        \
    "FROM invitation "

Invitation invitation_of(const store::Row& r) {
    return {r.blob(0),         static_cast<access::Role>(r.integer(1)),
            {r.integer(2)},    {static_cast<std::uint8_t>(r.integer(3))},
            {r.integer(4)},    {r.integer(5)},
            r.integer(6) != 0, {r.integer(7)},
            r.text(8)};
}
} // namespace

Try<std::optional<Invitation>> find_invitation(store::Database& db, const Bytes& digest) {
    const auto rows = db.run(
        MEGURI_INVITATION_COLUMNS "WHERE digest = $1 AND used_ms IS NULL AND waiting = 0",
        {store::Blob{digest}}
    );
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(invitation_of(rows->one()));
}

Try<std::vector<Invitation>> open_invitations(store::Database& db, Instant now) {
    const auto rows = db.run(
        MEGURI_INVITATION_COLUMNS
        "WHERE used_ms IS NULL AND expires_ms >= $1 ORDER BY created_ms DESC, digest LIMIT 1000",
        {now.ms}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Invitation> open;
    for (const store::Row& row : rows->rows)
        open.push_back(invitation_of(row));
    return open;
}

Try<bool> use_invitation(store::Database& db, const Bytes& digest, Instant now) {
    return changed_one(
        db, "UPDATE invitation SET used_ms = $1 WHERE digest = $2 AND used_ms IS NULL",
        {now.ms, store::Blob{digest}}
    );
}

Try<bool> approve_invitation(
    store::Database& db, const Bytes& waiting, const Bytes& digest, Instant expires
) {
    return changed_one(
        db,
        "UPDATE invitation SET digest = $1, waiting = 0, expires_ms = $2 WHERE digest = $3 AND "
        "waiting = 1 AND used_ms IS NULL",
        {store::Blob{digest}, expires.ms, store::Blob{waiting}}
    );
}

Try<> end_operator_invitations(store::Database& db, Instant now) {
    return db.execute(
        "UPDATE invitation SET used_ms = $1 WHERE role = $2 AND used_ms IS NULL",
        {now.ms, static_cast<std::int64_t>(access::Role::operator_)}
    );
}

Try<> insert_code(store::Database& db, const SignUpCode& c) {
    return db.execute(
        "INSERT INTO sign_up_code (verification, person, made_ms, expires_ms, tries, used, client) "
        "VALUES ($1, $2, $3, $4, 0, 0, $5)",
        {c.verification, c.person.value, c.made.ms, c.expires.ms, store::Blob{c.client}}
    );
}

Try<std::optional<SignUpCode>> find_code(store::Database& db, std::string_view verification) {
    const auto rows = db.run(
        "SELECT person, made_ms, expires_ms, tries FROM sign_up_code WHERE verification = $1 AND "
        "used = 0",
        {std::string(verification)}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& r = rows->one();
    return SignUpCode{std::string(verification),
                      {r.integer(0)},
                      {r.integer(1)},
                      {r.integer(2)},
                      {},
                      r.integer(3)};
}

Try<> count_try(store::Database& db, std::string_view verification) {
    return db.execute(
        "UPDATE sign_up_code SET tries = tries + 1 WHERE verification = $1",
        {std::string(verification)}
    );
}

Try<bool> use_code(store::Database& db, std::string_view verification) {
    return changed_one(
        db, "UPDATE sign_up_code SET used = 1 WHERE verification = $1 AND used = 0",
        {std::string(verification)}
    );
}

Try<> queue_message(store::Database& db, PersonId person, Instant now) {
    return db.execute(
        "INSERT INTO sms_outbox (person, created_ms, next_ms, attempts) VALUES ($1, $2, $3, 0)",
        {person.value, now.ms, now.ms}
    );
}

Try<std::vector<WaitingMessage>> due_messages(store::Database& db, Instant now) {
    const auto rows = db.run(
        "SELECT number, person, attempts FROM sms_outbox WHERE sent_ms IS NULL AND next_ms <= $1 "
        "ORDER BY number LIMIT 16",
        {now.ms}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<WaitingMessage> due;
    for (const store::Row& r : rows->rows)
        due.push_back({r.integer(0), {r.integer(1)}, r.integer(2)});
    return due;
}

Try<> message_sent(store::Database& db, std::int64_t number, Instant now) {
    return db.execute("UPDATE sms_outbox SET sent_ms = $1 WHERE number = $2", {now.ms, number});
}

Try<> message_failed(store::Database& db, std::int64_t number, Instant try_again) {
    return db.execute(
        "UPDATE sms_outbox SET attempts = attempts + 1, next_ms = $1 WHERE number = $2",
        {try_again.ms, number}
    );
}

} // namespace meguri::features::people_store

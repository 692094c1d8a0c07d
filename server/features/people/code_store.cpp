#include "features/people/code_store.hpp"

namespace meguri::features::code_store {

std::vector<store::Migration> migrations() {
    return {{2026112208, "codes_by_client", R"(
ALTER TABLE sign_up_code ADD COLUMN client {blob};
CREATE INDEX sign_up_code_by_moment ON sign_up_code (made_ms);
CREATE INDEX sign_up_code_by_client ON sign_up_code (client, made_ms);
CREATE INDEX sms_outbox_by_moment ON sms_outbox (created_ms);
CREATE INDEX person_unproven ON person (created_ms)
    WHERE role = 2 AND wallet = 0 AND removed_ms IS NULL;)"}};
}

Try<std::optional<Instant>>
nth_newest(store::Database& db, const Whose& whose, std::int64_t n, Instant since) {
    std::string sql = "SELECT made_ms FROM sign_up_code WHERE made_ms > $1";
    std::vector<store::Value> parameters{since.ms, n - 1};
    const auto only = [&](std::string_view column, store::Value value) {
        parameters.push_back(std::move(value));
        sql.append(" AND ").append(column).append(" = $").append(std::to_string(parameters.size()));
    };
    if (whose.person) only("person", whose.person.value);
    if (!whose.client.empty()) only("client", store::Blob{whose.client});
    const auto rows = db.run(sql + " ORDER BY made_ms DESC LIMIT 1 OFFSET $2", parameters);
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return Instant{rows->one().integer(0)};
}

// The newest person stays until there is a newer one: SQLite would give its number out again.
Try<std::vector<PersonId>> unproven(store::Database& db, Instant before, std::int64_t most) {
    const auto rows = db.run(
        "SELECT number FROM person WHERE role = 2 AND wallet = 0 AND removed_ms IS NULL AND "
        "created_ms < $1 AND number < (SELECT MAX(number) FROM person) AND NOT EXISTS (SELECT 1 "
        "FROM sign_up_code c WHERE c.person = person.number AND (c.used = 1 OR c.made_ms >= $1)) "
        "ORDER BY created_ms LIMIT $2",
        {before.ms, most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<PersonId> people;
    for (const store::Row& row : rows->rows)
        people.push_back({row.integer(0)});
    return people;
}

Try<> forget(store::Database& db, PersonId person) {
    for (const char* sql :
         {"DELETE FROM sms_outbox WHERE person = $1", "DELETE FROM sign_up_code WHERE person = $1",
          "DELETE FROM person WHERE number = $1 AND role = 2 AND wallet = 0"}) {
        if (auto done = db.execute(sql, {person.value}); !done) return done;
    }
    return {};
}

// A used code of somebody without a wallet is the proof that their wallet is being opened.
Try<> forget_codes(store::Database& db, Instant before) {
    for (const char* sql :
         {"DELETE FROM sign_up_code WHERE made_ms < $1 AND (used = 0 OR EXISTS (SELECT 1 FROM "
          "person p WHERE p.number = sign_up_code.person AND p.wallet <> 0))",
          "DELETE FROM sms_outbox WHERE created_ms < $1"}) {
        if (auto done = db.execute(sql, {before.ms}); !done) return done;
    }
    return {};
}

} // namespace meguri::features::code_store

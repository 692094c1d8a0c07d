#include "base/codec.hpp"
#include "base/hash.hpp"
#include "service/look_log.hpp"

namespace meguri::service {

std::vector<store::Migration> look_log_migrations() {
    return {
        {2026112205, "look_log", R"(
CREATE TABLE look_log (
    number {integer} PRIMARY KEY,
    at_ms {integer} NOT NULL,
    looker {integer} NOT NULL,
    person {integer} NOT NULL,
    what {text} NOT NULL,
    reason {text} NOT NULL,
    hash {blob} NOT NULL
){strict};)"},
        // Where the log ends, so that a last row that was taken away is missed; and the one row on
        // which two lookers at once wait for each other.
        {2026112207, "look_log_head", R"(
CREATE TABLE look_log_head (
    one {integer} PRIMARY KEY CHECK (one = 1),
    number {integer} NOT NULL,
    hash {blob} NOT NULL
){strict};
INSERT INTO look_log_head (one, number, hash) VALUES (
    1, COALESCE((SELECT MAX(number) FROM look_log), 0),
    COALESCE((SELECT hash FROM look_log ORDER BY number DESC LIMIT 1), CAST('' AS {blob})));)"}
    };
}

namespace {
Bytes hash_after(
    const Bytes& before, std::int64_t number, const Look& look, std::string_view sealed, Instant now
) {
    Writer row;
    row.bytes(before);
    row.i(number), row.i(now.ms), row.i(look.by.value), row.i(look.at.value);
    row.bytes(look.what), row.bytes(sealed);
    return Bytes(view(sha256(row.done())));
}

std::string place_of(std::int64_t number) { return "look_log " + std::to_string(number); }

// Whose key seals the reason.
PersonId keeper(PersonId by, PersonId at) { return at ? at : by; }
} // namespace

Try<> note_look(store::Database& db, const vault::Vault& vault, const Look& look, Instant now) {
    const auto head = db.run("UPDATE look_log_head SET number = number + 1 RETURNING number, hash");
    if (!head) return std::unexpected(head.error());
    if (head->empty()) return fault(FaultCode::corrupt, "the log of looks has lost its end");
    const std::int64_t number = head->one().integer(0);
    const auto sealed =
        vault.seal_text(db, keeper(look.by, look.at), place_of(number), look.reason, now);
    if (!sealed) return std::unexpected(sealed.error());
    const std::string reason = to_base64url(*sealed);
    const store::Blob hash{hash_after(head->one().blob(1), number, look, reason, now)};
    const auto done = db.run(
        "INSERT INTO look_log (number, at_ms, looker, person, what, reason, hash) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7)",
        {number, now.ms, look.by.value, look.at.value, std::string(look.what), reason, hash}
    );
    if (!done) return std::unexpected(done.error());
    if (done->conflict) return fault(FaultCode::corrupt, "the log of looks goes on past its end");
    return db.execute("UPDATE look_log_head SET hash = $1", {hash});
}

Try<std::optional<std::string>>
reason_of_look(store::Database& db, const vault::Vault& vault, std::int64_t number) {
    const auto row =
        db.run("SELECT looker, person, reason FROM look_log WHERE number = $1", {number});
    if (!row) return std::unexpected(row.error());
    if (row->empty()) return fault(FaultCode::invalid, "there is no such look");
    const PersonId whose = keeper({row->one().integer(0)}, {row->one().integer(1)});
    const auto sealed = from_base64url(row->one().text(2));
    if (!sealed) return fault(FaultCode::corrupt, "the reason of a look is not sealed");
    return vault.open_text(db, whose, place_of(number), *sealed);
}

} // namespace meguri::service

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
    const Bytes& before, std::int64_t number, PersonId by, PersonId at, std::string_view what,
    std::string_view reason, Instant now
) {
    Writer row;
    row.bytes(before);
    row.i(number), row.i(now.ms), row.i(by.value), row.i(at.value);
    row.bytes(what), row.bytes(reason);
    return Bytes(view(sha256(row.done())));
}
} // namespace

Try<> note_look(
    store::Database& db, PersonId by, PersonId at, std::string_view what, std::string_view reason,
    Instant now
) {
    const auto head = db.run("UPDATE look_log_head SET number = number + 1 RETURNING number, hash");
    if (!head) return std::unexpected(head.error());
    if (head->empty()) return fault(FaultCode::corrupt, "the log of looks has lost its end");
    const std::int64_t number = head->one().integer(0);
    const store::Blob hash{hash_after(head->one().blob(1), number, by, at, what, reason, now)};
    const auto done = db.run(
        "INSERT INTO look_log (number, at_ms, looker, person, what, reason, hash) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7)",
        {number, now.ms, by.value, at.value, std::string(what), std::string(reason), hash}
    );
    if (!done) return std::unexpected(done.error());
    if (done->conflict) return fault(FaultCode::corrupt, "the log of looks goes on past its end");
    return db.execute("UPDATE look_log_head SET hash = $1", {hash});
}

} // namespace meguri::service

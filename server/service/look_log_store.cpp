#include "base/codec.hpp"
#include "base/hash.hpp"
#include "service/look_log.hpp"

namespace meguri::service {

std::vector<store::Migration> look_log_migrations() {
    return {{2026112205, "look_log", R"(
CREATE TABLE look_log (
    number {integer} PRIMARY KEY,
    at_ms {integer} NOT NULL,
    looker {integer} NOT NULL,
    person {integer} NOT NULL,
    what {text} NOT NULL,
    reason {text} NOT NULL,
    hash {blob} NOT NULL
){strict};)"}};
}

Try<> note_look(
    store::Database& db, PersonId by, PersonId at, std::string_view what, std::string_view reason,
    Instant now
) {
    const auto last = db.run("SELECT number, hash FROM look_log ORDER BY number DESC LIMIT 1");
    if (!last) return std::unexpected(last.error());
    const std::int64_t number = last->empty() ? 1 : last->one().integer(0) + 1;
    Writer row;
    row.bytes(last->empty() ? Bytes() : last->one().blob(1));
    row.i(number), row.i(now.ms), row.i(by.value), row.i(at.value);
    row.bytes(what), row.bytes(reason);
    const auto done = db.run(
        "INSERT INTO look_log (number, at_ms, looker, person, what, reason, hash) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7)",
        {number, now.ms, by.value, at.value, std::string(what), std::string(reason),
         store::Blob{Bytes(view(sha256(row.done())))}}
    );
    if (!done) return std::unexpected(done.error());
    if (done->conflict) return fault(FaultCode::unavailable, "two looks at once; try again");
    return {};
}

} // namespace meguri::service

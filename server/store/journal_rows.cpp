#include "store/journal_rows.hpp"

namespace meguri::store::journal {

namespace {

constexpr std::string_view tables = R"(
CREATE TABLE IF NOT EXISTS journal_entry (
    seq INT PRIMARY KEY, at_ms INT NOT NULL, business_date INT NOT NULL, format INT NOT NULL,
    kind INT NOT NULL, refusal INT NOT NULL, actor_kind INT NOT NULL, actor INT NOT NULL,
    key_id BLOB, key_issued_at_ms INT, content BLOB,
    wallet INT NOT NULL, place INT NOT NULL, amount INT NOT NULL, names INT NOT NULL, reason INT NOT NULL,
    effects BLOB NOT NULL, explanation BLOB NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS journal_leg (
    seq INT NOT NULL, n INT NOT NULL, kind INT NOT NULL, holder INT NOT NULL, program INT NOT NULL,
    expires_on INT NOT NULL, rights INT NOT NULL, amount INT NOT NULL, prev INT NOT NULL,
    PRIMARY KEY (seq, n)
) STRICT CLUSTERED;
CREATE TABLE IF NOT EXISTS journal_group (
    last_seq INT PRIMARY KEY, first_seq INT NOT NULL, head BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS journal_head (
    one INT PRIMARY KEY CHECK (one = 1), epoch INT NOT NULL, seq INT NOT NULL, head BLOB NOT NULL
) STRICT OFTEN_CHANGED;
CREATE TABLE IF NOT EXISTS state_checkpoint (
    kind INT NOT NULL, id INT NOT NULL, value BLOB NOT NULL, as_of INT NOT NULL, PRIMARY KEY (kind, id)
) STRICT CLUSTERED OFTEN_CHANGED;
CREATE TABLE IF NOT EXISTS checkpoint_position (
    one INT PRIMARY KEY CHECK (one = 1), seq INT NOT NULL
) STRICT OFTEN_CHANGED;
CREATE TABLE IF NOT EXISTS outbox (
    seq INT NOT NULL, n INT NOT NULL, kind TEXT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (seq, n)
) STRICT CLUSTERED;
)";

void replace(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

} // namespace

std::string schema(Database::Kind kind) {
    std::string text(tables);
    if (kind == Database::Kind::sqlite) {
        replace(text, " INT ", " INTEGER "); // only then is it the row's own number
        replace(text, " INT,", " INTEGER,");
        replace(text, " STRICT CLUSTERED", " STRICT, WITHOUT ROWID");
        replace(text, " OFTEN_CHANGED", "");
    } else {
        replace(text, " INT ", " BIGINT ");
        replace(text, " INT,", " BIGINT,");
        replace(text, " BLOB", " BYTEA");
        replace(text, " STRICT", "");
        replace(text, " CLUSTERED", "");
        replace(
            text, " OFTEN_CHANGED", " WITH (fillfactor = 50)"
        ); // room for the new version beside the old one
    }
    return text;
}

namespace {
Try<std::int64_t> first_at_or_after(Database& database, Instant at) {
    auto found = database.run(find_moment, {at.ms});
    if (!found) return std::unexpected(found.error());
    if (found->empty()) return fault(FaultCode::corrupt, "the journal has no head");
    return found->one().integer(0);
}
} // namespace

Try<std::optional<Seq>>
find_key(Database& database, const ledger::Actor& actor, const ledger::Key& key) {
    const auto from = first_at_or_after(database, key.issued_at + -ledger::key_ahead_ms);
    if (!from) return std::unexpected(from.error());
    const auto until = first_at_or_after(database, key.issued_at + ledger::key_life_ms + 1);
    if (!until) return std::unexpected(until.error());
    auto rows = database.run(
        "SELECT seq FROM journal_entry WHERE seq >= $1 AND seq < $2 AND key_id = $3 AND "
        "actor_kind = $4 AND actor = $5",
        {*from, *until, Blob{Bytes(view(key.id))}, static_cast<std::int64_t>(actor.kind),
         actor.person.value}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return Seq{rows->rows.front().integer(0)};
}

} // namespace meguri::store::journal

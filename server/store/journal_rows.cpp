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

} // namespace meguri::store::journal

#include "features/handouts/handouts_store.hpp"

#include <map>

namespace meguri::features::handouts_store {

std::vector<store::Migration> migrations() {
    return {{2026112250, "handouts", R"(
CREATE TABLE handout_texts (
    handout {integer} PRIMARY KEY,
    id {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    opened_ms {integer} NOT NULL
){strict};
CREATE TABLE handout_code (
    code {integer} PRIMARY KEY,
    handout {integer} NOT NULL,
    made_ms {integer} NOT NULL,
    retired_ms {integer}
){strict};
CREATE INDEX handout_code_in_use ON handout_code (handout) WHERE retired_ms IS NULL;)"}};
}

namespace {
Try<> insert_code(store::Database& db, HandoutId handout, std::int64_t code, Instant now) {
    return db.execute(
        "INSERT INTO handout_code (code, handout, made_ms) VALUES ($1, $2, $3)",
        {code, handout.value, now.ms}
    );
}
} // namespace

Try<bool> insert(store::Database& db, const service::HandoutTexts& h) {
    const auto texts = db.run(
        "INSERT INTO handout_texts (handout, id, name, opened_ms) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (handout) DO NOTHING",
        {h.number.value, h.id, h.name, h.opened_at.ms}
    );
    if (!texts) return std::unexpected(texts.error());
    if (texts->changed == 0) return false;
    const auto code = insert_code(db, h.number, h.code, h.opened_at);
    return code ? Try<bool>(true) : std::unexpected(code.error());
}

Try<> replace_code(store::Database& db, HandoutId handout, std::int64_t code, Instant now) {
    if (auto done = db.execute(
            "UPDATE handout_code SET retired_ms = $1 WHERE handout = $2 AND retired_ms IS NULL",
            {now.ms, handout.value}
        );
        !done)
        return done;
    return insert_code(db, handout, code, now);
}

Try<Loaded> all(store::Database& db) {
    const auto texts =
        db.run("SELECT handout, id, name, opened_ms FROM handout_texts ORDER BY handout");
    if (!texts) return std::unexpected(texts.error());
    const auto codes = db.run("SELECT code, handout, retired_ms FROM handout_code");
    if (!codes) return std::unexpected(codes.error());
    Loaded loaded;
    std::map<std::int64_t, std::int64_t> in_use;
    for (const store::Row& r : codes->rows) {
        if (r.is_null(2))
            in_use[r.integer(1)] = r.integer(0);
        else
            loaded.retired_codes.push_back({r.integer(0), {{r.integer(1)}, {r.integer(2)}}});
    }
    for (const store::Row& r : texts->rows) {
        loaded.handouts.push_back(
            {{r.integer(0)}, r.text(1), r.text(2), in_use[r.integer(0)], {r.integer(3)}}
        );
    }
    return loaded;
}

} // namespace meguri::features::handouts_store

#include "views/follower.hpp"

#include <algorithm>

namespace meguri::views {

Try<bool> follow_journal(
    store::Database& db, const std::string& name, std::int64_t rows,
    const std::function<Try<>(std::int64_t from, std::int64_t to)>& take
) {
    // Most often there is nothing new, and then nothing is written.
    const auto seen = db.run(
        "SELECT p.seq, h.seq FROM view_position p, journal_head h WHERE p.name = $1", {name}
    );
    if (!seen) return std::unexpected(seen.error());
    if (!seen->empty() && seen->one().integer(0) >= seen->one().integer(1)) return true;
    // The update first: on PostgreSQL it makes a second projector wait until this one has
    // committed.
    const auto at =
        db.run("UPDATE view_position SET seq = seq WHERE name = $1 RETURNING seq", {name});
    if (!at) return std::unexpected(at.error());
    const auto end = db.run("SELECT seq FROM journal_head");
    if (!end) return std::unexpected(end.error());
    const std::int64_t from = at->one().integer(0), last = end->empty() ? 0 : end->one().integer(0);
    const std::int64_t to = std::min(from + rows, last);
    if (to <= from) return true;
    if (auto taken = take(from, to); !taken) return std::unexpected(taken.error());
    const auto moved = db.execute("UPDATE view_position SET seq = $1 WHERE name = $2", {to, name});
    if (!moved) return std::unexpected(moved.error());
    return to == last;
}

} // namespace meguri::views

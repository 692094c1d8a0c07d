#include "app/status_store.hpp"

#include "audit/rows.hpp"
#include "base/hash.hpp"

namespace meguri::app {

namespace {

Try<std::int64_t> count(store::Database& db, std::string_view sql) {
    const auto rows = db.run(sql);
    if (!rows) return std::unexpected(rows.error());
    return rows->one().integer(0);
}

Try<> read_last_moment(store::Database& db, JournalFigures& figures) {
    const auto rows = db.run("SELECT at_ms FROM journal_entry WHERE seq = $1", {figures.last_seq});
    if (!rows) return std::unexpected(rows.error());
    if (!rows->empty()) figures.last_at = Instant{rows->one().integer(0)};
    return {};
}

Try<> read_waiting(store::Database& db, JournalFigures& figures) {
    const auto outbox = count(db, "SELECT COUNT(*) FROM outbox");
    if (!outbox) return std::unexpected(outbox.error());
    const auto messages = count(db, "SELECT COUNT(*) FROM sms_outbox WHERE sent_ms IS NULL");
    if (!messages) return std::unexpected(messages.error());
    figures.outbox = *outbox, figures.messages = *messages;
    return {};
}

} // namespace

Try<std::optional<JournalFigures>> read_figures(store::Database& database) {
    std::optional<JournalFigures> figures;
    const auto done = database.transaction([&](store::Database& db) -> Try<> {
        const auto there = db.has_table("journal_head");
        if (!there) return std::unexpected(there.error());
        if (!*there) return {};
        const auto head = audit::read_head(db);
        if (!head) return std::unexpected(head.error());
        if (!*head) return {};
        const auto position = audit::read_position(db);
        if (!position) return std::unexpected(position.error());
        figures.emplace();
        figures->epoch = (*head)->epoch, figures->last_seq = (*head)->seq;
        figures->head = to_hex((*head)->head);
        figures->checkpoint_seq = position->value_or(0);
        if (auto read = read_last_moment(db, *figures); !read) return read;
        return read_waiting(db, *figures);
    });
    if (!done) return std::unexpected(done.error());
    return figures;
}

} // namespace meguri::app

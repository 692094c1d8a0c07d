#include "store/outbox.hpp"

namespace meguri::store {

Try<std::vector<OutboxRow>>
waiting_effects(Database& db, std::string_view kind, std::int64_t most) {
    const auto rows = db.run(
        "SELECT seq, payload FROM outbox WHERE kind = $1 ORDER BY seq, n LIMIT $2",
        {std::string(kind), most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<OutboxRow> waiting;
    for (const Row& row : rows->rows)
        waiting.push_back({{row.integer(0)}, std::string(kind), row.blob(1)});
    return waiting;
}

Try<> take_effect_out(Database& db, Seq seq, std::string_view kind) {
    return db.execute(
        "DELETE FROM outbox WHERE seq = $1 AND kind = $2", {seq.value, std::string(kind)}
    );
}

} // namespace meguri::store

#include "features/public_dues/public_dues_store.hpp"

namespace meguri::features::public_dues_store {

namespace {

constexpr std::string_view columns =
    "person, command_key, wallet, slip_hash, slip, division, yen, organization, fiscal_year, "
    "tax_year, period, due, last, kind, created_ms, hold, reference, held_seq, held_on, accepted, "
    "decided, why, receipt, paid_ms, state, closed_seq, closed_on, attempts, next_ms";

// Number and confirmation lead to a person's tax: sealed under that person's key, for this row
// only.
std::string place_of(const std::string& command_key) { return "public_dues/" + command_key; }

Hash hash_of(const vault::Vault& vault, std::string_view number) {
    return vault.lookup_hash("slip", number);
}

// The sealed part is left empty: `open` fills it.
gateway::Slip slip_of(const store::Row& row) {
    gateway::Slip slip;
    slip.division = row.text(5);
    slip.yen = row.integer(6);
    slip.organization = row.text(7);
    slip.fiscal_year = static_cast<int>(row.integer(8));
    slip.tax_year = static_cast<int>(row.integer(9));
    slip.period = row.text(10);
    slip.due = Date::of_number(row.integer(11)), slip.last = Date::of_number(row.integer(12));
    return slip;
}

Dues of_row(const store::Row& row) {
    Dues it;
    it.person = {row.integer(0)}, it.key = row.text(1), it.wallet = {row.integer(2)};
    it.slip = slip_of(row);
    it.kind = static_cast<std::int32_t>(row.integer(13));
    it.created = {row.integer(14)};
    if (!row.is_null(15)) it.hold = {row.integer(15)};
    if (!row.is_null(16)) it.reference = row.text(16);
    it.held = {row.integer(17)}, it.held_on = Date::of_number(row.integer(18));
    it.accepted = row.integer(19) != 0;
    it.decided = static_cast<Dues::Decided>(row.integer(20));
    it.why = static_cast<gateway::SlipRefused>(row.integer(21));
    it.receipt = row.text(22), it.paid_at = {row.integer(23)};
    it.state = static_cast<Dues::State>(row.integer(24));
    it.closed = {row.integer(25)}, it.closed_on = Date::of_number(row.integer(26));
    it.attempts = row.integer(27);
    if (!row.is_null(28)) it.next = {row.integer(28)};
    return it;
}

// Leaves number and confirmation empty for a person whose data was deleted.
Try<> open(store::Database& db, const vault::Vault& vault, Dues& it, std::string_view sealed) {
    auto text = vault.open_text(db, it.person, place_of(it.key), sealed);
    if (!text) return std::unexpected(text.error());
    if (!*text) return {};
    const std::size_t space = (*text)->find(' ');
    if (space == std::string::npos) return fault(FaultCode::corrupt, "a slip without its number");
    it.slip.number = (*text)->substr(0, space), it.slip.confirmation = (*text)->substr(space + 1);
    return {};
}

Try<std::vector<Dues>> select(
    store::Database& db, const vault::Vault& vault, std::string_view rest,
    const std::vector<store::Value>& values
) {
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM public_dues WHERE ").append(rest);
    const auto rows = db.run(sql, values);
    if (!rows) return std::unexpected(rows.error());
    std::vector<Dues> all;
    for (const store::Row& row : rows->rows) {
        Dues& it = all.emplace_back(of_row(row));
        if (auto opened = open(db, vault, it, row.blob(4)); !opened)
            return std::unexpected(opened.error());
    }
    return all;
}

Try<std::optional<Dues>> find_by(
    store::Database& db, const vault::Vault& vault, std::string_view rest,
    const std::vector<store::Value>& values
) {
    auto rows = select(db, vault, rest, values);
    if (!rows) return std::unexpected(rows.error());
    return rows->empty() ? std::nullopt : std::optional(std::move(rows->front()));
}

Try<std::int64_t> count(store::Database& db, const Hash& slip, std::string_view states) {
    std::string sql = "SELECT count(*) FROM public_dues WHERE slip_hash = $1 AND state IN (";
    sql.append(states).append(")");
    const auto rows = db.run(sql, {store::Blob{Bytes(view(slip))}});
    if (!rows) return std::unexpected(rows.error());
    return rows->one().integer(0);
}

} // namespace

std::vector<store::Migration> migrations() {
    return {{2026112273, "public_dues", R"(
CREATE TABLE public_dues (
    person {integer} NOT NULL,
    command_key {text} NOT NULL,
    wallet {integer} NOT NULL,
    slip_hash {blob} NOT NULL,
    slip {blob} NOT NULL,
    division {text} NOT NULL,
    yen {integer} NOT NULL,
    organization {text} NOT NULL,
    fiscal_year {integer} NOT NULL,
    tax_year {integer} NOT NULL,
    period {text} NOT NULL,
    due {integer} NOT NULL,
    last {integer} NOT NULL,
    kind {integer} NOT NULL,
    created_ms {integer} NOT NULL,
    hold {integer} UNIQUE,
    reference {text} UNIQUE,
    held_seq {integer} NOT NULL,
    held_on {integer} NOT NULL,
    accepted {integer} NOT NULL,
    decided {integer} NOT NULL,
    why {integer} NOT NULL,
    receipt {text} NOT NULL,
    paid_ms {integer} NOT NULL,
    state {integer} NOT NULL,
    closed_seq {integer} NOT NULL,
    closed_on {integer} NOT NULL,
    attempts {integer} NOT NULL,
    next_ms {integer},
    PRIMARY KEY (person, command_key)
){strict};
CREATE UNIQUE INDEX public_dues_once ON public_dues (slip_hash) WHERE state IN (1, 2);
CREATE INDEX public_dues_slip ON public_dues (slip_hash);
CREATE INDEX public_dues_held_on ON public_dues (held_on);
CREATE INDEX public_dues_closed_on ON public_dues (closed_on, closed_seq);
CREATE INDEX public_dues_due ON public_dues (next_ms) WHERE next_ms IS NOT NULL;)"}};
}

Try<Wanted> want(store::Database& db, const vault::Vault& vault, const Dues& it) {
    Wanted wanted;
    const std::vector<store::Value> name{it.person.value, it.key};
    auto known = find_by(db, vault, "person = $1 AND command_key = $2", name);
    if (!known) return std::unexpected(known.error());
    wanted.known = std::move(*known);
    const Hash hash = hash_of(vault, it.slip.number);
    const auto returned = count(db, hash, "3");
    if (!returned) return std::unexpected(returned.error());
    wanted.returned = *returned;
    if (wanted.known) return wanted;
    const gateway::Slip& s = it.slip;
    auto sealed = vault.seal_text(
        db, it.person, place_of(it.key), s.number + " " + s.confirmation, it.created
    );
    if (!sealed) return std::unexpected(sealed.error());
    const auto done = db.execute(
        "INSERT INTO public_dues VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
        "$14, $15, NULL, NULL, 0, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, NULL)",
        {it.person.value, it.key, it.wallet.value, store::Blob{Bytes(view(hash))},
         store::Blob{std::move(*sealed)}, s.division, s.yen, s.organization,
         std::int64_t{s.fiscal_year}, std::int64_t{s.tax_year}, s.period, s.due.number(),
         s.last.number(), std::int64_t{it.kind}, it.created.ms}
    );
    return done ? Try<Wanted>(wanted) : std::unexpected(done.error());
}

Try<bool>
note_held(store::Database& db, const engine::DuesEffect& effect, Date held_on, Instant next) {
    const auto rows = db.run(
        "UPDATE public_dues SET hold = $3, reference = $4, held_seq = $5, held_on = $6, state = 1, "
        "next_ms = $7 WHERE person = $1 AND command_key = $2 AND state = 0",
        {effect.person.value, to_hex(view(effect.key)), effect.hold.value, effect.reference,
         effect.seq.value, held_on.number(), next.ms}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->conflict) return fault(FaultCode::corrupt, "a slip that is held twice");
    return rows->changed == 1;
}

Try<> forget_unheld(store::Database& db, Instant older_than) {
    return db.execute(
        "DELETE FROM public_dues WHERE state = 0 AND created_ms < $1", {older_than.ms}
    );
}

Try<std::optional<Dues>> find(store::Database& db, const vault::Vault& vault, HoldId hold) {
    return find_by(db, vault, "hold = $1", {hold.value});
}

Try<std::optional<Dues>>
find_reference(store::Database& db, const vault::Vault& vault, std::string_view reference) {
    return find_by(db, vault, "reference = $1", {std::string(reference)});
}

Try<bool> is_taken(store::Database& db, const vault::Vault& vault, std::string_view number) {
    const auto taken = count(db, hash_of(vault, number), "1, 2");
    return taken ? Try<bool>(*taken > 0) : std::unexpected(taken.error());
}

Try<std::vector<Dues>>
of_person(store::Database& db, const vault::Vault& vault, PersonId person, std::int64_t most) {
    return select(
        db, vault, "person = $1 AND state <> 0 ORDER BY held_seq DESC LIMIT $2",
        {person.value, most}
    );
}

Try<std::vector<Dues>>
held_on(store::Database& db, const vault::Vault& vault, Date day, std::int64_t most) {
    return select(
        db, vault, "held_on = $1 AND state <> 0 ORDER BY held_seq DESC LIMIT $2",
        {day.number(), most}
    );
}

Try<std::vector<Dues>>
in_progress(store::Database& db, const vault::Vault& vault, std::int64_t most) {
    return select(db, vault, "state = 1 ORDER BY held_seq DESC LIMIT $1", {most});
}

Try<std::vector<Dues>>
paid_on(store::Database& db, const vault::Vault& vault, Date day, Seq after, std::int64_t most) {
    return select(
        db, vault, "closed_on = $1 AND closed_seq > $2 AND state = 2 ORDER BY closed_seq LIMIT $3",
        {day.number(), after.value, most}
    );
}

Try<> wake_unfinished(store::Database& db, Instant now) {
    return db.execute(
        "UPDATE public_dues SET next_ms = $1 WHERE state = 1 AND (next_ms IS NULL OR next_ms > $1)",
        {now.ms}
    );
}

Try<std::vector<HoldId>> due(store::Database& db, Instant now, std::int64_t most) {
    const auto rows = db.run(
        "SELECT hold FROM public_dues WHERE next_ms <= $1 ORDER BY next_ms LIMIT $2", {now.ms, most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<HoldId> holds;
    for (const store::Row& row : rows->rows)
        holds.push_back({row.integer(0)});
    return holds;
}

Try<> note_accepted(store::Database& db, HoldId hold, bool accepted) {
    return db.execute(
        "UPDATE public_dues SET accepted = $2 WHERE hold = $1", {hold.value, std::int64_t{accepted}}
    );
}

Try<> note_decided(store::Database& db, HoldId hold, const gateway::DuesStanding& standing) {
    const bool paid = standing.kind == gateway::DuesStanding::Kind::paid;
    const auto decided = paid ? Dues::Decided::paid : Dues::Decided::refused;
    return db.execute(
        "UPDATE public_dues SET decided = $2, why = $3, receipt = $4, paid_ms = $5 WHERE hold = $1 "
        "AND decided = 0",
        {hold.value, static_cast<std::int64_t>(decided),
         static_cast<std::int64_t>(standing.refused), standing.receipt, standing.at.ms}
    );
}

Try<> close(store::Database& db, HoldId hold, Dues::State as, Seq closed, Date closed_on) {
    return db.execute(
        "UPDATE public_dues SET state = $2, closed_seq = $3, closed_on = $4, attempts = 0 WHERE "
        "hold = $1 AND state = 1",
        {hold.value, static_cast<std::int64_t>(as), closed.value, closed_on.number()}
    );
}

Try<> schedule(store::Database& db, HoldId hold, Instant next, std::int64_t attempts) {
    const store::Value at = next.ms == 0 ? store::Value(store::Null{}) : store::Value(next.ms);
    return db.execute(
        "UPDATE public_dues SET next_ms = $2, attempts = $3 WHERE hold = $1",
        {hold.value, at, attempts}
    );
}

} // namespace meguri::features::public_dues_store

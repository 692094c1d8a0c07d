#include "access/wallet_code_store.hpp"

#include <fmt/format.h>
#include <limits>

namespace meguri::access {

namespace wallet_code_store {

namespace {

store::Blob blob_of(const Hash& hash) { return {Bytes(view(hash))}; }

constexpr std::string_view columns = "wallet, mandate, points";

Try<std::optional<CodeOf>> code_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& row = rows->one();
    return CodeOf{WalletId{row.integer(0)}, row.integer(1), ProgramId{row.integer(2)}};
}

std::string_view column_of(FoundBy by) { return by == FoundBy::payload ? "payload" : "digits"; }

// Every number of a mandate is at least 1.
constexpr std::int64_t none_at_all = 0, any_mandate = std::numeric_limits<std::int64_t>::max();
std::int64_t up_to(const Wanted& wanted) { return wanted.on_mandate ? any_mandate : none_at_all; }

} // namespace

Try<bool> replace(
    store::Database& db, CodeOf of, const Hash& payload, const Hash& digits, Instant expires_at
) {
    auto done = db.run(
        "INSERT INTO wallet_code (wallet, mandate, payload, digits, expires_at, points) "
        "VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (wallet) DO UPDATE SET mandate = excluded.mandate, points = excluded.points, "
        "payload = excluded.payload, digits = excluded.digits, expires_at = excluded.expires_at, "
        "used_by = NULL, used_at = NULL, pay_key = NULL",
        {of.wallet.value, of.mandate, blob_of(payload), blob_of(digits), expires_at.ms,
         of.points.value}
    );
    if (!done) return std::unexpected(done.error());
    return !done->conflict;
}

Try<std::optional<CodeOf>>
use(store::Database& db, const Wanted& wanted, PersonId clerk, Instant now) {
    return code_of(db.run(
        fmt::format(
            "UPDATE wallet_code SET used_by = $1, used_at = $2, pay_key = $5 WHERE {} = $3 "
            "AND mandate <= $4 AND used_by IS NULL AND expires_at > $2 RETURNING {}",
            column_of(wanted.by), columns
        ),
        {clerk.value, now.ms, blob_of(wanted.hash), up_to(wanted), store::Blob{wanted.pay_key}}
    ));
}

Try<std::optional<CodeOf>>
used_since(store::Database& db, const Wanted& wanted, PersonId clerk, Instant since) {
    return code_of(db.run(
        fmt::format(
            "SELECT {} FROM wallet_code WHERE {} = $3 AND mandate <= $4 AND used_by = $1 "
            "AND used_at > $2 AND pay_key = $5",
            columns, column_of(wanted.by)
        ),
        {clerk.value, since.ms, blob_of(wanted.hash), up_to(wanted), store::Blob{wanted.pay_key}}
    ));
}

Try<> remove(store::Database& db, WalletId wallet) {
    auto done = db.run("DELETE FROM wallet_code WHERE wallet = $1", {wallet.value});
    if (!done) return std::unexpected(done.error());
    return {};
}

Try<bool> is_over_cap(store::Database& db, std::int64_t whose, Instant since, std::int64_t most) {
    const auto rows = db.run(
        "SELECT 1 FROM wallet_code_wrong WHERE whose = $1 AND since_ms > $2 AND wrong >= $3",
        {whose, since.ms, most}
    );
    return rows ? Try<bool>(!rows->empty()) : std::unexpected(rows.error());
}

Try<> count_wrong(store::Database& db, std::int64_t whose, Instant since, Instant now) {
    return db.execute(
        "INSERT INTO wallet_code_wrong (whose, since_ms, wrong) VALUES ($1, $3, 1) "
        "ON CONFLICT (whose) DO UPDATE SET "
        "wrong = CASE WHEN wallet_code_wrong.since_ms > $2 THEN wallet_code_wrong.wrong + 1 "
        "ELSE 1 END, "
        "since_ms = CASE WHEN wallet_code_wrong.since_ms > $2 THEN wallet_code_wrong.since_ms "
        "ELSE excluded.since_ms END",
        {whose, since.ms, now.ms}
    );
}

} // namespace wallet_code_store

std::vector<store::Migration> wallet_code_migrations() {
    return {
        {2026112221, "wallet codes",
         "CREATE TABLE wallet_code (wallet {integer} PRIMARY KEY, payload {blob} NOT NULL UNIQUE, "
         "digits {blob} NOT NULL UNIQUE,"
         "    expires_at {integer} NOT NULL, used_by {integer}, used_at {integer}){strict}"},
        {2026112315, "wallet codes made on a mandate",
         "ALTER TABLE wallet_code ADD COLUMN mandate {integer} NOT NULL DEFAULT 0"},
        {2026112410, "wallet codes that pay",
         "ALTER TABLE wallet_code ADD COLUMN points {integer} NOT NULL DEFAULT 0;"
         "ALTER TABLE wallet_code ADD COLUMN pay_key {blob};"
         "CREATE TABLE wallet_code_wrong (whose {integer} PRIMARY KEY, since_ms {integer} NOT NULL,"
         "    wrong {integer} NOT NULL){strict}"}
    };
}

} // namespace meguri::access

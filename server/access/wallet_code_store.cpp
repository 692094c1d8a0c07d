#include "access/wallet_code_store.hpp"

#include <limits>

namespace meguri::access {

namespace wallet_code_store {

namespace {

store::Blob blob_of(const Hash& hash) { return {Bytes(view(hash))}; }

Try<std::optional<CodeOf>> code_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return CodeOf{WalletId{rows->one().integer(0)}, rows->one().integer(1)};
}

// Every number of a mandate is at least 1.
constexpr std::int64_t none_at_all = 0, any_mandate = std::numeric_limits<std::int64_t>::max();
std::int64_t up_to(const Wanted& wanted) { return wanted.on_mandate ? any_mandate : none_at_all; }

} // namespace

Try<bool> replace(
    store::Database& db, CodeOf of, const Hash& payload, const Hash& digits, Instant expires_at
) {
    auto done = db.run(
        "INSERT INTO wallet_code (wallet, mandate, payload, digits, expires_at) "
        "VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (wallet) DO UPDATE SET mandate = excluded.mandate, "
        "payload = excluded.payload, digits = excluded.digits, expires_at = excluded.expires_at, "
        "used_by = NULL, used_at = NULL",
        {of.wallet.value, of.mandate, blob_of(payload), blob_of(digits), expires_at.ms}
    );
    if (!done) return std::unexpected(done.error());
    return !done->conflict;
}

Try<std::optional<CodeOf>>
use(store::Database& db, const Wanted& wanted, PersonId clerk, Instant now) {
    constexpr auto by_payload =
        "UPDATE wallet_code SET used_by = $1, used_at = $2 WHERE payload = $3 AND mandate <= $4 "
        "AND used_by IS NULL AND expires_at > $2 RETURNING wallet, mandate";
    constexpr auto by_digits =
        "UPDATE wallet_code SET used_by = $1, used_at = $2 WHERE digits = $3 AND mandate <= $4 "
        "AND used_by IS NULL AND expires_at > $2 RETURNING wallet, mandate";
    const auto* sql = wanted.by == FoundBy::payload ? by_payload : by_digits;
    return code_of(db.run(sql, {clerk.value, now.ms, blob_of(wanted.hash), up_to(wanted)}));
}

Try<std::optional<CodeOf>>
used_since(store::Database& db, const Wanted& wanted, PersonId clerk, Instant since) {
    constexpr auto by_payload = "SELECT wallet, mandate FROM wallet_code WHERE payload = $3 "
                                "AND mandate <= $4 AND used_by = $1 AND used_at > $2";
    constexpr auto by_digits = "SELECT wallet, mandate FROM wallet_code WHERE digits = $3 "
                               "AND mandate <= $4 AND used_by = $1 AND used_at > $2";
    const auto* sql = wanted.by == FoundBy::payload ? by_payload : by_digits;
    return code_of(db.run(sql, {clerk.value, since.ms, blob_of(wanted.hash), up_to(wanted)}));
}

Try<> remove(store::Database& db, WalletId wallet) {
    auto done = db.run("DELETE FROM wallet_code WHERE wallet = $1", {wallet.value});
    if (!done) return std::unexpected(done.error());
    return {};
}

} // namespace wallet_code_store

std::vector<store::Migration> wallet_code_migrations() {
    return {
        {2026112221, "wallet codes",
         "CREATE TABLE wallet_code (wallet {integer} PRIMARY KEY, payload {blob} NOT NULL UNIQUE, "
         "digits {blob} NOT NULL UNIQUE,"
         "    expires_at {integer} NOT NULL, used_by {integer}, used_at {integer}){strict}"},
        {2026112315, "wallet codes made on a mandate",
         "ALTER TABLE wallet_code ADD COLUMN mandate {integer} NOT NULL DEFAULT 0"}
    };
}

} // namespace meguri::access

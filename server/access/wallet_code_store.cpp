#include "access/wallet_code_store.hpp"

#include "access/wallet_code.hpp"

namespace meguri::access {

namespace wallet_code_store {

namespace {

store::Blob blob_of(const Hash& hash) { return {Bytes(view(hash))}; }

Try<std::optional<WalletId>> wallet_of(const Try<store::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return WalletId{rows->one().integer(0)};
}

} // namespace

Try<bool> replace(
    store::Database& db, WalletId wallet, const Hash& payload, const Hash& digits,
    Instant expires_at
) {
    auto done = db.run(
        "INSERT INTO wallet_code (wallet, payload, digits, expires_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (wallet) DO UPDATE SET payload = excluded.payload, "
        "digits = excluded.digits, expires_at = excluded.expires_at, used_by = NULL, "
        "used_at = NULL",
        {wallet.value, blob_of(payload), blob_of(digits), expires_at.ms}
    );
    if (!done) return std::unexpected(done.error());
    return !done->conflict;
}

Try<std::optional<WalletId>>
use(store::Database& db, FoundBy by, const Hash& hash, PersonId clerk, Instant now) {
    constexpr auto by_payload =
        "UPDATE wallet_code SET used_by = $1, used_at = $2 "
        "WHERE payload = $3 AND used_by IS NULL AND expires_at > $2 RETURNING wallet";
    constexpr auto by_digits =
        "UPDATE wallet_code SET used_by = $1, used_at = $2 "
        "WHERE digits = $3 AND used_by IS NULL AND expires_at > $2 RETURNING wallet";
    const auto* sql = by == FoundBy::payload ? by_payload : by_digits;
    return wallet_of(db.run(sql, {clerk.value, now.ms, blob_of(hash)}));
}

Try<std::optional<WalletId>>
used_since(store::Database& db, FoundBy by, const Hash& hash, PersonId clerk, Instant since) {
    constexpr auto by_payload =
        "SELECT wallet FROM wallet_code WHERE payload = $3 AND used_by = $1 AND used_at > $2";
    constexpr auto by_digits =
        "SELECT wallet FROM wallet_code WHERE digits = $3 AND used_by = $1 AND used_at > $2";
    const auto* sql = by == FoundBy::payload ? by_payload : by_digits;
    return wallet_of(db.run(sql, {clerk.value, since.ms, blob_of(hash)}));
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
         "    expires_at {integer} NOT NULL, used_by {integer}, used_at {integer}){strict}"}
    };
}

} // namespace meguri::access

#include "features/settlement/bank_accounts_store.hpp"

#include "base/codec.hpp"

#include <fmt/core.h>

namespace meguri::features::bank_accounts_store {

using gateway::AccountKind;
using gateway::BankAccount;

std::vector<store::Migration> migrations() {
    return {{2026112472, "bank accounts", R"(
CREATE TABLE transfer_settings (
    id {integer} PRIMARY KEY,
    client_code {text} NOT NULL,
    bank {text} NOT NULL,
    branch {text} NOT NULL,
    kind {integer} NOT NULL,
    number {text} NOT NULL,
    holder {text} NOT NULL,
    line_ends {integer} NOT NULL,
    end_of_file_mark {integer} NOT NULL,
    clearing_house_zeros {integer} NOT NULL,
    delivery {text} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL
){strict};
CREATE TABLE organization_account (
    organization {integer} PRIMARY KEY,
    sealed {blob} NOT NULL,
    set_by {integer} NOT NULL,
    set_ms {integer} NOT NULL,
    confirmed_by {integer} NOT NULL,
    confirmed_ms {integer} NOT NULL
){strict};)"}};
}

Try<std::optional<TransferSettings>> settings(store::Database& db) {
    const auto rows = db.run("SELECT client_code, bank, branch, kind, number, holder, line_ends, "
                             "end_of_file_mark, clearing_house_zeros, delivery "
                             "FROM transfer_settings WHERE id = 1");
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& r = rows->one();
    return TransferSettings{
        r.text(0),
        {r.text(1), r.text(2), static_cast<AccountKind>(r.integer(3)), r.text(4), r.text(5)},
        {r.integer(6) != 0, r.integer(7) != 0, r.integer(8) != 0, r.text(9).front()}
    };
}

Try<> set_settings(store::Database& db, const TransferSettings& it, PersonId by, Instant now) {
    const BankAccount& a = it.account;
    const gateway::BankProfile& p = it.profile;
    return db.execute(
        "INSERT INTO transfer_settings (id, client_code, bank, branch, kind, number, holder, "
        "line_ends, end_of_file_mark, clearing_house_zeros, delivery, set_by, set_ms) "
        "VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (id) DO UPDATE SET client_code = excluded.client_code, "
        "bank = excluded.bank, branch = excluded.branch, kind = excluded.kind, "
        "number = excluded.number, holder = excluded.holder, line_ends = excluded.line_ends, "
        "end_of_file_mark = excluded.end_of_file_mark, "
        "clearing_house_zeros = excluded.clearing_house_zeros, delivery = excluded.delivery, "
        "set_by = excluded.set_by, set_ms = excluded.set_ms",
        {it.client_code, a.bank, a.branch, static_cast<std::int64_t>(a.kind), a.number, a.holder,
         std::int64_t{p.line_ends}, std::int64_t{p.end_of_file_mark},
         std::int64_t{p.clearing_house_zeros}, std::string(1, p.delivery), by.value, now.ms}
    );
}

namespace {

std::string bound_to(OrganizationId of) { return fmt::format("organization_account/{}", of.value); }

} // namespace

Bytes Accounts::seal(OrganizationId of, const BankAccount& account) const {
    Writer w;
    w.bytes(account.bank), w.bytes(account.branch);
    w.i(static_cast<std::int64_t>(account.kind));
    w.bytes(account.number), w.bytes(account.holder);
    return vault::seal(key_, w.done(), bound_to(of), random_);
}

Try<BankAccount> Accounts::open(OrganizationId of, std::string_view sealed) const {
    const auto plain = vault::open(key_, sealed, bound_to(of));
    if (!plain) return fault(FaultCode::corrupt, "a bank account cannot be opened");
    Reader in(*plain);
    BankAccount account;
    account.bank = std::string(in.bytes());
    account.branch = std::string(in.bytes());
    account.kind = static_cast<AccountKind>(in.i());
    account.number = std::string(in.bytes());
    account.holder = std::string(in.bytes());
    if (!in.ok()) return fault(FaultCode::corrupt, "a bank account cannot be read");
    return account;
}

Try<std::optional<OrganizationAccount>>
Accounts::find(store::Database& db, OrganizationId of) const {
    const auto rows = db.run(
        "SELECT sealed, set_by, confirmed_by FROM organization_account WHERE organization = $1",
        {of.value}
    );
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    const store::Row& r = rows->one();
    const auto account = open(of, r.blob(0));
    if (!account) return std::unexpected(account.error());
    return OrganizationAccount{*account, {r.integer(1)}, {r.integer(2)}};
}

Try<std::map<OrganizationId, OrganizationAccount>> Accounts::all(store::Database& db) const {
    const auto rows =
        db.run("SELECT organization, sealed, set_by, confirmed_by FROM organization_account");
    if (!rows) return std::unexpected(rows.error());
    std::map<OrganizationId, OrganizationAccount> all;
    for (const store::Row& r : rows->rows) {
        const OrganizationId of{r.integer(0)};
        const auto account = open(of, r.blob(1));
        if (!account) return std::unexpected(account.error());
        all.emplace(of, OrganizationAccount{*account, {r.integer(2)}, {r.integer(3)}});
    }
    return all;
}

Try<> Accounts::put(
    store::Database& db, OrganizationId of, const BankAccount& account, PersonId by, Instant now
) const {
    return db.execute(
        "INSERT INTO organization_account (organization, sealed, set_by, set_ms, confirmed_by, "
        "confirmed_ms) VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT (organization) DO UPDATE SET "
        "sealed = excluded.sealed, set_by = excluded.set_by, set_ms = excluded.set_ms, "
        "confirmed_by = 0, confirmed_ms = 0",
        {of.value, store::Blob{seal(of, account)}, by.value, now.ms}
    );
}

Try<> Accounts::confirm(store::Database& db, OrganizationId of, PersonId by, Instant now) const {
    return db.execute(
        "UPDATE organization_account SET confirmed_by = $2, confirmed_ms = $3 "
        "WHERE organization = $1",
        {of.value, by.value, now.ms}
    );
}

Try<> Accounts::doubt(store::Database& db, OrganizationId of) const {
    return db.execute(
        "UPDATE organization_account SET confirmed_by = 0, confirmed_ms = 0 "
        "WHERE organization = $1",
        {of.value}
    );
}

} // namespace meguri::features::bank_accounts_store

// Where the city's transfers come from, and where each organization's money goes. Organizations'
// accounts are sealed: many of them are people.
#pragma once

#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "gateway/bank_transfers/bank_transfers.hpp"
#include "store/database.hpp"
#include "vault/sealed.hpp"

#include <map>

namespace meguri::features::bank_accounts_store {

std::vector<store::Migration> migrations();

// The city's own account and what its bank wants.
struct TransferSettings {
    std::string client_code; // ten digits
    gateway::BankAccount account;
    gateway::BankProfile profile;
};
Try<std::optional<TransferSettings>> settings(store::Database& db);
Try<> set_settings(store::Database& db, const TransferSettings& it, PersonId by, Instant now);

struct OrganizationAccount {
    gateway::BankAccount account;
    PersonId set_by, confirmed_by; // confirmed_by none: money does not go there yet
};

class Accounts {
  public:
    Accounts(const CityKeys& keys, Random& random)
        : key_(keys.key(KeyUse::bank_account)), random_(random) {}

    Try<std::optional<OrganizationAccount>> find(store::Database& db, OrganizationId of) const;
    Try<std::map<OrganizationId, OrganizationAccount>> all(store::Database& db) const;
    // Replaces what there is; waits for somebody else's confirmation.
    Try<>
    put(store::Database& db, OrganizationId of, const gateway::BankAccount& account, PersonId by,
        Instant now) const;
    Try<> confirm(store::Database& db, OrganizationId of, PersonId by, Instant now) const;
    // The bank sent money back: somebody has to look at the account again.
    Try<> doubt(store::Database& db, OrganizationId of) const;

    // An account as it is kept beside a transfer, for ever as it was then.
    Bytes seal(OrganizationId of, const gateway::BankAccount& account) const;
    Try<gateway::BankAccount> open(OrganizationId of, std::string_view sealed) const;

  private:
    SecretKey key_;
    Random& random_;
};

} // namespace meguri::features::bank_accounts_store

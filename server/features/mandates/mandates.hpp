// Mandates: a resident lets another one see, top up or pay from the own wallet (a child, a carer, a
// helper), with limits, until a day. Both see what is allowed and how much is left; the owner takes
// it back at once, and every payment on it stands in the owner's history as such.
//
// The ledger holds the mandates and checks every payment; here is only who may ask for what. To
// everybody who neither gave nor holds it, a mandate does not exist (not_found). A holder without
// the right to see learns nothing about the owner's value, not from a refusal either.
#pragma once

#include "access/command_key.hpp"
#include "access/wallet_code.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/wallet_reference.hpp"
#include "service/wallet_view.hpp"
#include "vault/vault.hpp"

#include <unordered_map>

namespace meguri::features {

class Mandates {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const access::CommandKeys& keys;
        const access::WalletCodes& codes;
        const vault::Vault& vault;
        const CityKeys& city_keys;
        Random& random;
    };
    explicit Mandates(Parts parts)
        : p_(parts), json_(parts.directory), references_(parts.city_keys),
          id_key_(parts.city_keys.key(KeyUse::mandate_id)) {}
    void add_routes(http::Router& router);
    // At start, on the io thread: who holds which mandates.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply open_code(http::Request& request);
    Reply give(http::Request& request);
    Reply revoke(http::Request& request);
    // what a holder does: holder_routes.cpp
    Reply wallet(http::Request& request);
    Reply create_code(http::Request& request);
    Reply preview(http::Request& request);
    Reply pay(http::Request& request);
    Reply close_key(http::Request& request);

    struct Which {
        WalletId wallet;
        std::int64_t number = 0;
    };
    struct Found {
        WalletId wallet;
        PersonId owner;
        ledger::Mandate mandate;
        ledger::Amount month_used;
    };
    enum class As { owner, holder };

    std::string id_of(WalletId wallet, std::int64_t number) const;
    http::Async<bool> complete(); // `held_` knows all; false: not now, the ledger is paused
    void remember(WalletId wallet, const ledger::MandateGiven& given);
    // All mandates that the caller gave, or holds.
    http::Async<std::expected<std::vector<Found>, http::Response>>
    all(http::Request& request, As as);
    // The one that the path names.
    http::Async<std::expected<Found, http::Response>> one(http::Request& request, As as);
    static bool allows(const Found& found, std::uint32_t right, Date today);
    // Enough to know the person by: the telephone number's last two digits. The look is noted.
    http::Async<std::expected<std::vector<std::string>, http::Response>>
    labels(const http::Request& request, std::vector<PersonId> people);
    void write(http::JsonOut& out, const Found& found, std::string_view label, Date today) const;
    Reply show_one(http::Request& request, Which which, bool created);

    Parts p_;
    service::EntryJson json_;
    service::WalletReferences references_;
    SecretKey id_key_;
    // The ledger finds a mandate by its owner's wallet; this finds it by its holder. io thread.
    std::unordered_map<PersonId, std::vector<Which>> held_;
    // An answer was lost: the ledger may hold a mandate that `held_` does not know. io thread.
    bool incomplete_ = false;
};

} // namespace meguri::features

// A top-up place: staff scan the resident's code, take cash, and the value is there at once
// (CHG-f). The cash and the value are one entry: who took it, where, how much.
#pragma once

#include "access/command_key.hpp"
#include "access/wallet_code.hpp"
#include "engine/engine.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/wallet_reference.hpp"
#include "vault/vault.hpp"

namespace meguri::features {

class TopUps {
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
    explicit TopUps(Parts parts)
        : p_(parts), json_(parts.directory), references_(parts.city_keys) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply open_wallet_code(http::Request& request);
    Reply create(http::Request& request);

    Parts p_;
    service::EntryJson json_;
    service::WalletReferences references_;
};

} // namespace meguri::features

// The city gives to one resident (PRM-a) and puts a wallet right with a reason (PNT-e). To many:
// features/jobs.
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"

namespace meguri::features {

class Grants {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const access::CommandKeys& keys;
    };
    explicit Grants(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply grant(http::Request& request);
    Reply adjust(http::Request& request);

    struct Asked { // as the contract has it
        std::string key, resident, program;
        ledger::Amount amount;
    };
    struct Found { // as the ledger has it
        ledger::Key key;
        WalletId wallet;
        ProgramId program;
    };
    static Asked read(http::Fields& in);
    http::Async<std::expected<Found, http::Response>>
    find(const http::Request& request, const Asked& asked);

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

// A resident's own money: balance by deadline, history, and the one-time code that the counter
// scans (MNU-a, MNU-b).
#pragma once

#include "access/wallet_code.hpp"
#include "engine/engine.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "views/wallet_entries.hpp"

namespace meguri::features {

class Wallets {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const access::WalletCodes& codes;
        Random& random;
        bool takes_cards; // a provider of card payments is configured
    };
    explicit Wallets(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply wallet(http::Request& request);
    Reply history(http::Request& request);
    Reply history_choices(http::Request& request);
    Reply filtered(views::WalletFilter filter, Seq before, std::int64_t limit, Instant at);
    std::vector<ProgramId> points_programs() const;
    http::Async<Try<bool>> catch_up();
    Reply create_code(http::Request& request);
    Reply top_up_choices(http::Request& request);

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

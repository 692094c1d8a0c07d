// Residents give points to each other (PNT-i). The receiver shows a one-time code; the giver sees a
// masked name, enters an amount, sees what would go, and confirms. The reference to the receiver is
// sealed for the giver: nobody else can use it, and it says nothing about the person.
#pragma once

#include "access/command_key.hpp"
#include "access/wallet_code.hpp"
#include "engine/engine.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/wallet_reference.hpp"
#include "vault/vault.hpp"

namespace meguri::features {

class Transfers {
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
    explicit Transfers(Parts parts)
        : p_(parts), json_(parts.directory), references_(parts.city_keys) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply open(http::Request& request);
    Reply preview(http::Request& request);
    Reply create(http::Request& request);

    struct Asked { // as the contract has it
        std::string to, program;
        ledger::Amount amount;
    };
    static Asked read(http::Fields& in);
    http::Async<Try<std::string>> name_of(const http::Request& request, PersonId receiver);
    // `since`: when the page was opened, or now for a preview. Or the refusal and its field.
    std::expected<ledger::Transfer, std::pair<Refusal, std::string_view>>
    transfer_of(const http::Request& request, const Asked& asked, Instant since) const;

    Parts p_;
    service::EntryJson json_;
    service::WalletReferences references_;
};

// "山田 花子" → "山〇 〇〇", "Anna" → "A〇〇〇": the first letter and the length.
std::string masked_name(std::string_view name);

} // namespace meguri::features

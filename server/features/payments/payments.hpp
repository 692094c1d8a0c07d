// A resident pays at a place, and everything around that: opening the printed code, what would be
// used, asking after a lost answer, taking a payment back; or shows a code that the till scans.
//
// Nothing here decides about money: requests become Commands, the ledger's answers become replies.
// Every money step carries a key that was given out before, so sending it again can never pay
// twice.
#pragma once

#include "access/command_key.hpp"
#include "access/place_code.hpp"
#include "access/wallet_code.hpp"
#include "engine/engine.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/wallet_reference.hpp"

namespace meguri::features {

class Payments {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        const service::Directory& directory;
        const access::CommandKeys& keys;
        const access::PlaceCodes& codes;
        Random& random;
        store::Registry& registry;
        const access::WalletCodes& wallet_codes;
        const CityKeys& city_keys;
    };
    explicit Payments(Parts parts)
        : p_(parts), json_(parts.directory), references_(parts.city_keys) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply open_key(http::Request& request);
    Reply close_key(http::Request& request);
    Reply open_place_code(http::Request& request);
    Reply preview(http::Request& request);
    Reply pay(http::Request& request);
    Reply entry(http::Request& request);
    Reply cancel(http::Request& request);
    // the till scans the resident's code: shown_code_routes.cpp
    Reply open_shown_code(http::Request& request);
    Reply pay_by_shown_code(http::Request& request);

    struct Asked { // a payment as the contract has it
        std::string place, points;
        ledger::Amount amount;
    };
    static Asked read_payment(http::Fields& in);
    std::expected<ledger::Payment, std::pair<Refusal, std::string_view>>
    payment_of(const Asked& asked, WalletId wallet) const;
    void write_key(
        http::JsonOut& out, std::string_view name, const http::Request& request,
        std::string_view expires_name
    ) const;
    std::expected<PlaceId, Refusal> place_of_code(std::string_view scanned) const;

    Parts p_;
    service::EntryJson json_;
    service::WalletReferences references_;
};

} // namespace meguri::features

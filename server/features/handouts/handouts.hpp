// Ways of giving (配布) and the budgets behind them (PNT-b, c, d, h; PRM-h, i). The city gives
// budgets to organizations; their people open handouts; residents take part by a printed code, a
// code word, a scan of their own code or card by staff, or by the time they stayed.
//
// An organization sees and touches its own only; what is another's is answered like what does not
// exist.
#pragma once

#include "access/card_code.hpp"
#include "access/command_key.hpp"
#include "access/place_code.hpp"
#include "access/wallet_code.hpp"
#include "engine/engine.hpp"
#include "features/handouts/handout_json.hpp"
#include "features/handouts/handouts_seen.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/wallet_reference.hpp"
#include "vault/vault.hpp"

namespace meguri::features {

class Handouts {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        const access::CommandKeys& keys;
        const access::PlaceCodes& codes; // of handouts
        const access::WalletCodes& wallet_codes;
        const access::CardCodes& card_codes;
        const vault::Vault& vault;
        const CityKeys& city_keys;
        Random& random;
    };
    explicit Handouts(Parts parts)
        : p_(parts), json_(parts.directory), references_(parts.city_keys) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: names and codes into the directory.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    using Json = http::JsonOut;
    // The city's and organizations' side.
    Reply list_budgets(http::Request& request);
    Reply give_budget(http::Request& request);
    Reply list(http::Request& request);
    Reply open(http::Request& request);
    Reply get(http::Request& request);
    Reply close(http::Request& request);
    Reply retire_code(http::Request& request);
    // At the event, by staff.
    Reply open_scan(http::Request& request);
    Reply scan(http::Request& request);
    Reply list_stays(http::Request& request);
    Reply correct_stay(http::Request& request);
    // By residents.
    Reply open_code(http::Request& request);
    Reply claim(http::Request& request);
    Reply check_in(http::Request& request);
    Reply check_out(http::Request& request);

    struct Own { // a handout that the caller may see
        const service::HandoutTexts* texts;
        SeenHandout seen;
    };
    http::Async<std::expected<ledger::HandoutTerms, http::Response>>
    terms_of(const http::Request& request, const AskedHandout& asked);
    http::Async<std::expected<Own, Refusal>> find_own(const http::Request& request);
    // … and act on: from a place of its organization that is open and gives.
    http::Async<std::expected<Own, Refusal>> find_to_act(const http::Request& request);
    // … and scan for: from the very place, when it is bound to one.
    http::Async<std::expected<Own, Refusal>> find_to_scan(const http::Request& request);
    Reply show(const http::Request& request, int status);
    Reply show_own(const Own& own, int status);
    Reply opened(const ledger::Entry& entry, const std::string& name);
    void write_terms(Json& out, const Own& own) const;
    void write(Json& out, const Own& own) const;
    void write_organization(Json& out, PlaceId any_place_of_it) const;
    std::expected<HandoutId, Refusal>
    handout_of_code(std::string_view scanned, std::optional<Instant> opened) const;
    struct Scanned { // whose code it is
        WalletId wallet;
        std::string card_number; // empty: an app's
    };
    using WhoseCode = std::expected<Scanned, http::Response>;
    http::Async<WhoseCode> whose(const http::Request& request, const std::string& scanned);
    http::Async<WhoseCode> whose_card(const std::string& scanned);
    http::Async<Try<std::string>> label_of(const http::Request& request, PersonId owner);
    Reply stay_by_code(http::Request& request, bool in);
    struct Stayed {
        Refusal refusal = Refusal::none;
        PersonId owner;
        ledger::Stay stay{};
    };

    Parts p_;
    service::EntryJson json_;
    service::WalletReferences references_;
};

} // namespace meguri::features

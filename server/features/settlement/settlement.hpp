// What places took is paid out (ADM-d). One operator has a run worked out up to the end of a closed
// day; it is held against the journal, added up another way. Its maker proposes it, another
// approves exactly its digest, and it is booked row by row. Then everything that is owed to an
// organization whose account somebody confirmed is booked as paid out and written to a file for the
// bank; the rest stays owed and goes with the next run, as does what the bank sends back.
//
// One run at a time until it is settled. Nothing is in memory only: whoever leads the city goes on
// where another process was ended.
#pragma once

#include "access/command_key.hpp"
#include "base/config.hpp"
#include "engine/engine.hpp"
#include "features/settlement/bank_accounts_store.hpp"
#include "features/settlement/groups_store.hpp"
#include "features/settlement/settlement_store.hpp"
#include "http/fields.hpp"
#include "http/rounds.hpp"
#include "http/router.hpp"
#include "http/turns.hpp"
#include "print/payment_notice.hpp"
#include "service/city_look.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"
#include "vault/vault.hpp"

#include <boost/asio/thread_pool.hpp>

namespace meguri::features {

class Settlements {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        const CityKeys& city_keys;
        const vault::Vault& vault;
        Random& random;
        const service::CityLook& look; // name of the city
        const Config& config;
        boost::asio::thread_pool& workers; // draw papers
    };
    explicit Settlements(Parts parts)
        : p_(parts), json_(p_.directory), accounts_(p_.city_keys, p_.random) {}
    void add_routes(http::Router& router);

    // Books runs that were approved, and pay-outs, until `stop`; spawn it on the io thread.
    http::Async<void> run();
    void stop() { rounds_.stop(); }

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply create(http::Request& request);
    Reply get(http::Request& request);
    Reply list_rows(http::Request& request);
    Reply propose(http::Request& request);
    Reply approve(http::Request& request);
    Reply end(http::Request& request);
    Reply make_transfers(http::Request& request);
    Reply mark_paid(http::Request& request);
    Reply take_back(http::Request& request); // a transfer that the bank returned
    Reply transfer_file(http::Request& request);
    Reply statement_file(http::Request& request);
    Reply payment_notices(http::Request& request);

    // Accounts (bank_account_routes.cpp).
    Reply get_settings(http::Request& request);
    Reply set_settings(http::Request& request);
    Reply list_organizations(http::Request& request);
    Reply get_account(http::Request& request);
    Reply set_account(http::Request& request);
    Reply confirm_account(http::Request& request);
    using Account = std::optional<bank_accounts_store::OrganizationAccount>;
    void write_account(
        http::JsonOut& out, const http::Request& request, const service::PlaceTexts& of,
        const Account& account, ledger::Amount owed, std::int64_t group, bool whole
    ) const; // `whole`: with the account itself
    Reply show_account(const http::Request& request, const service::PlaceTexts& of);
    http::Async<Try<>>
    note_look(const http::Request& request, std::string_view what, const std::string& at_what);

    // Groups of organizations that are settled alike (group_routes.cpp).
    void add_group_routes(http::Router& router);
    Reply list_groups(http::Request& request);
    Reply set_group(http::Request& request);
    Reply set_member(http::Request& request);
    Reply show_groups(const http::Request& request);
    http::Async<Try<std::optional<SettlementGroup>>>
    find_group(std::int64_t number, std::int64_t version);

    // Working one out (work_out.cpp).
    struct WorkedOut {
        SettlementRun run;
        std::vector<ledger::SettlementRow> rows;
    };
    http::Async<std::expected<WorkedOut, Refusal>>
    work_out(Date until, const SettlementGroup& group);
    http::Async<Try<>>
    compare(WorkedOut& worked, const std::map<PlaceId, OrganizationId>& organizations);

    // Runs wait for each other, and every request for the run that it is about.
    http::Async<http::Turns<std::string>::Turn> turn(const http::Request& request);
    http::Async<std::expected<SettlementRun, http::Response>> find(const http::Request& request);
    http::Async<Try<>> save(const SettlementRun& run);
    Reply show(const http::Request& request, const SettlementRun& run, int status);
    struct Seen { // what the ledger says
        PersonId proposed_by, approved_by;
    };
    static Seen see(const ledger::State& state, const SettlementRun& run);
    void write(
        http::JsonOut& out, const http::Request& request, const SettlementRun& run, const Seen& seen
    ) const;

    // What one organization gets (settlement_rows.cpp).
    struct Line {
        const service::PlaceTexts* texts = nullptr; // null: unknown to the directory
        OrganizationId organization;
        std::vector<ledger::SettlementRow> rows; // of programs
        ledger::Amount fee, tax;                 // yen, kept
        ledger::Amount total;                    // yen, less what is kept
        std::optional<Transfer> transfer;
        std::string_view standing;
    };
    http::Async<Try<std::vector<Line>>> lines(const SettlementRun& run);
    print::Notice
    notice_of(const SettlementRun& run, const SettlementGroup& group, const Line& line) const;

    // The work beside the requests (settlement_work.cpp).
    http::Async<void> go_on();
    http::Async<void> join(SettlementRun& run);
    http::Async<void> book(SettlementRun& run);
    http::Async<void> pay_out(SettlementRun& run);

    Parts p_;
    service::EntryJson json_;
    bank_accounts_store::Accounts accounts_;
    http::Turns<std::string> turns_; // by public id; "" while one is being worked out
    http::Rounds rounds_;
};

} // namespace meguri::features

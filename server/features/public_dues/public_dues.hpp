// Public dues (公金・税, GEN-h): a resident pays a slip from the wallet. The ledger holds value
// that may pay this kind of tax, the clearing side is told, and the hold is posted when it says
// "paid", voided when it refuses. Until it has decided, both sides see "in progress".
//
// What must never happen: the same slip paid twice, value spent for a slip that was not paid, a
// slip paid without value. So the slip is noted in the registry first, under the person's key; then
// the ledger holds, under that key and a source reference made of the slip's number: two people,
// two keys or two processes cannot hold for one slip. Journal and outbox (engine/effects) say that
// there is a hold; from there on the row says how far it has come (public_dues_store). What is to
// be done next is decided in dues.hpp; every step can be done twice.
#pragma once

#include "access/command_key.hpp"
#include "base/config.hpp"
#include "engine/engine.hpp"
#include "features/public_dues/public_dues_store.hpp"
#include "http/fields.hpp"
#include "http/rounds.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <set>

namespace meguri::features {

class PublicDues {
  public:
    struct Parts { // all must outlive it
        boost::asio::io_context& io;
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const access::CommandKeys& keys;
        const vault::Vault& vault;
        const Config& config;
        const Clock& clock;
        boost::asio::thread_pool& workers; // of their own: who hangs there holds up nobody else
        boost::asio::thread_pool& writers; // write files
        gateway::Clearing* clearing;       // null: this city takes no dues
    };
    explicit PublicDues(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // Carries on with whatever is unfinished, until `stop`; spawn it on the io thread.
    http::Async<void> run();
    void stop();

  private:
    using Reply = http::Async<http::Response>;
    using Done = http::Async<Try<>>;
    struct Asked { // a slip as a resident gave it
        gateway::Slip slip;
        std::int32_t kind = 0;
        std::string_view field; // where it stood in the body
    };
    using No = std::pair<Refusal, std::string_view>; // and the field at fault

    Reply preview(http::Request& request);
    Reply pay(http::Request& request);
    Reply show(http::Request& request);
    Reply list_own(http::Request& request);
    Reply list_city(http::Request& request);
    Reply reconcile(http::Request& request);

    std::expected<Asked, No> asked_for(http::Fields& in, Date today) const;
    std::optional<std::int32_t> kind_of(std::string_view division) const;
    http::Async<std::expected<bool, No>> confirm(Asked& asked);
    Reply shown(const Asked& asked, bool confirmed, const http::Request& request);
    http::Async<std::expected<public_dues_store::Wanted, Refusal>> want(Dues it);
    Reply hold(Dues it, ledger::Command command);
    Reply answer(HoldId hold, int status);
    void write_slip(http::JsonOut& out, const gateway::Slip& slip, std::int32_t kind) const;
    void write(http::JsonOut& out, const Dues& it) const;
    http::Response list(const std::vector<Dues>& rows) const;

    http::Async<Try<std::optional<Dues>>> load(HoldId hold);
    Done take_over(engine::DuesEffect effect);
    http::Async<Try<bool>> take_over_waiting();
    http::Async<void> tidy();
    http::Async<void> start_due();
    void start(HoldId hold); // goes on with one, beside everything else
    http::Async<void> wait_for(HoldId hold);
    http::Async<void> advance(HoldId hold);
    Done go_on(HoldId hold);
    Done tell(const Dues& it, bool ask);
    Done settle(const Dues& it, bool post);
    template <class Change> Done change(HoldId hold, std::int64_t tried, Change work);

    Parts p_;
    service::EntryJson json_;
    std::set<HoldId> under_way_;          // being gone on with
    std::map<HoldId, Instant> looked_at_; // when residents' pages last made us ask
    http::Rounds rounds_;
};

} // namespace meguri::features

// Top-ups by credit card (CHG-e): the ledger holds value, premium and limits first, then the person
// pays on the provider's page, then the hold is posted, exactly once. Whatever gets lost, late or
// doubled on the way: no captured yen stays without value or refund, and no value without a yen.
//
// The journal holds the hold and, in the outbox, that a page is wanted. From there on a row of the
// registry (card_top_ups_store) says how far it has come; nothing is in memory only, so another
// process goes on where this one was ended. What is to be done next is decided in card_top_up.hpp;
// here it is done. Every step can be done twice: the ledger's commands carry a source reference,
// the provider's ours.
#pragma once

#include "access/command_key.hpp"
#include "base/config.hpp"
#include "engine/effects.hpp"
#include "engine/engine.hpp"
#include "features/card_top_ups/card_top_ups_store.hpp"
#include "gateway/card_payments/card_payments.hpp"
#include "http/rounds.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <set>

namespace meguri::features {

class CardTopUps {
  public:
    struct Parts { // all must outlive it
        boost::asio::io_context& io;
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const access::CommandKeys& keys;
        const Config& config;
        const Clock& clock;
        boost::asio::thread_pool& workers; // of their own: a provider that hangs holds up nobody
        gateway::CardPayments* provider;   // null: this city takes no cards
    };
    explicit CardTopUps(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // Carries on with whatever is unfinished, until `stop`; spawn it on the io thread.
    http::Async<void> run();
    void stop();

  private:
    using Reply = http::Async<http::Response>;
    using Done = http::Async<Try<>>;
    Reply preview(http::Request& request);
    Reply create(http::Request& request);
    Reply show(http::Request& request);
    Reply leave(http::Request& request);
    Reply receive(http::Request& request);

    http::Async<Try<std::optional<CardTopUp>>> load(HoldId hold);
    http::Async<Try<std::optional<CardTopUp>>> own(std::string reference, PersonId person);
    Reply answer(HoldId hold, int status);
    http::Async<Try<std::optional<CardTopUp>>> named_by(gateway::CardEvent event);
    Done note(CardTopUp it, gateway::CardEvent event);
    Done take_over(engine::CardEffect effect, Seq seq);
    Done take_over_waiting();
    http::Async<void> start_due();

    void start(HoldId hold, bool look_now); // goes on with one, beside everything else
    http::Async<void> wait_for(HoldId hold);
    http::Async<void> advance(HoldId hold, bool look_now);
    Done go_on(HoldId hold, bool look_now);
    Done step(const CardTopUp& it, CardStep what);
    Done open_page(const CardTopUp& it);
    Done no_page(const CardTopUp& it, Fault why);
    Done look(const CardTopUp& it, bool close);
    Done settle(const CardTopUp& it, bool post);
    Done refund(const CardTopUp& it);
    Done take_back(const CardTopUp& it);
    http::Async<engine::Answer>
    command(const CardTopUp& it, std::string_view what, ledger::Body body);
    template <class Change> Done change(HoldId hold, std::int64_t tried, Change work);
    void write(http::JsonOut& out, const CardTopUp& it) const;

    Parts p_;
    service::EntryJson json_;
    std::set<HoldId> under_way_;          // being gone on with
    std::map<HoldId, bool> again_;        // something new came meanwhile; whether to look
    std::map<HoldId, Instant> looked_at_; // when residents' pages last made us ask
    http::Rounds rounds_;
};

} // namespace meguri::features

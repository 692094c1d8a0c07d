// Programs (事業) and the four eyes that start them (PAY-f): one operator proposes, another
// approves exactly what was proposed; stopping needs one person. The names are approved together
// with the terms.
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "features/programs/programs_store.hpp"
#include "features/programs/terms_json.hpp"
#include "features/programs/worked_examples.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"
#include "service/rehearsal.hpp"

#include <boost/asio/thread_pool.hpp>
#include <map>

namespace meguri::features {

class Programs {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        const service::CityLists& lists;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        Random& random;
        boost::asio::thread_pool& workers; // dry runs
        std::string database_url;          // to build a copy of the city from
    };
    explicit Programs(Parts parts)
        : p_(std::move(parts)), json_(p_.directory), terms_(p_.directory, p_.lists) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: names into the directory; joins rows to programs approved just
    // before a crash.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply get(http::Request& request);
    Reply stop(http::Request& request);
    Reply list_proposals(http::Request& request);
    Reply get_proposal(http::Request& request);
    Reply propose(http::Request& request);
    Reply approve(http::Request& request);
    Reply withdraw(http::Request& request);
    Reply preview(http::Request& request);
    Reply versions(http::Request& request);
    Reply dry_run(http::Request& request);

    struct Answered; // what became of a key and a command
    http::Async<Answered> ask(http::Request& request, std::string token, ledger::Body body);
    Reply show_program(const http::Request& request, const service::ProgramTexts& texts);
    Reply show_proposal(const http::Request& request, const ProposalRow& row, int status);
    struct Rehearsed {
        std::optional<service::Rehearsal> result;
        std::optional<http::Response> refused; // set: answer the caller with this
    };
    http::Async<Rehearsed> rehearse(ProposalId proposal, Instant now);
    http::Async<std::optional<Hash>> digest_of(ProposalId proposal);
    http::Async<std::optional<http::Response>>
    refuse_unseen(ledger::Approve approval, Hash dry_run, PersonId by, Instant now);

    struct SeenProgram {
        ledger::Program program;
        Refusal closed = Refusal::none; // for top-ups (CHG-d)
    };
    static std::optional<SeenProgram>
    see(const ledger::State& state, ProgramId program, Instant now);
    void write_program(
        http::JsonOut& out, const service::ProgramTexts& texts, const SeenProgram& seen
    ) const;
    void write_examples(
        http::JsonOut& out, const NamedTerms& named, const ExampleBase& base, Instant now
    ) const;
    void write_person(http::JsonOut& out, std::string_view name, PersonId person) const;
    // The program that a proposal's `replaces` names; nothing and a refusal in `in` when unknown.
    const service::ProgramTexts* read_replaced(http::Fields& in) const;
    const ProposalRow* find(std::string_view id) const;
    void published(ProposalRow& row, ProgramId program, ledger::Unit unit);

    Parts p_;
    service::EntryJson json_;
    TermsJson terms_;
    std::map<std::int64_t, ProposalRow> proposals_; // by number; few
    bool rehearsing_ = false;
};

} // namespace meguri::features

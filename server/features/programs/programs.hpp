// Programs (事業) and the four eyes that start them (PAY-f): one operator proposes, another
// approves exactly what was proposed; stopping needs one person. The names are approved together
// with the terms.
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "features/programs/programs_store.hpp"
#include "features/programs/terms_json.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"

#include <map>

namespace meguri::features {

class Programs {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        Random& random;
    };
    explicit Programs(Parts parts) : p_(parts), json_(parts.directory) {}
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

    struct Answered; // what became of a key and a command
    http::Async<Answered> ask(http::Request& request, std::string token, ledger::Body body);
    Reply show_program(const service::ProgramTexts& texts);
    Reply show_proposal(const http::Request& request, const ProposalRow& row, int status);
    void write_program(
        http::JsonOut& out, const service::ProgramTexts& texts, const ledger::Program& program
    ) const;
    const ProposalRow* find(std::string_view id) const;
    void published(ProposalRow& row, ProgramId program);

    Parts p_;
    service::EntryJson json_;
    std::map<std::int64_t, ProposalRow> proposals_; // by number; few
};

} // namespace meguri::features

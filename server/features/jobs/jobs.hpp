// Grants to many (PRM-a, PRM-j). One operator makes a draft with its rows (a list in pieces, or
// everybody whom a filter finds), and proposes it: from then on the rows are frozen under one
// digest. Another approves exactly that digest; the whole sum is held. At its time app/job_runner
// gives it, slice by slice, each row exactly once. One person stops it at any moment.
//
// Four eyes: a draft is its maker's. Nobody else adds rows or proposes it, so that whoever wrote
// any of it is never the one who approves.
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "features/jobs/jobs_store.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "http/turns.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"

#include <boost/asio/thread_pool.hpp>
#include <functional>

namespace meguri::features {

class Jobs {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        Random& random;
        boost::asio::thread_pool& workers; // digests of long lists
        std::function<void()> approved;    // one may be due
    };
    explicit Jobs(Parts parts) : p_(std::move(parts)), json_(p_.directory) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: joins plans to jobs that were approved just before a crash.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply create(http::Request& request);
    Reply get(http::Request& request);
    Reply add_rows(http::Request& request);
    Reply propose(http::Request& request);
    Reply approve(http::Request& request);
    Reply stop(http::Request& request);

    // One request at a time changes a plan; the others wait and find what it did. The plan is to
    // be read after this, not before. Freed with what is returned.
    http::Async<http::Turns<std::string>::Turn> turn(const http::Request& request);
    http::Async<std::expected<JobPlan, http::Response>> find(const http::Request& request);
    http::Async<Try<>> save(const JobPlan& plan);
    Reply show(const http::Request& request, const JobPlan& plan, int status);
    struct InLedger { // what the ledger says about a plan
        ledger::ProposalState proposal = ledger::ProposalState::open;
        PersonId proposed_by, approved_by;
        Hash digest{};
        std::optional<ledger::Job> job;
    };
    static InLedger see(const ledger::State& state, const JobPlan& plan);
    void write(
        http::JsonOut& out, const http::Request& request, const JobPlan& plan, const InLedger& seen
    ) const;

    // Freezing (freeze_job.cpp).
    http::Async<std::expected<JobPlan, Refusal>> freeze(const JobPlan& draft);
    http::Async<std::expected<JobPlan, Refusal>> collect(const JobPlan& draft);
    http::Async<std::expected<Hash, Refusal>> seal_slices(const JobPlan& plan);

    Parts p_;
    service::EntryJson json_;
    http::Turns<std::string> turns_; // by public id
};

} // namespace meguri::features

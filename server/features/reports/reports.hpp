// The city's figures (ADM-e, PNT-o, PNT-q): what every program's value came to at any moment, where
// it came from and where it went, and what each place had of it, by month. From the read models,
// each answer with the entry up to which it goes.
#pragma once

#include "engine/engine.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"
#include "views/program_books.hpp"

#include <span>

namespace meguri::features {

class Reports {
  public:
    struct Parts { // all must outlive it
        store::Registry& registry;
        const service::Directory& directory;
    };
    explicit Reports(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply balances(http::Request& request);
    Reply flows(http::Request& request);
    Reply places(http::Request& request);

    template <class T> struct Seen {
        views::Position position;
        std::map<ProgramId, T> programs; // those that have texts
    };
    using Balances = Seen<views::BalancesByOrigin>;
    using Flows = Seen<std::vector<views::Flow>>;
    // Up to the end of `day`, or, with a moment of it, up to there.
    http::Async<Try<Balances>> balances_at(Date day, std::optional<Instant> moment);
    http::Async<Try<views::Changes>> changes_of(Date day, Instant moment);
    http::Async<Try<Flows>> flows_between(Date from, Date to);
    http::Async<Try<views::Position>> catch_up();
    // `read(program)`, asked for every program, with no entry taken in between two of them. In a
    // rush that does not let up, each program is right as of its own moment at or behind
    // `position`.
    template <class T, class Read> http::Async<Try<Seen<T>>> of_all_programs(Read read);

    struct Months { // yyyymm, both included
        std::int64_t from = 0, to = 0;
    };
    // Of at most `limit` places behind `after`, in small pieces.
    http::Async<Try<std::vector<views::PlaceFlow>>>
    place_flows(Months months, PlaceId after, std::int64_t limit);
    void write_place(http::JsonOut& out, std::span<const views::PlaceFlow> flows) const;

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

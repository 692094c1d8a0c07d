// What the city decides about itself: its lists (kinds of business, areas, marks), the order of
// spending, and the figures at the base dates of the law. The lists' words are registry rows; what
// the rules read of them are journaled commands elsewhere (a place's traits, a resident's marks).
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "service/city_lists.hpp"
#include "service/entry_json.hpp"

namespace meguri::features {

class CityDecisions {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        service::CityLists& lists;
        const access::CommandKeys& keys;
    };
    explicit CityDecisions(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: the lists into memory.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply lists(http::Request& request);
    Reply add_item(http::Request& request);
    Reply rename_item(http::Request& request);
    Reply policy(http::Request& request);
    Reply set_policy(http::Request& request);
    Reply base_dates(http::Request& request);

    http::Response show_lists(int status) const;
    Reply show_policy();

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

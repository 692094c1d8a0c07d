// What the city decides about itself: its lists (kinds of business, areas, marks), the order of
// spending, how it shows itself, and the figures at the base dates of the law. The lists' words are
// registry rows; what the rules read of them are journaled commands elsewhere (a place's traits, a
// resident's marks).
#pragma once

#include "access/command_key.hpp"
#include "engine/engine.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "service/city_lists.hpp"
#include "service/city_look.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"

namespace meguri::features {

class CityDecisions {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        service::CityLists& lists;
        service::CityLook& look;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
    };
    explicit CityDecisions(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: the lists and the look into memory.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply lists(http::Request& request);
    Reply add_item(http::Request& request);
    Reply rename_item(http::Request& request);
    Reply policy(http::Request& request);
    Reply set_policy(http::Request& request);
    Reply base_dates(http::Request& request);

    void add_look_routes(http::Router& router);
    http::Async<Try<>> load_look();
    Reply style();
    Reply logo();
    Reply manifest(std::string app, std::string folder);
    Reply show_look(int status);
    static Reply preview_look(http::Request& request);
    Reply set_look(http::Request& request);

    Reply show_lists(int status);
    void reword_places(service::CityList list, const std::string& before, const std::string& now);
    Reply show_policy();

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

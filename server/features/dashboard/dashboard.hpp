// The council's question first (ADM-e): what was issued equals what is held, spent, expired and
// refunded, program by program, with the difference stated. Then today beside last week. All from
// committed state; sums of days from the history view.
#pragma once

#include "engine/engine.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "service/entry_json.hpp"

namespace meguri::features {

class Dashboard {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
    };
    explicit Dashboard(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

  private:
    http::Async<http::Response> show(http::Request& request);

    Parts p_;
    service::EntryJson json_;
};

} // namespace meguri::features

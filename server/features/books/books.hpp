// The books as anybody can check them (docs/adr/0015): the signed heads, and the proof that one's
// own entry is under one of them. Heads are made by app/head_job.
#pragma once

#include "engine/engine.hpp"
#include "features/books/head.hpp"
#include "http/json_out.hpp"
#include "http/router.hpp"
#include "service/directory.hpp"

namespace meguri::features {

class PublishedBooks {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
    };
    explicit PublishedBooks(Parts parts) : p_(parts) {}
    void add_routes(http::Router& router);

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply one(http::Request& request);
    Reply proof(http::Request& request);
    void write_names(http::JsonOut& out, const ledger::Entry& entry) const;

    Parts p_;
};

} // namespace meguri::features

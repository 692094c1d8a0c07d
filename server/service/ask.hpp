// How a handler waits for the engine and for the registry: one line each, on the io thread, nothing
// blocked.
//
//     const auto answer = co_await submit(engine_, std::move(command));
//     const auto wallet = co_await look(engine_, [&](const ledger::State& s) { return copy_of(s,
//     id); }); const auto row    = co_await transact(registry_, [=](store::Database& db) ->
//     Try<Row> { … });
//
// What a lambda captures by reference must live in the coroutine that awaits it.
#pragma once

#include "engine/engine.hpp"
#include "http/async.hpp"

namespace meguri::service {

using http::Async;

inline Async<engine::Answer> submit(engine::Engine& engine, ledger::Command command) {
    co_return co_await http::callback<engine::Answer>([&](auto done) {
        engine.submit(std::move(command), [done = std::move(done)](engine::Answer a) mutable {
            done(std::move(a));
        });
    });
}

// What `see(state)` returns, once everything it saw is on disk; nothing while the engine is paused.
template <class See>
Async<std::optional<std::invoke_result_t<See&, const ledger::State&>>>
look(engine::Engine& engine, See see) {
    using Seen = std::invoke_result_t<See&, const ledger::State&>;
    co_return co_await http::callback<std::optional<Seen>>([&](auto done) {
        auto seen = std::make_shared<std::optional<Seen>>();
        engine.read(
            [seen, see = std::move(see)](const ledger::State& state) mutable {
                seen->emplace(see(state));
            },
            [seen, done = std::move(done)](bool served) mutable {
                done(served ? std::move(*seen) : std::nullopt);
            }
        );
    });
}

// As Engine::read_chain; nothing when the journal cannot be read now: to be answered `paused`.
inline Async<std::optional<std::vector<engine::EntryPtr>>> read_chain(
    engine::Engine& engine, ledger::HolderKind holder, std::int64_t id, Seq before,
    std::size_t limit
) {
    co_return co_await http::callback<std::optional<std::vector<engine::EntryPtr>>>([&](auto done) {
        engine.read_chain(holder, id, before, limit, std::move(done));
    });
}

inline Async<std::optional<std::vector<engine::EntryPtr>>>
read_entries(engine::Engine& engine, std::vector<Seq> seqs) {
    co_return co_await http::callback<std::optional<std::vector<engine::EntryPtr>>>([&](auto done) {
        engine.read_entries(std::move(seqs), std::move(done));
    });
}

// Runs `work` in one registry transaction and gives its Try; a Fault rolls back.
template <class Work>
Async<std::invoke_result_t<Work&, store::Database&>>
transact(store::Registry& registry, Work work) {
    using Result = std::invoke_result_t<Work&, store::Database&>;
    co_return co_await http::callback<Result>([&](auto done) {
        registry.post([work = std::move(work),
                       done = std::move(done)](store::Database& db) mutable {
            std::optional<Result> result;
            const auto committed = db.transaction([&](store::Database& inside) -> Try<> {
                result.emplace(work(inside));
                return *result ? Try<>{} : std::unexpected(result->error());
            });
            if (!committed && (!result || *result)) result = std::unexpected(committed.error());
            done(std::move(*result));
        });
    });
}

} // namespace meguri::service

// Coroutines of the io thread. A handler is one: it may wait for the engine, the registry or a
// worker without holding the thread. Everything in http/ and every handler runs on the one io
// thread, so nothing there needs a lock.
//
// Traps: a `string_view` or reference taken as a parameter must outlive every co_await (those of
// Request do); never make a capturing lambda a coroutine unless the lambda itself outlives it. A
// closure that captures strings or vectors gets a name before the co_await that takes it: written
// inside the expression, g++ 12 moves it into the frame byte by byte, and a short string then frees
// its own buffer.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace meguri::http {

namespace asio = boost::asio;

// io_context's own executor instead of the type-erased one: about a tenth less per request.
template <class T> using Async = asio::awaitable<T, asio::io_context::executor_type>;
inline constexpr asio::use_awaitable_t<asio::io_context::executor_type> use_async{};

// Waits for something that answers by callback. `start(done)` is called at once; `done(T)` must be
// called exactly once, from any thread, and the coroutine goes on on the io thread:
//
//     const auto answer = co_await callback<Answer>([&](auto done) { engine.submit(command,
//     std::move(done)); });
//
// `done` can only be moved: hand it on as std::move_only_function. Whatever holds it must be gone,
// or have called it, before the io_context is destroyed: stop pools and the engine first.
template <class T, class Start> Async<T> callback(Start start) {
    co_return co_await asio::async_initiate<
        const asio::use_awaitable_t<asio::io_context::executor_type>, void(T)>(
        [&start](auto handler) {
            auto executor = asio::get_associated_executor(handler);
            auto work = asio::make_work_guard(executor);
            start([handler = std::move(handler), executor,
                   work = std::move(work)](T value) mutable {
                // The guard goes along: whatever is left here when the other thread is done must
                // not touch the io_context.
                asio::dispatch(
                    executor,
                    [handler = std::move(handler), value = std::move(value),
                     work = std::move(work)]() mutable { std::move(handler)(std::move(value)); }
                );
            });
        },
        use_async
    );
}

// Runs `work()` on another executor (a worker pool: password hashing, anything over 1 ms) and gives
// its result.
template <class Pool, class Work>
Async<std::invoke_result_t<Work&>> on_pool(Pool& pool, Work work) {
    using Result = std::invoke_result_t<Work&>;
    co_return co_await callback<Result>([&](auto done) {
        asio::post(pool, [work = std::move(work), done = std::move(done)]() mutable {
            done(work());
        });
    });
}

} // namespace meguri::http

// For unit tests of handlers: runs a coroutine to its end on an io_context of its own.
#pragma once

#include "base/ensure.hpp"
#include "http/request.hpp"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <optional>

namespace meguri::http::testing {

// Aborts when it takes longer than ten seconds.
template <class T> T run(asio::io_context& io, Async<T> work) {
    std::optional<T> result;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, T value) {
        if (error) std::rethrow_exception(error);
        result = std::move(value);
    });
    io.restart();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!result && std::chrono::steady_clock::now() < end) {
        if (io.run_one_for(std::chrono::milliseconds(100)) == 0) io.restart();
    }
    MEGURI_ENSURE(result.has_value());
    return std::move(*result);
}
template <class T> T run(Async<T> work) {
    asio::io_context io;
    return run(io, std::move(work));
}

} // namespace meguri::http::testing

#include "app/clock_check.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"
#include "store/database_clock.hpp"

#include <cstdlib>

namespace meguri::app {

http::Async<bool> ClockCheck::agrees() {
    // Both are read in one moment, on the thread that asks the database.
    const auto compare = [&machine = machine_](store::Database& db) -> Try<std::int64_t> {
        const auto other = store::database_clock(db);
        if (!other) return std::unexpected(other.error());
        return *other ? machine.now() - **other : 0;
    };
    const auto ahead_ms = co_await service::transact(registry_, compare);
    if (!ahead_ms) co_return false; // no database: nothing could be done anyway
    const bool apart = std::abs(*ahead_ms) > clocks_apart_ms;
    if (apart && !apart_) log::error("clocks_apart", {{"ahead_ms", *ahead_ms}});
    if (!apart && apart_) log::info("clocks_agree", {});
    apart_ = apart;
    co_return !apart;
}

} // namespace meguri::app

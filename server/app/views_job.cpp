#include "app/views_job.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"
#include "views/history.hpp"
#include "views/place_books.hpp"
#include "views/program_books.hpp"
#include "views/wallet_entries.hpp"

namespace meguri::app {

namespace {

constexpr std::int64_t entries_a_piece = 200; // a few milliseconds of the core thread, on SQLite
constexpr std::chrono::milliseconds between_pieces{20}, at_the_end{1'000};

using Follow = Try<bool> (*)(store::Database&, std::int64_t);
constexpr Follow all[] = {
    views::follow, views::follow_place_books, views::follow_wallet_entries,
    views::follow_program_books
};

} // namespace

http::Async<void> ViewsJob::run() {
    while (rounds_.running()) {
        const bool more = co_await follow_once();
        const auto rest = more ? between_pieces : at_the_end;
        co_await rounds_.rest(rest);
    }
}

http::Async<bool> ViewsJob::follow_once() {
    bool more = false;
    for (const Follow follow : all) {
        if (!rounds_.running()) co_return false;
        const auto piece = [follow](store::Database& db) { return follow(db, entries_a_piece); };
        const auto end = co_await service::transact(registry_, piece);
        if (!end) {
            log::warning("views_wait", {{"detail", end.error().detail}});
            co_return false;
        }
        more = more || !*end;
    }
    co_return more;
}

} // namespace meguri::app

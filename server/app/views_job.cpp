#include "app/views_job.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"
#include "views/history.hpp"
#include "views/place_books.hpp"
#include "views/program_books.hpp"
#include "views/wallet_entries.hpp"

#include <algorithm>
#include <chrono>

namespace meguri::app {

namespace {

using std::chrono::steady_clock;

constexpr std::int64_t entries_a_piece = 200; // a few milliseconds of the core thread, on SQLite
constexpr std::chrono::milliseconds least_rest{20}, most_rest{5'000}, at_the_end{1'000};
constexpr int rest_for_work = 9; // a tenth of the time at most; less when the core is busy

using Follow = Try<bool> (*)(store::Database&, std::int64_t);
constexpr Follow all[] = {
    views::follow, views::follow_place_books, views::follow_wallet_entries,
    views::follow_program_books
};

} // namespace

http::Async<void> ViewsJob::run() {
    while (rounds_.running()) {
        const auto began = steady_clock::now();
        const bool more = co_await follow_once();
        const auto took = duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
        const auto rest =
            more ? std::clamp(rest_for_work * took, least_rest, most_rest) : at_the_end;
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

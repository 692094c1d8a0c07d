#include "app/expiry_job.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace meguri::app {

namespace {

constexpr std::int64_t wallets_a_look =
    20'000; // bounds what payments wait for while wallets are looked through

struct Slice {
    std::vector<WalletId> dead; // wallets holding value whose last day is over
    std::int64_t next = 0;      // 0: all were looked at
};

Slice find_dead(const ledger::State& state, std::int64_t from, Date today) {
    Slice slice;
    const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
    for (std::int64_t n = from; n < to; ++n) {
        const ledger::Wallet* w = state.wallets.find({n});
        for (const ledger::Lot& lot : w ? w->lots : std::vector<ledger::Lot>{}) {
            if (!lot.expires_on || lot.expires_on >= today) continue;
            slice.dead.push_back({n});
            break;
        }
    }
    slice.next = to > state.wallets.size() ? 0 : to;
    return slice;
}

} // namespace

http::Async<void> ExpiryJob::run() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    wake_ = [&timer] { timer.cancel(); };
    Date done;
    while (running_) {
        const Date today = jst_date(clock_.now());
        if (today != done) {
            co_await expire_all(today);
            done = today;
        }
        timer.expires_after(std::chrono::seconds(5));
        boost::system::error_code woken;
        co_await timer.async_wait(boost::asio::redirect_error(http::use_async, woken));
    }
    wake_ = nullptr;
}

void ExpiryJob::stop() {
    running_ = false;
    if (wake_) wake_();
}

http::Async<void> ExpiryJob::expire_all(Date today) {
    std::int64_t expired = 0;
    for (std::int64_t next = 1; next != 0 && running_;) {
        const auto slice = co_await service::look(engine_, [next, today](const ledger::State& s) {
            return find_dead(s, next, today);
        });
        if (!slice) co_return; // paused: the next round tries again
        for (const WalletId wallet : slice->dead) {
            if (!running_) co_return;
            const auto answer =
                co_await service::submit(engine_, {{}, std::nullopt, ledger::Expire{wallet}});
            expired += answer.done();
        }
        next = slice->next;
    }
    if (expired > 0) log::info("expired", {{"wallets", expired}});
}

} // namespace meguri::app

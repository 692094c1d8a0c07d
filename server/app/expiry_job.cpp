#include "app/expiry_job.hpp"

#include "base/log.hpp"
#include "service/ask.hpp"

#include <algorithm>
#include <map>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace meguri::app {

namespace {

constexpr std::int64_t wallets_a_look =
    20'000; // bounds what payments wait for while wallets are looked through

struct Slice {
    std::map<ProgramId, std::vector<WalletId>> dead; // wallets holding value whose last day is over
    std::int64_t next = 0;                           // 0: all were looked at
};

Slice find_dead(const ledger::State& state, std::int64_t from, Date today) {
    Slice slice;
    const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
    for (std::int64_t n = from; n < to; ++n) {
        const ledger::Wallet* w = state.wallets.find({n});
        if (!w) continue;
        for (const ledger::Lot& lot : w->lots) {
            if (!lot.expires_on || lot.expires_on >= today) continue;
            auto& wallets = slice.dead[lot.program];
            if (wallets.empty() || wallets.back() != WalletId{n}) wallets.push_back({n});
        }
    }
    slice.next = to > state.wallets.size() ? 0 : to;
    return slice;
}

// An entry takes at most so many lots; wallets with several of one program may need another turn.
constexpr std::size_t wallets_an_entry = ledger::most_lots_at_once;

std::vector<ledger::Expire> commands_for(const Slice& slice) {
    std::vector<ledger::Expire> all;
    for (const auto& [program, wallets] : slice.dead) {
        for (std::size_t i = 0; i < wallets.size(); i += wallets_an_entry) {
            const auto begin = wallets.begin() + static_cast<std::ptrdiff_t>(i);
            const std::size_t rest = std::min(wallets_an_entry, wallets.size() - i);
            all.push_back({program, {begin, begin + static_cast<std::ptrdiff_t>(rest)}});
        }
    }
    return all;
}

} // namespace

http::Async<void> ExpiryJob::run() {
    Date done;
    while (rounds_.running()) {
        const Date today = jst_date(engine_.now());
        bool due = today != done;
        if (due) due = co_await clocks_.agrees();
        if (due) due = co_await expire_all(today);
        if (due) done = today;
        co_await rounds_.rest(std::chrono::seconds(5));
    }
}

void ExpiryJob::stop() { rounds_.stop(); }

http::Async<ExpiryJob::Done> ExpiryJob::expire_some(std::span<const ledger::Expire> commands) {
    Done done;
    for (const ledger::Expire& expire : commands) {
        for (bool full = true; full;) { // until nothing is left of it
            if (!rounds_.running()) co_return Done{done.lots, false};
            const ledger::Command command{{}, std::nullopt, expire};
            const auto answer = co_await service::submit(engine_, command);
            const std::size_t lots = answer.done() ? answer.entry->legs.size() - 1 : 0;
            done.lots += static_cast<std::int64_t>(lots);
            full = lots >= ledger::most_lots_at_once;
            done.whole = done.whole && (answer.done() || answer.refusal == Refusal::not_found);
        }
    }
    co_return done;
}

void ExpiryJob::look_again() { rounds_.wake(); }

http::Async<bool> ExpiryJob::expire_all(Date today) {
    using namespace boost::asio::experimental::awaitable_operators;
    std::int64_t lots = 0;
    bool whole = true;
    for (std::int64_t next = 1; next != 0 && rounds_.running();) {
        const auto slice = co_await service::look(engine_, [next, today](const ledger::State& s) {
            return find_dead(s, next, today);
        });
        if (!slice) co_return false; // paused: the next round tries again
        // Two at a time: while one is being written the next one is already in the queue, so that
        // every group takes one, and no group more than two.
        const auto commands = commands_for(*slice);
        const std::span<const ledger::Expire> all(commands);
        auto first = expire_some(all.first(all.size() / 2));
        auto second = expire_some(all.subspan(all.size() / 2));
        auto both = std::move(first) && std::move(second);
        const auto [one, other] = co_await std::move(both);
        lots += one.lots + other.lots;
        whole = whole && one.whole && other.whole;
        next = slice->next;
    }
    if (lots > 0) log::info("expired", {{"lots", lots}});
    co_return rounds_.running() && whole;
}

} // namespace meguri::app

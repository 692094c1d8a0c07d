// How one payment of public dues goes on: step by step until nothing is left to do or somebody does
// not answer; then again later.
#include "base/hash.hpp"
#include "base/log.hpp"
#include "features/public_dues/public_dues.hpp"
#include "service/ask.hpp"
#include "store/outbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace meguri::features {

namespace rows = public_dues_store;
using gateway::DuesStanding;
using State = Dues::State;

namespace {

constexpr std::int64_t at_once = 64, most_under_way = 16;
constexpr int most_waits = 60, wait_ms = 50;
constexpr std::size_t most_waiting = 200;

ledger::SourceRef source_of(const Dues& it, std::string_view what) {
    const Hash hash = sha256(fmt::format("clearing/{}/{}", it.reference, what));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

} // namespace

// One transaction: what has changed, and when to look again.
template <class Change>
PublicDues::Done PublicDues::change(HoldId hold, std::int64_t tried, Change work) {
    const auto all = [this, hold, tried, now = p_.clock.now(),
                      work = std::move(work)](store::Database& db) -> Try<> {
        if (auto done = work(db); !done) return done;
        const auto it = rows::find(db, p_.vault, hold);
        if (!it) return std::unexpected(it.error());
        if (!*it) return fault(FaultCode::corrupt, "public dues without a row");
        Dues then = **it;
        const Instant next = look_again(then, now);
        return rows::schedule(db, hold, next, then.attempts + tried);
    };
    co_return co_await service::transact(p_.registry, all);
}

http::Async<Try<std::optional<Dues>>> PublicDues::load(HoldId hold) {
    co_return co_await service::transact(p_.registry, [this, hold](store::Database& db) {
        return rows::find(db, p_.vault, hold);
    });
}

// --- from the outbox into our own table

PublicDues::Done PublicDues::take_over(engine::DuesEffect effect) {
    // The handler begins at once; should this process end before, the loop does, soon.
    const auto work = [this, effect](store::Database& db) -> Try<> {
        const auto noted =
            rows::note_held(db, effect, jst_date(effect.at), effect.at + 2 * ms_per_second);
        if (!noted) return std::unexpected(noted.error());
        if (!*noted) {
            const auto known = rows::find(db, p_.vault, effect.hold);
            if (!known) return std::unexpected(known.error());
            if (!*known) return fault(FaultCode::corrupt, "dues are held for no known slip");
        }
        return store::take_effect_out(db, effect.seq, engine::DuesEffect::kind);
    };
    co_return co_await service::transact(p_.registry, work);
}

// Gives whether nothing is left waiting.
http::Async<Try<bool>> PublicDues::take_over_waiting() {
    const auto waiting = co_await service::transact(p_.registry, [](store::Database& db) {
        return store::waiting_effects(db, engine::DuesEffect::kind, at_once);
    });
    if (!waiting) co_return std::unexpected(waiting.error());
    for (const store::OutboxRow& row : *waiting) {
        const auto effect = engine::decode_dues_effect(row.payload);
        if (!effect) co_return fault(FaultCode::corrupt, "an effect in the outbox is malformed");
        if (auto done = co_await take_over(*effect); !done) co_return std::unexpected(done.error());
    }
    co_return waiting->empty();
}

http::Async<void> PublicDues::start_due() {
    const auto due =
        co_await service::transact(p_.registry, [now = p_.clock.now()](store::Database& db) {
            return rows::due(db, now, at_once);
        });
    if (!due) co_return log::warning("public_dues_unread", {{"detail", due.error().detail}});
    for (const HoldId hold : *due) {
        if (under_way_.size() >= most_under_way) co_return;
        if (!under_way_.contains(hold)) start(hold);
    }
}

// What waits in the outbox first; only then can be said of a slip that nothing came of it. Its key
// is good for a quarter of an hour.
http::Async<void> PublicDues::tidy() {
    const Instant now = p_.clock.now();
    const auto nothing_waits = co_await take_over_waiting();
    if (!nothing_waits)
        log::warning("dues_effects_waiting", {{"detail", nothing_waits.error().detail}});
    if (nothing_waits && *nothing_waits) {
        const auto forget = [before = now + -ms_per_day](store::Database& db) {
            return rows::forget_unheld(db, before);
        };
        (void)co_await service::transact(p_.registry, forget);
    }
    std::erase_if(looked_at_, [now](const auto& each) {
        return now - each.second > ms_per_minute;
    });
}

http::Async<void> PublicDues::run() {
    for (bool awake = false; rounds_.running();) {
        if (p_.engine.ready() && p_.clearing) {
            const Instant now = p_.clock.now();
            const auto wake = [now](store::Database& db) { return rows::wake_unfinished(db, now); };
            if (!awake) awake = (co_await service::transact(p_.registry, wake)).has_value();
            co_await tidy();
            co_await start_due();
        }
        co_await rounds_.rest(std::chrono::milliseconds(500));
    }
}

void PublicDues::stop() { rounds_.stop(); }

// --- one of them

void PublicDues::start(HoldId hold) {
    if (!p_.clearing || !under_way_.insert(hold).second) return;
    boost::asio::co_spawn(p_.io, advance(hold), boost::asio::detached);
}

// A moment's patience, so that the answer is mostly the final one; never longer, and not in a rush.
http::Async<void> PublicDues::wait_for(HoldId hold) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (int n = 0; n < most_waits && under_way_.contains(hold); ++n) {
        if (under_way_.size() > most_waiting) co_return;
        timer.expires_after(std::chrono::milliseconds(n < 4 ? wait_ms / 10 : wait_ms));
        co_await timer.async_wait(http::use_async);
    }
}

http::Async<void> PublicDues::advance(HoldId hold) {
    const auto done = co_await go_on(hold);
    if (!done)
        log::warning("public_dues_wait", {{"hold", hold.value}, {"detail", done.error().detail}});
    under_way_.erase(hold);
}

// Steps until there is nothing to do. One that fails is tried again later, each time later still.
PublicDues::Done PublicDues::go_on(HoldId hold) {
    const auto nothing = [](store::Database&) -> Try<> { return {}; };
    for (int n = 0; n < 4 && rounds_.running(); ++n) {
        const auto it = co_await load(hold);
        if (!it) co_return std::unexpected(it.error());
        if (!*it) co_return fault(FaultCode::corrupt, "public dues without a row");
        const DuesStep what = next_step(**it);
        if (what == DuesStep::none) {
            if ((*it)->next.ms == 0) co_return Try<>{};
            co_return co_await change(hold, 0, nothing);
        }
        const bool outside = what == DuesStep::submit || what == DuesStep::ask;
        if (outside && n > 0) co_return Try<>{}; // once a turn: it has said how it stands
        Try<> went;
        if (outside)
            went = co_await tell(**it, what == DuesStep::ask);
        else
            went = co_await settle(**it, what == DuesStep::post);
        if (went) continue;
        (void)co_await change(hold, 1, nothing);
        co_return went;
    }
    co_return Try<>{};
}

PublicDues::Done PublicDues::tell(const Dues& it, bool ask) {
    const auto say = [this, ask, order = gateway::DuesOrder{it.reference, it.slip, it.created}] {
        return ask ? p_.clearing->find(order.reference) : p_.clearing->pay(order);
    };
    const auto standing = co_await http::on_pool(p_.workers, say);
    if (!standing) co_return std::unexpected(standing.error());
    using Kind = DuesStanding::Kind;
    const bool decided = standing->kind == Kind::paid || standing->kind == Kind::refused;
    const auto work = [hold = it.hold, decided, standing = *standing](store::Database& db) {
        return decided ? rows::note_decided(db, hold, standing)
                       : rows::note_accepted(db, hold, standing.kind == Kind::pending);
    };
    const int tries = decided ? 0 : 1;
    co_return co_await change(it.hold, tries, work);
}

// Posts or gives back, once: the ledger knows the source and gives the same answer again.
PublicDues::Done PublicDues::settle(const Dues& it, bool post) {
    ledger::Body body = ledger::VoidHold{it.hold};
    if (post) body = ledger::PostHold{it.hold};
    ledger::Command command{
        {ledger::ActorKind::machine, {}},
        std::nullopt,
        std::move(body),
        source_of(it, post ? "post" : "void")
    };
    const auto answer = co_await service::submit(p_.engine, std::move(command));
    if (!answer.done()) {
        const std::string said = fmt::format("the ledger says {}", text_of(answer.refusal).word);
        co_return fault(FaultCode::unavailable, said);
    }
    const auto work = [hold = it.hold, post, seq = answer.entry->seq,
                       day = answer.entry->business_date](store::Database& db) {
        return rows::close(db, hold, post ? State::posted : State::voided, seq, day);
    };
    co_return co_await change(it.hold, 0, work);
}

} // namespace meguri::features

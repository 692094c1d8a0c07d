// How one top-up by card goes on: step by step until nothing is left to do or something does not
// answer; then again later.
#include "base/hash.hpp"
#include "base/log.hpp"
#include "features/card_top_ups/card_top_ups.hpp"
#include "service/ask.hpp"
#include "store/outbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace meguri::features {

namespace rows = card_top_ups_store;
using gateway::CardStanding;
using State = CardTopUp::State;

namespace {

constexpr std::int64_t at_once = 64, most_under_way = 16;

ledger::SourceRef source_of(const CardTopUp& it, std::string_view what) {
    const Hash hash = sha256(fmt::format("card_payments/{}/{}", it.reference, what));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

// The ledger did not say yes or no: ask again, the source makes it once.
Fault not_now(Refusal why) {
    return {FaultCode::unavailable, fmt::format("the ledger says {}", text_of(why).word)};
}

} // namespace

// One transaction: what has changed, and when to look again.
template <class Change>
CardTopUps::Done CardTopUps::change(HoldId hold, std::int64_t tried, Change work) {
    const auto all = [hold, tried, now = p_.clock.now(),
                      work = std::move(work)](store::Database& db) -> Try<> {
        if (auto done = work(db); !done) return done;
        const auto it = rows::find(db, hold);
        if (!it) return std::unexpected(it.error());
        if (!*it) return fault(FaultCode::corrupt, "a top-up by card without a row");
        CardTopUp then = **it;
        then.attempts += tried;
        const Instant next = look_again(then, now);
        if (next == then.next && tried == 0) return {};
        return rows::schedule(db, hold, next, then.attempts);
    };
    co_return co_await service::transact(p_.registry, all);
}

http::Async<Try<std::optional<CardTopUp>>> CardTopUps::load(HoldId hold) {
    co_return co_await service::transact(p_.registry, [hold](store::Database& db) {
        return rows::find(db, hold);
    });
}

// --- from the outbox into our own table

CardTopUps::Done CardTopUps::take_over(engine::CardEffect effect, Seq seq) {
    CardTopUp it;
    it.hold = effect.hold, it.reference = effect.reference;
    it.person = effect.person, it.wallet = effect.wallet, it.program = effect.program;
    it.yen = effect.amount.value, it.created = effect.at;
    const std::int64_t minutes =
        p_.config.card_payments ? p_.config.card_payments->page_minutes : 60;
    it.expires = it.created + minutes * ms_per_minute;
    // The handler begins at once; should this process end before, the loop does, soon.
    it.next = it.created + 2 * ms_per_second;
    const auto work = [it, seq](store::Database& db) -> Try<> {
        if (auto done = rows::insert(db, it); !done) return done;
        return store::take_effect_out(db, seq, engine::CardEffect::kind);
    };
    co_return co_await service::transact(p_.registry, work);
}

CardTopUps::Done CardTopUps::take_over_waiting() {
    const auto waiting = co_await service::transact(p_.registry, [](store::Database& db) {
        return store::waiting_effects(db, engine::CardEffect::kind, at_once);
    });
    if (!waiting) co_return std::unexpected(waiting.error());
    for (const store::OutboxRow& row : *waiting) {
        const auto effect = engine::decode_card_effect(row.payload);
        if (!effect) co_return fault(FaultCode::corrupt, "an effect in the outbox is malformed");
        if (auto done = co_await take_over(*effect, row.seq); !done) co_return done;
    }
    co_return Try<>{};
}

http::Async<void> CardTopUps::start_due() {
    const auto due =
        co_await service::transact(p_.registry, [now = p_.clock.now()](store::Database& db) {
            return rows::due(db, now, at_once);
        });
    if (!due) co_return log::warning("card_top_ups_unread", {{"detail", due.error().detail}});
    for (const HoldId hold : *due) {
        if (under_way_.size() >= most_under_way) co_return;
        if (!under_way_.contains(hold)) start(hold, true);
    }
}

http::Async<void> CardTopUps::run() {
    for (bool awake = false; rounds_.running();) {
        if (p_.engine.ready() && p_.provider) {
            const Instant now = p_.clock.now();
            const auto wake = [now](store::Database& db) { return rows::wake_unfinished(db, now); };
            if (!awake) awake = (co_await service::transact(p_.registry, wake)).has_value();
            if (const auto taken = co_await take_over_waiting(); !taken)
                log::warning("card_effects_waiting", {{"detail", taken.error().detail}});
            co_await start_due();
            std::erase_if(looked_at_, [now](const auto& each) {
                return now - each.second > ms_per_minute;
            });
        }
        const bool rush = under_way_.size() >= most_under_way;
        const std::chrono::milliseconds pause(rush ? 50 : 500);
        co_await rounds_.rest(pause);
    }
}

void CardTopUps::stop() { rounds_.stop(); }

// --- one of them

http::Async<void> CardTopUps::advance(HoldId hold, bool look_now) {
    for (;;) {
        const auto done = co_await go_on(hold, look_now);
        if (!done)
            log::warning(
                "card_top_up_waits", {{"hold", hold.value}, {"detail", done.error().detail}}
            );
        const auto more = again_.extract(hold);
        if (more.empty() || !rounds_.running()) break;
        look_now = more.mapped();
    }
    under_way_.erase(hold);
}

// Steps until there is nothing to do. One that fails is tried again later, each time later still.
CardTopUps::Done CardTopUps::go_on(HoldId hold, bool look_now) {
    const auto nothing = [](store::Database&) -> Try<> { return {}; };
    bool looked = false; // the provider is asked once a turn: what it said then holds for a while
    for (int n = 0; n < 8 && rounds_.running(); ++n) {
        const auto it = co_await load(hold);
        if (!it) co_return std::unexpected(it.error());
        if (!*it) co_return fault(FaultCode::corrupt, "a top-up by card without a row");
        const CardStep what = next_step(**it, p_.clock.now(), look_now);
        if (what == CardStep::none) {
            const bool planned = (*it)->next.ms == 0 || (*it)->next > p_.clock.now();
            if (planned) co_return Try<>{};
            co_return co_await change(hold, 0, nothing);
        }
        if (what == CardStep::ask || what == CardStep::close) {
            if (std::exchange(looked, true)) co_return Try<>{};
            look_now = false;
        }
        const auto went = co_await step(**it, what);
        if (went) continue;
        (void)co_await change(hold, 1, nothing);
        co_return went;
    }
    co_return Try<>{};
}

CardTopUps::Done CardTopUps::step(const CardTopUp& it, CardStep what) {
    switch (what) {
    case CardStep::none: break;
    case CardStep::open_page: co_return co_await open_page(it);
    case CardStep::give_up:
        co_return co_await change(it.hold, 0, [hold = it.hold](store::Database& db) {
            return rows::note_ended(db, hold);
        });
    case CardStep::ask: co_return co_await look(it, false);
    case CardStep::close: co_return co_await look(it, true);
    case CardStep::post: co_return co_await settle(it, true);
    case CardStep::void_hold: co_return co_await settle(it, false);
    case CardStep::refund: co_return co_await refund(it);
    case CardStep::take_back: co_return co_await take_back(it);
    }
    co_return Try<>{};
}

CardTopUps::Done CardTopUps::open_page(const CardTopUp& it) {
    const HoldId hold = it.hold;
    if (!it.asked_for) { // noted before the provider hears of it: from now on a page may exist
        const auto noted = co_await change(hold, 0, [hold](store::Database& db) {
            return rows::note_asked_for(db, hold, true);
        });
        if (!noted) co_return noted;
    }
    const auto* program = p_.directory.program(it.program);
    const std::string back =
        fmt::format("{}/card-top-up/{}", p_.config.server.public_url, it.reference);
    const gateway::CardOrder order{it.reference, it.yen, program ? program->name : "チャージ",
                                   it.expires,   back,   back};
    const auto ask = [this, order] { return p_.provider->create(order); };
    const auto page = co_await http::on_pool(p_.workers, ask);
    if (page) {
        const auto note_page = [hold, page = *page](store::Database& db) {
            return rows::note_page(db, hold, page.session, page.url);
        };
        co_return co_await change(hold, 0, note_page);
    }
    co_return co_await no_page(it, page.error());
}

CardTopUps::Done CardTopUps::no_page(const CardTopUp& it, Fault why) {
    // Certainly not made, now or before (should a process have ended in between and be wrong about
    // that, a payment on the forgotten page is refunded).
    const HoldId hold = it.hold;
    const FaultCode code = why.code;
    const bool none = (it.attempts == 0 || !it.asked_for) && code != FaultCode::outcome_unknown;
    if (!none) co_return std::unexpected(std::move(why));
    const auto noted = co_await change(hold, 0, [hold, code](store::Database& db) {
        return code == FaultCode::invalid ? rows::note_ended(db, hold)
                                          : rows::note_asked_for(db, hold, false);
    });
    if (noted && code != FaultCode::invalid) co_return std::unexpected(std::move(why));
    log::error("card_page_refused", {{"detail", why.detail}});
    co_return noted;
}

CardTopUps::Done CardTopUps::look(const CardTopUp& it, bool close) {
    const auto ask = [this, close, reference = it.reference, session = it.session] {
        return close ? p_.provider->close(reference, session)
                     : p_.provider->find(reference, session);
    };
    const auto standing = co_await http::on_pool(p_.workers, ask);
    if (!standing) co_return std::unexpected(standing.error());
    const bool captured = standing->kind == CardStanding::Kind::captured;
    // Without a page that we know, it is asked for only after its end: nothing can come any more.
    const bool never = standing->kind == CardStanding::Kind::none && it.session.empty();
    if (!captured && !never && standing->kind != CardStanding::Kind::ended) {
        const auto nothing = [](store::Database&) -> Try<> { return {}; };
        co_return co_await change(it.hold, 1, nothing);
    }
    const auto work = [hold = it.hold, captured, standing = *standing](store::Database& db) {
        return captured ? rows::note_captured(db, hold, standing.payment, standing.yen)
                        : rows::note_ended(db, hold);
    };
    co_return co_await change(it.hold, 0, work);
}

http::Async<engine::Answer>
CardTopUps::command(const CardTopUp& it, std::string_view what, ledger::Body body) {
    ledger::Command command{
        {ledger::ActorKind::machine, {}}, std::nullopt, std::move(body), source_of(it, what)
    };
    co_return co_await service::submit(p_.engine, std::move(command));
}

// Posts or gives back. When the hold is closed already we may have done it before this row could
// say so: the same source then has the same answer, and what was done first counts. Value that
// would be dead on arrival is not posted but given back.
CardTopUps::Done CardTopUps::settle(const CardTopUp& it, bool post) {
    bool posting = post;
    engine::Answer answer;
    for (int n = 0; n < 2; ++n, posting = !posting) {
        ledger::Body body = ledger::VoidHold{it.hold};
        if (posting) body = ledger::PostHold{it.hold};
        const std::string_view step = posting ? "post" : "void";
        answer = co_await command(it, step, std::move(body));
        const bool dead = posting && answer.refusal == Refusal::program_not_in_period;
        if (answer.done() || (answer.refusal != Refusal::hold_closed && !dead)) break;
    }
    if (!answer.done()) co_return std::unexpected(not_now(answer.refusal));
    const Seq posted = posting ? answer.entry->seq : Seq{};
    const auto work = [hold = it.hold, posting, posted](store::Database& db) {
        return rows::move_on(
            db, hold, State::held, posting ? State::posted : State::voided, posted
        );
    };
    co_return co_await change(it.hold, 0, work);
}

CardTopUps::Done CardTopUps::refund(const CardTopUp& it) {
    const auto ask = [this, reference = it.reference, payment = it.payment] {
        return p_.provider->refund(reference, payment);
    };
    const auto refunded = co_await http::on_pool(p_.workers, ask);
    // Until it has arrived or failed for good it is asked about again, each time later.
    if (!refunded && refunded.error().code == FaultCode::unavailable) {
        log::info("card_refund_waits", {{"hold", it.hold.value}, {"attempts", it.attempts}});
        co_return refunded;
    }
    if (!refunded) {
        log::error("card_refund_failed", {{"hold", it.hold.value}, {"attempts", it.attempts}});
        co_return refunded;
    }
    log::info("card_refunded", {{"hold", it.hold.value}});
    co_return co_await change(it.hold, 0, [hold = it.hold](store::Database& db) {
        return rows::move_on(db, hold, State::voided, State::refunded, {});
    });
}

// What is still there of the value goes back to the city; what was spent is its loss (or the card
// company's), and the entry says how much.
CardTopUps::Done CardTopUps::take_back(const CardTopUp& it) {
    const ledger::Cancel cancel{
        it.posted, {}, ledger::CancelReason::charged_back, nullptr, ledger::Amount{}
    };
    const auto answer = co_await command(it, "charge_back", cancel);
    const bool already = answer.refusal == Refusal::already_cancelled;
    const bool too_late = answer.refusal == Refusal::cancel_too_late;
    if (!answer.done() && !already && !too_late) co_return std::unexpected(not_now(answer.refusal));
    if (too_late) log::error("charge_back_too_late", {{"hold", it.hold.value}});
    co_return co_await change(it.hold, 0, [hold = it.hold](store::Database& db) {
        return rows::move_on(db, hold, State::posted, State::charged_back, {});
    });
}

} // namespace meguri::features

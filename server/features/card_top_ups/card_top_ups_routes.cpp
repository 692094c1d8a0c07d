#include "base/log.hpp"
#include "features/card_top_ups/card_top_ups.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace meguri::features {

namespace rows = card_top_ups_store;
using access::Operation;
using gateway::CardEvent;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

constexpr std::int64_t ask_again_after_ms = 2 * ms_per_second;
constexpr int most_waits = 60, wait_ms = 50;
constexpr std::size_t most_waiting = 200;

// What a resident is told.
std::string_view word_of(const CardTopUp& it) {
    switch (it.state) {
    case CardTopUp::State::held:
        if (it.captured > 0) return "confirming";
        return it.url.empty() ? "preparing" : "open";
    case CardTopUp::State::posted: return "done";
    case CardTopUp::State::voided:
        return it.captured > 0 && !it.was_charged_back ? "refunding" : "ended";
    case CardTopUp::State::refunded: return "refunded";
    case CardTopUp::State::charged_back: return "charged_back";
    }
    return "";
}

} // namespace

void CardTopUps::add_routes(http::Router& router) {
    router.on(Operation::previewCardTopUp, [this](Request& r) { return preview(r); });
    router.on(Operation::createCardTopUp, [this](Request& r) { return create(r); });
    router.on(Operation::getCardTopUp, [this](Request& r) { return show(r); });
    router.on(Operation::leaveCardTopUp, [this](Request& r) { return leave(r); });
    router.on(Operation::receiveCardMessage, [this](Request& r) { return receive(r); }, 256 * 1024);
}

void CardTopUps::write(JsonOut& out, const CardTopUp& it) const {
    out.object([&] {
        out.field("id", it.reference);
        out.field("state", word_of(it));
        json_.program(out, "program", it.program);
        out.field("amount", it.yen);
        out.field("created_at", it.created);
        out.field("expires_at", it.expires);
        if (word_of(it) == "open") out.field("url", it.url);
        if (it.posted) out.field("entry", std::to_string(it.posted.value));
    });
}

void CardTopUps::start(HoldId hold, bool look_now) {
    if (!under_way_.insert(hold).second) {
        again_[hold] = again_[hold] || look_now;
        return;
    }
    boost::asio::co_spawn(p_.io, advance(hold, look_now), boost::asio::detached);
}

// A moment's patience, so that the answer is mostly the final one; never longer, and not in a rush.
http::Async<void> CardTopUps::wait_for(HoldId hold) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (int n = 0; n < most_waits && under_way_.contains(hold); ++n) {
        if (under_way_.size() > most_waiting) co_return;
        timer.expires_after(std::chrono::milliseconds(n < 4 ? wait_ms / 10 : wait_ms));
        co_await timer.async_wait(http::use_async);
    }
}

CardTopUps::Reply CardTopUps::answer(HoldId hold, int status) {
    co_await wait_for(hold);
    const auto it = co_await load(hold);
    if (!it) co_return problem(it.error());
    if (!*it) co_return problem(Refusal::not_found);
    JsonOut out;
    write(out, **it);
    co_return http::answer(status, std::move(out));
}

CardTopUps::Reply CardTopUps::create(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string program_id = in.id("program");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (!p_.provider) co_return problem(Refusal::not_found);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const ledger::HoldTopUp hold{request.session->wallet, program->number, {amount}};
    const auto held = co_await service::submit(p_.engine, {actor_of(request), *key, hold});
    if (!held.done()) co_return json_.refused(held.refusal, held.explanation());
    const auto effect = engine::card_effect(*held.entry);
    MEGURI_ENSURE(effect.has_value());
    // Should this fail, the outbox still knows.
    if (const auto taken = co_await take_over(*effect, held.entry->seq); !taken)
        co_return problem(taken.error());
    start(effect->hold, false);
    co_return co_await answer(effect->hold, 201);
}

http::Async<Try<std::optional<CardTopUp>>> CardTopUps::own(std::string reference, PersonId person) {
    const auto work = [reference = std::move(reference), person](store::Database& db) {
        auto it = rows::find_reference(db, reference);
        if (it && *it && (*it)->person != person) it->reset();
        return it;
    };
    co_return co_await service::transact(p_.registry, work);
}

// Asked for when the person comes back from the provider's page: the message may be lost.
CardTopUps::Reply CardTopUps::show(Request& request) {
    std::string reference(request.id);
    const auto it = co_await own(std::move(reference), request.caller().person);
    if (!it) co_return problem(it.error());
    if (!*it) co_return problem(Refusal::not_found);
    const HoldId hold = (*it)->hold;
    Instant& looked = looked_at_[hold];
    if ((*it)->next.ms != 0 && p_.provider && request.at - looked >= ask_again_after_ms) {
        looked = request.at;
        start(hold, true);
    }
    co_return co_await answer(hold, 200);
}

CardTopUps::Reply CardTopUps::leave(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    std::string reference(request.id);
    const auto it = co_await own(std::move(reference), request.caller().person);
    if (!it) co_return problem(it.error());
    if (!*it) co_return problem(Refusal::not_found);
    const HoldId hold = (*it)->hold;
    if ((*it)->state == CardTopUp::State::held && !(*it)->leaving) {
        const auto noted = co_await service::transact(p_.registry, [hold](store::Database& db) {
            return rows::note_leaving(db, hold);
        });
        if (!noted) co_return problem(noted.error());
    }
    if (p_.provider) start(hold, true);
    co_return co_await answer(hold, 200);
}

http::Async<Try<std::optional<CardTopUp>>> CardTopUps::named_by(CardEvent event) {
    if (event.reference.empty()) { // a charge-back names the payment alone
        const auto find = [payment = event.payment](store::Database& db) {
            return rows::find_payment(db, payment);
        };
        const auto it = co_await service::transact(p_.registry, find);
        if (!it || *it) co_return it;
        const auto ask = [this, payment = event.payment] {
            return p_.provider->reference_of(payment);
        };
        const auto reference = co_await http::on_pool(p_.workers, ask);
        if (!reference) co_return std::unexpected(reference.error());
        event.reference = reference->value_or("");
    }
    const auto find = [reference = event.reference](store::Database& db) {
        return rows::find_reference(db, reference);
    };
    co_return co_await service::transact(p_.registry, find);
}

CardTopUps::Done CardTopUps::note(CardTopUp it, CardEvent event) {
    const auto work = [it, event, now = p_.clock.now()](store::Database& db) -> Try<> {
        Try<> noted;
        switch (event.kind) {
        case CardEvent::Kind::captured:
            noted = rows::note_captured(db, it.hold, event.payment, event.yen);
            break;
        case CardEvent::Kind::ended: noted = rows::note_ended(db, it.hold); break;
        case CardEvent::Kind::charged_back: noted = rows::note_charged_back(db, it.hold); break;
        case CardEvent::Kind::other: return {};
        }
        // Should this process end now, the next one goes on.
        return noted ? rows::schedule(db, it.hold, now, 0) : noted;
    };
    co_return co_await service::transact(p_.registry, work);
}

// Answered well only when it is on disk: otherwise the provider sends it again. What is not about
// one of ours is none of our business; the account may serve others.
CardTopUps::Reply CardTopUps::receive(Request& request) {
    if (!p_.provider) co_return problem(Refusal::not_found);
    const auto event = p_.provider->read(request.body, request.signature, request.at);
    if (!event) {
        log::warning("card_message_refused", {{"detail", event.error().detail}});
        co_return problem(Refusal::invalid_request);
    }
    if (event->kind == CardEvent::Kind::other) co_return http::no_content();
    const auto it = co_await named_by(*event);
    if (!it) co_return problem(it.error());
    if (!*it) co_return http::no_content();
    const CardTopUp& known = **it;
    using Kind = CardEvent::Kind;
    const bool heard = (event->kind == Kind::captured && known.captured > 0) ||
                       (event->kind == Kind::ended && known.ended) ||
                       (event->kind == Kind::charged_back && known.was_charged_back);
    if (!heard) {
        if (auto noted = co_await note(known, *event); !noted) co_return problem(noted.error());
        start(known.hold, false);
    }
    co_return http::no_content();
}

} // namespace meguri::features

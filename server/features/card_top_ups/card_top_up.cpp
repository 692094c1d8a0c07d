#include "features/card_top_ups/card_top_up.hpp"

#include <algorithm>

namespace meguri::features {

namespace {

using State = CardTopUp::State;

CardStep of_held(const CardTopUp& it, Instant now, bool look_now) {
    if (it.captured > 0) {
        // Another amount than was ordered, or money that is gone again: no value for it.
        const bool good = it.captured == it.yen && !it.was_charged_back;
        return good ? CardStep::post : CardStep::void_hold;
    }
    if (it.ended) return CardStep::void_hold;
    const bool over = now - it.expires > settle_after_ms;
    if (!it.session.empty()) {
        if (it.leaving || over) return CardStep::close;
        return look_now ? CardStep::ask : CardStep::none;
    }
    if (!it.leaving && now - it.created <= open_within_ms) return CardStep::open_page;
    if (!it.asked_for) return CardStep::give_up;
    return over ? CardStep::ask : CardStep::none;
}

} // namespace

CardStep next_step(const CardTopUp& it, Instant now, bool look_now) {
    switch (it.state) {
    case State::held: return of_held(it, now, look_now);
    case State::posted: return it.was_charged_back ? CardStep::take_back : CardStep::none;
    case State::voided:
        if (it.was_charged_back) return CardStep::none;
        if (it.captured > 0) return CardStep::refund;
        return look_now ? CardStep::ask : CardStep::none; // a payment where none should be
    case State::refunded:
    case State::charged_back: break;
    }
    return CardStep::none;
}

Instant look_again(const CardTopUp& it, Instant now) {
    const Instant end = it.expires + (settle_after_ms + ms_per_second);
    if (it.state != State::held && next_step(it, now, true) == CardStep::none) return {};
    // Given back: after the page's end, an hour and a day later too, should the provider have
    // slipped, its search have lagged or not have answered.
    if (it.state == State::voided && it.captured == 0) {
        for (const std::int64_t after_ms : {std::int64_t{0}, 60 * ms_per_minute, ms_per_day}) {
            if (now < end + after_ms) return end + after_ms;
        }
        return {};
    }
    const auto longer = [&](std::int64_t first_ms, std::int64_t most_ms) {
        return now + std::min(first_ms << std::min<std::int64_t>(it.attempts, 12), most_ms);
    };
    // Something is to be done and did not succeed.
    if (next_step(it, now, false) != CardStep::none)
        return longer(ms_per_second, 10 * ms_per_minute);
    // The provider will tell us, or else after the page's end everything is certain.
    return it.session.empty() ? end : std::min(longer(ms_per_minute, 10 * ms_per_minute), end);
}

} // namespace meguri::features

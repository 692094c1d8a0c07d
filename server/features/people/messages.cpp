// The queue of messages with one-time codes: sent by a worker, again after a failure, forgotten
// when the code is too old. A message whose fate is unknown is sent again: a code that arrives
// twice does no harm. Beside it, the same loop forgets those who never typed their code.
#include "base/log.hpp"
#include "features/people/code_store.hpp"
#include "features/people/people.hpp"
#include "service/ask.hpp"

#include <fmt/core.h>

namespace meguri::features {

namespace {
constexpr vault::Field sign_in_code = "sign_in_code";
constexpr std::int64_t most_attempts = 6;
constexpr std::int64_t forget_every_ms = 10 * ms_per_minute;
constexpr std::int64_t most_forgotten_at_once = 20; // payments wait meanwhile on SQLite

struct Letter {
    std::string phone, code;
};
} // namespace

http::Async<void> People::send_messages() {
    while (rounds_.running()) {
        if (const auto sent = co_await send_due(); !sent)
            log::warning("sms_queue_failed", {{"detail", sent.error().detail}});
        if (const auto done = co_await forget_unproven(); !done)
            log::warning("forgetting_failed", {{"detail", done.error().detail}});
        co_await rounds_.rest(std::chrono::seconds(1));
    }
}

void People::stop_sending() { rounds_.stop(); }

http::Async<Try<>> People::send_due() {
    const auto due =
        co_await service::transact(p_.registry, [now = p_.clock.now()](store::Database& db) {
            return people_store::due_messages(db, now);
        });
    if (!due) co_return std::unexpected(due.error());
    for (const WaitingMessage& message : *due)
        co_await send_one(message);
    co_return Try<>{};
}

http::Async<void> People::send_one(WaitingMessage message) {
    const auto read_letter = [this, message](store::Database& db) -> Try<std::optional<Letter>> {
        const auto phone = p_.vault.get(db, message.person, vault::field::phone);
        if (!phone) return std::unexpected(phone.error());
        const auto code = p_.vault.get(db, message.person, sign_in_code);
        if (!code) return std::unexpected(code.error());
        // Used or replaced in the meantime: nothing to send any more.
        if (!*phone || !*code || message.attempts >= most_attempts) return std::optional<Letter>();
        return std::optional(Letter{**phone, **code});
    };
    const auto letter = co_await service::transact(p_.registry, read_letter);
    if (!letter) co_return;
    bool sent = !*letter;
    if (*letter) {
        const std::string text = fmt::format(
            "{}の「めぐり」の番号は {} です。ほかの人に教えないでください。", p_.config.city.name,
            (*letter)->code
        );
        const auto send = [this, to = (*letter)->phone, text] { return p_.sms.send(to, text); };
        const auto result = co_await http::on_pool(p_.workers, send);
        sent = result.has_value();
        if (!sent)
            log::warning(
                "sms_failed", {{"message", message.number}, {"detail", result.error().detail}}
            );
    }
    const Instant now = p_.clock.now();
    const std::int64_t wait = ms_per_second << std::min<std::int64_t>(message.attempts + 1, 5);
    const auto note_result = [=](store::Database& db) {
        return sent ? people_store::message_sent(db, message.number, now)
                    : people_store::message_failed(db, message.number, now + wait);
    };
    (void)co_await service::transact(p_.registry, note_result);
}

// Whoever asked for a code and did not prove the number within a day was perhaps never there.
http::Async<Try<>> People::forget_unproven() {
    const Instant now = p_.clock.now(), before = now + -ms_per_day;
    if (now - forgotten_ < forget_every_ms) co_return Try<>{};
    forgotten_ = now;
    const auto codes = [before](store::Database& db) {
        return code_store::forget_codes(db, before);
    };
    if (const auto done = co_await service::transact(p_.registry, codes); !done) co_return done;
    const auto some = [this, before, now](store::Database& db) -> Try<std::int64_t> {
        const auto people = code_store::unproven(db, before, most_forgotten_at_once);
        if (!people) return std::unexpected(people.error());
        for (const PersonId person : *people) {
            if (auto done = p_.vault.shred(db, person, now); !done)
                return std::unexpected(done.error());
            if (auto done = code_store::forget(db, person); !done)
                return std::unexpected(done.error());
        }
        return static_cast<std::int64_t>(people->size());
    };
    std::int64_t all = 0;
    for (std::int64_t last = most_forgotten_at_once;
         last == most_forgotten_at_once && rounds_.running();) {
        const auto forgotten = co_await service::transact(p_.registry, some);
        if (!forgotten) co_return std::unexpected(forgotten.error());
        all += last = *forgotten;
    }
    if (all > 0) log::info("unproven_forgotten", {{"people", all}});
    co_return Try<>{};
}

} // namespace meguri::features

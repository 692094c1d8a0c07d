#include "service/sessions.hpp"

#include "service/ask.hpp"
#include "service/sessions_store.hpp"

namespace meguri::service {

namespace {
constexpr std::int64_t resident_idle_ms = 30 * ms_per_day;
constexpr std::int64_t operator_idle_ms = 15 * ms_per_minute;
constexpr std::int64_t operator_longest_ms = 8 * 60 * ms_per_minute;
constexpr std::size_t most_known = 300'000; // copies in memory; beyond it they are read anew

http::SessionPtr make_session(std::int64_t number, const Sessions::Person& person) {
    auto session = std::make_shared<http::Session>();
    session->number = number;
    session->caller = person.caller;
    session->wallet = person.wallet;
    session->person = person.id;
    return session;
}
} // namespace

bool Sessions::over(const Known& known, Instant now) {
    const bool is_operator = known.session->caller.role == access::Role::operator_;
    if (is_operator && now - known.begun > operator_longest_ms) return true;
    return now - known.used > (is_operator ? operator_idle_ms : resident_idle_ms);
}

// Half of the hash: nobody tries 2^128 cookies.
http::Async<http::SessionPtr> Sessions::find(std::string_view token) {
    const Hash digest = sha256(token);
    auto found = known_.find(digest);
    const Instant now = p_.clock.now();
    if (found == known_.end()) {
        if (!tokens_.is_ours(token)) co_return nullptr; // a made-up one costs no look
        const std::uint64_t endings = endings_;
        const auto look_up = [digest](store::Database& db) {
            return sessions_store::find(db, digest);
        };
        auto row = co_await transact(p_.registry, look_up);
        if (!row || !*row) co_return nullptr;
        if (endings != endings_) co_return co_await find(token);
        if (known_.size() >= most_known) known_.clear();
        const Known known{
            make_session((*row)->number, (*row)->person), (*row)->begun, (*row)->used, (*row)->used
        };
        found = known_.insert_or_assign(digest, known).first;
    }
    if (over(found->second, now)) {
        (void)co_await end(token);
        co_return nullptr;
    }
    const http::SessionPtr session = found->second.session;
    found->second.used = now;
    // The row need not know every request, only enough to end idle sessions after a restart.
    if (now - found->second.noted > 5 * ms_per_minute) {
        found->second.noted = now;
        p_.registry.post([number = session->number, now](store::Database& db) {
            (void)sessions_store::note_use(db, number, now);
        });
    }
    co_return session;
}

http::Async<Try<std::optional<std::string>>> Sessions::begin(Person person) {
    const std::string token = tokens_.make(p_.random);
    const Hash digest = sha256(token);
    const Instant now = p_.clock.now();
    const auto insert = [digest, person = person.caller.person, now](store::Database& db) {
        return sessions_store::insert(db, digest, person, now);
    };
    const std::uint64_t endings = endings_;
    const auto number = co_await transact(p_.registry, insert);
    if (!number) co_return std::unexpected(number.error());
    if (!*number) co_return std::optional<std::string>();
    // Somebody's sessions ended while the row was written: let the next request read it anew.
    if (endings == endings_)
        known_.insert_or_assign(digest, Known{make_session(**number, person), now, now, now});
    co_return std::optional(token);
}

std::optional<Instant> Sessions::begun(std::string_view token) const {
    const auto known = known_.find(sha256(token));
    if (known == known_.end()) return std::nullopt;
    return known->second.begun;
}

http::Async<Try<>> Sessions::end(std::string_view token) {
    const Hash digest = sha256(token);
    if (const auto known = known_.find(digest); known != known_.end()) {
        const http::SessionPtr session = known->second.session;
        p_.events.session_ended(session->caller.person, session->number); // its open pages close
    }
    known_.erase(digest);
    ++endings_;
    // Named: a closure with a string inside a co_await expression is destroyed twice.
    const auto end_row = [digest](store::Database& db) { return sessions_store::end(db, digest); };
    co_return co_await transact(p_.registry, end_row);
}

http::Async<Try<>> Sessions::end_all(PersonId person, std::int64_t keep) {
    auto ended = co_await transact(p_.registry, [person, keep](store::Database& db) {
        return sessions_store::end_all(db, person, keep);
    });
    ++endings_;
    // After the rows are gone: a request that comes in between is answered from memory for the last
    // time here.
    std::erase_if(known_, [&](const auto& k) {
        const http::Session& s = *k.second.session;
        if (s.caller.person != person || s.number == keep) return false;
        p_.events.session_ended(person, s.number);
        return true;
    });
    co_return ended;
}

} // namespace meguri::service

#include "app/head_job.hpp"

#include "base/log.hpp"
#include "features/books/merkle.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::app {

using features::Head;
using features::SignedHead;
namespace books_store = features::books_store;
namespace merkle = features::merkle;

namespace {

constexpr std::uint8_t newest_key = 1;
constexpr std::int64_t hashes_a_piece = 2'000; // a few milliseconds; payments go on between two
constexpr int empty_days_at_once = 31;

struct Where { // the newest head, and what comes behind it
    std::optional<SignedHead> newest;
    std::optional<Date> day; // the next to publish; none: nothing is due
    books_store::DayEnd end;
};
auto look_behind(Date due) {
    return [due](store::Database& db) -> Try<Where> {
        Where where;
        auto newest = books_store::newest(db);
        if (!newest) return std::unexpected(newest.error());
        where.newest = std::move(*newest);
        const Seq after = where.newest ? where.newest->head.last : Seq{};
        Date day = where.newest ? where.newest->head.day + 1 : Date{};
        if (!day) { // the first head is of the day of the first entry
            const auto first = books_store::day_end(db, after, due);
            if (!first) return std::unexpected(first.error());
            day = first->next;
        }
        if (!day || day > due) return where;
        const auto end = books_store::day_end(db, after, day);
        if (!end) return std::unexpected(end.error());
        where.day = day;
        where.end = *end;
        return where;
    };
}

Head behind(const std::optional<SignedHead>& newest, Date day, Instant at) {
    Head head{.number = 1, .day = day, .at = at, .key = newest_key};
    if (!newest) return head;
    head.number = newest->head.number + 1;
    head.first = {newest->head.last.value + 1};
    head.last = newest->head.last;
    head.books = newest->head.books;
    head.previous = sha256(newest->text);
    return head;
}

} // namespace

HeadJob::HeadJob(Parts parts) : p_(parts), key_(p_.keys.book_head_key(newest_key)) {}

http::Async<void> HeadJob::run() {
    Date done;
    while (rounds_.running()) {
        const Date due = features::last_day_due(p_.engine.now());
        bool publish = due != done;
        if (publish) publish = co_await p_.clocks.agrees();
        if (publish) publish = co_await publish_all(due);
        if (publish) done = due;
        co_await rounds_.rest(std::chrono::seconds(5));
    }
}

void HeadJob::stop() { rounds_.stop(); }
void HeadJob::look_again() { rounds_.wake(); }

http::Async<bool> HeadJob::publish_all(Date due) {
    while (rounds_.running()) {
        const auto heads = co_await next(due);
        if (!heads) {
            log::warning("head_not_made", {{"detail", heads.error().detail}});
            co_return false;
        }
        if (heads->empty()) co_return true;
        const bool saved = co_await save(*heads);
        if (!saved) co_return false;
    }
    co_return false;
}

http::Async<Try<HeadJob::Heads>> HeadJob::next(Date due) {
    const auto read = look_behind(due);
    const auto where = co_await service::transact(p_.registry, read);
    if (!where) co_return std::unexpected(where.error());
    Heads heads;
    if (!where->day) co_return heads;
    Head head = behind(where->newest, *where->day, p_.engine.now());
    if (where->end.last > head.last) {
        auto made = co_await read_day(head, where->end);
        if (!made) co_return std::unexpected(made.error());
        heads.push_back(std::move(*made));
        co_return heads;
    }
    // Nothing happened on this day, and on the next ones perhaps as little.
    for (int days = 0; days < empty_days_at_once && head.day <= due; ++days) {
        if (days > 0 && where->end.next && where->end.next <= head.day) break;
        head.root = merkle::root({});
        heads.push_back(signed_(head, {}));
        head = behind(heads.back(), head.day + 1, head.at);
    }
    co_return heads;
}

http::Async<Try<SignedHead>> HeadJob::read_day(Head head, books_store::DayEnd end) {
    merkle::Parts parts;
    for (std::int64_t from = head.first.value; from <= end.last.value; from += hashes_a_piece) {
        const std::int64_t to = std::min(from + hashes_a_piece - 1, end.last.value);
        const auto read = [from, to](store::Database& db) {
            return books_store::hashes(db, {from}, {to});
        };
        const auto hashes = co_await service::transact(p_.registry, read);
        if (!hashes) co_return std::unexpected(hashes.error());
        for (const Bytes& each : *hashes)
            parts.add(each);
    }
    head.last = end.last;
    head.books = end.books;
    std::vector<Hash> roots = parts.roots();
    head.root = merkle::root(roots);
    co_return signed_(head, std::move(roots));
}

SignedHead HeadJob::signed_(Head head, std::vector<Hash> parts) const {
    SignedHead made{head, features::head_text(head), {}, std::move(parts)};
    made.signature = Bytes(view(key_.sign(made.text)));
    return made;
}

http::Async<bool> HeadJob::save(const Heads& heads) {
    const books_store::PublishedKey key{newest_key, Bytes(view(key_.public_key()))};
    const auto write = [&heads, key](store::Database& db) -> Try<bool> {
        if (auto noted = books_store::note_key(db, key); !noted)
            return std::unexpected(noted.error());
        for (const SignedHead& each : heads) {
            const auto written = books_store::publish(db, each);
            if (!written || !*written) return written;
        }
        return true;
    };
    const auto saved = co_await service::transact(p_.registry, write);
    if (!saved) log::warning("head_not_published", {{"detail", saved.error().detail}});
    if (!saved || !*saved) co_return false;
    const Head& newest = heads.back().head;
    log::info("head_published", {{"number", newest.number}, {"day", newest.day.number()}});
    co_return true;
}

} // namespace meguri::app

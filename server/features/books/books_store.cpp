#include "features/books/books_store.hpp"

namespace meguri::features::books_store {

using store::Blob;
using store::Row;

std::vector<store::Migration> migrations() {
    return {{2026112430, "book_heads", R"(
CREATE TABLE book_head (
    number {integer} PRIMARY KEY,
    business_date {integer} NOT NULL UNIQUE,
    first_seq {integer} NOT NULL,
    last_seq {integer} NOT NULL,
    books {blob} NOT NULL,
    root {blob} NOT NULL,
    previous {blob} NOT NULL,
    at_ms {integer} NOT NULL,
    key_number {integer} NOT NULL,
    text {text} NOT NULL,
    signature {blob} NOT NULL,
    parts {blob} NOT NULL
){strict};
CREATE INDEX book_head_last ON book_head (last_seq, number);
CREATE TABLE book_key (number {integer} PRIMARY KEY, public_key {blob} NOT NULL){strict};)"}};
}

namespace {

#define MEGURI_HEAD_COLUMNS                                                                        \
    "number, business_date, first_seq, last_seq, books, root, previous, at_ms, key_number, text, " \
    "signature"

Hash hash_in(const Bytes& bytes) { return to_array<32>(bytes).value_or(Hash{}); }

SignedHead read(const Row& r) {
    SignedHead head;
    head.head = {r.integer(0),       Date::of_number(r.integer(1)),
                 {r.integer(2)},     {r.integer(3)},
                 hash_in(r.blob(4)), hash_in(r.blob(5)),
                 hash_in(r.blob(6)), {r.integer(7)},
                 r.integer(8)};
    head.text = r.text(9);
    head.signature = r.blob(10);
    if (r.size() < 12) return head;
    const Bytes& parts = r.blob(11);
    for (std::size_t at = 0; at + sizeof(Hash) <= parts.size(); at += sizeof(Hash))
        head.parts.push_back(hash_in(parts.substr(at, sizeof(Hash))));
    return head;
}

Try<std::optional<SignedHead>>
one(store::Database& db, std::string_view sql, const std::vector<store::Value>& values = {}) {
    const auto rows = db.run(sql, values);
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    return read(rows->one());
}

} // namespace

Try<std::optional<SignedHead>> newest(store::Database& db) {
    return one(db, "SELECT " MEGURI_HEAD_COLUMNS " FROM book_head ORDER BY number DESC LIMIT 1");
}

Try<std::vector<SignedHead>> heads(store::Database& db, std::int64_t before, std::int64_t most) {
    const auto rows = db.run(
        "SELECT " MEGURI_HEAD_COLUMNS " FROM book_head WHERE number < $1 ORDER BY number DESC "
        "LIMIT $2",
        {before > 0 ? before : INT64_MAX, most}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<SignedHead> all;
    for (const Row& r : rows->rows)
        all.push_back(read(r));
    return all;
}

Try<std::optional<SignedHead>> of_day(store::Database& db, Date day) {
    return one(
        db, "SELECT " MEGURI_HEAD_COLUMNS " FROM book_head WHERE business_date = $1", {day.number()}
    );
}

Try<std::optional<SignedHead>> with_entry(store::Database& db, Seq seq) {
    return one(
        db,
        "SELECT " MEGURI_HEAD_COLUMNS ", parts FROM book_head WHERE last_seq >= $1 "
        "ORDER BY last_seq, number LIMIT 1",
        {seq.value}
    );
}

Try<std::vector<PublishedKey>> keys(store::Database& db) {
    const auto rows = db.run("SELECT number, public_key FROM book_key ORDER BY number");
    if (!rows) return std::unexpected(rows.error());
    std::vector<PublishedKey> all;
    for (const Row& r : rows->rows)
        all.push_back({r.integer(0), r.blob(1)});
    return all;
}

Try<> note_key(store::Database& db, const PublishedKey& key) {
    const auto noted = db.run(
        "INSERT INTO book_key (number, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        {key.number, Blob{key.key}}
    );
    if (!noted) return std::unexpected(noted.error());
    const auto rows = db.run("SELECT public_key FROM book_key WHERE number = $1", {key.number});
    if (!rows) return std::unexpected(rows.error());
    if (rows->one().blob(0) == key.key) return {};
    return fault(FaultCode::corrupt, "the heads were signed with another key of this number");
}

Try<bool> publish(store::Database& db, const SignedHead& head) {
    const Head& h = head.head;
    Bytes parts;
    for (const Hash& each : head.parts)
        parts += view(each);
    const auto done = db.run(
        "INSERT INTO book_head (" MEGURI_HEAD_COLUMNS ", parts) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
        {h.number, h.day.number(), h.first.value, h.last.value, Blob{Bytes(view(h.books))},
         Blob{Bytes(view(h.root))}, Blob{Bytes(view(h.previous))}, h.at.ms, h.key, head.text,
         Blob{head.signature}, Blob{parts}}
    );
    if (!done) return std::unexpected(done.error());
    return done->changed == 1;
}

namespace {

Try<Date> day_of(store::Database& db, std::int64_t seq) {
    const auto rows = db.run("SELECT business_date FROM journal_entry WHERE seq = $1", {seq});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return fault(FaultCode::corrupt, "the journal has a gap");
    return Date::of_number(rows->one().integer(0));
}

// The last entry of `day` or before, above `after`; days never go back, so that halving finds it.
Try<std::int64_t> last_of(store::Database& db, std::int64_t after, std::int64_t end, Date day) {
    std::int64_t below = after, above = end + 1; // an entry that is (or `after`), one that is not
    while (above - below > 1) {
        const std::int64_t middle = below + (above - below) / 2;
        const auto its = day_of(db, middle);
        if (!its) return std::unexpected(its.error());
        (*its <= day ? below : above) = middle;
    }
    return below;
}

} // namespace

Try<DayEnd> day_end(store::Database& db, Seq after, Date day) {
    const auto head = db.run("SELECT seq FROM journal_head");
    if (!head) return std::unexpected(head.error());
    const std::int64_t end = head->empty() ? 0 : head->one().integer(0);
    DayEnd found{after, {}, {}};
    if (end > after.value) {
        const auto next = day_of(db, after.value + 1);
        if (!next) return std::unexpected(next.error());
        found.next = *next;
    }
    const auto last = last_of(db, after.value, std::max(end, after.value), day);
    if (!last) return std::unexpected(last.error());
    const auto group = db.run(
        "SELECT last_seq, head FROM journal_group WHERE last_seq <= $1 ORDER BY last_seq DESC "
        "LIMIT 1",
        {*last}
    );
    if (!group) return std::unexpected(group.error());
    if (group->empty()) return found;
    found.last = {std::max(after.value, group->one().integer(0))};
    found.books = hash_in(group->one().blob(1));
    return found;
}

Try<std::vector<Bytes>> hashes(store::Database& db, Seq from, Seq to) {
    const auto rows = db.run(
        "SELECT hash FROM journal_entry WHERE seq >= $1 AND seq <= $2 ORDER BY seq",
        {from.value, to.value}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Bytes> all;
    all.reserve(rows->rows.size());
    for (const Row& r : rows->rows)
        all.push_back(r.blob(0));
    if (std::ssize(all) != to.value - from.value + 1)
        return fault(FaultCode::corrupt, "the journal has a gap");
    return all;
}

} // namespace meguri::features::books_store

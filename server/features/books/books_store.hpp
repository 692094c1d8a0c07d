// Published heads, and what is read of the journal to make them and to prove an entry by them. A
// head that is written is never changed; its number and its day are taken once.
#pragma once

#include "features/books/head.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::features::books_store {

std::vector<store::Migration> migrations();

Try<std::optional<SignedHead>> newest(store::Database& db);
// Newest first, numbers below `before` (0: all); without their parts.
Try<std::vector<SignedHead>> heads(store::Database& db, std::int64_t before, std::int64_t most);
Try<std::optional<SignedHead>> of_day(store::Database& db, Date day);
// The one that the entry is in, with its parts.
Try<std::optional<SignedHead>> with_entry(store::Database& db, Seq seq);

struct PublishedKey {
    std::int64_t number = 0;
    Bytes key;
};
Try<std::vector<PublishedKey>> keys(store::Database& db); // by number, those of old heads too
// A Fault when the number belongs to another key: heads would be signed that nobody can check.
Try<> note_key(store::Database& db, const PublishedKey& key);

// False: somebody else has published this number or day; nothing was written.
Try<bool> publish(store::Database& db, const SignedHead& head);

// Where the books stood at the end of `day`, from entry `after` + 1 on: the last group that ends
// with an entry of that day or before. A group over midnight belongs to the next day.
struct DayEnd {
    Seq last; // `after` when there is nothing
    Hash books{};
    Date next; // the day of the first entry behind `after`; none: there is no further entry
};
Try<DayEnd> day_end(store::Database& db, Seq after, Date day);
// Hashes of entries from ≤ seq ≤ to, in order.
Try<std::vector<Bytes>> hashes(store::Database& db, Seq from, Seq to);

} // namespace meguri::features::books_store

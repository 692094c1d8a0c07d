// The head of the books of one city day, as it is published and signed: from which entry to which,
// the chain's hash behind the last of them, and the root of the tree over their hashes. It is plain
// text, so that a newspaper can print it and anybody can check the signature (docs/adr/0015):
//
//     meguri head 1
//     number 12
//     day 2026-11-23
//     first 1234
//     last 5678
//     books <64 hex digits: the chain behind entry `last`>
//     root <64 hex digits>
//     previous <64 hex digits: SHA-256 of the text of number 11; of the first, zeros>
//     at 2026-11-24T05:00:00.000+09:00
//     key 1
//
// Every line ends with a line feed. A day without entries has last = first - 1.
#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

#include <string>
#include <vector>

namespace meguri::features {

struct Head {
    std::int64_t number = 0; // from 1, one a day, without gaps
    Date day;
    Seq first{1}, last; // entries
    Hash books{};
    Hash root{};
    Hash previous{};
    Instant at;
    std::int64_t key = 1;

    std::int64_t entries() const { return last.value - first.value + 1; }
};

struct SignedHead {
    Head head;
    std::string text;
    Bytes signature;
    std::vector<Hash> parts; // roots over every 256 entries (merkle.hpp); kept, not published
};

std::string head_text(const Head& head);

// From five in the morning on a day's books are published: the night's work is done, the day that
// they are of is over on every clock.
inline constexpr std::int64_t publish_ms = 5 * 60 * ms_per_minute; // after 0:00 in Japan
// The newest day whose head is due.
Date last_day_due(Instant now);
// When the head that an entry of `day` will be in is due, if it is not there yet.
Instant due_at(Date day, Instant now);

} // namespace meguri::features

// How the naive ledger says no and finds its rows, which are numbered from 1.
#pragma once

#include "naive/naive_ledger.hpp"

namespace meguri::naive {

inline Answer no(Refusal word) {
    Answer answer;
    answer.word = word;
    return answer;
}
template <class Row> bool there(const std::vector<Row>& rows, std::int64_t id) {
    return id >= 1 && id <= std::int64_t(rows.size());
}
template <class Row> auto& row(Row& rows, std::int64_t id) { return rows[std::size_t(id - 1)]; }
bool is_on(const auto& list, const auto& wanted) {
    for (const auto& each : list) {
        if (each == wanted) return true;
    }
    return false;
}
// What comes on top of an amount by the highest tier that it reaches.
std::int64_t extra(std::int64_t amount, const std::vector<ledger::Tier>& tiers);

} // namespace meguri::naive

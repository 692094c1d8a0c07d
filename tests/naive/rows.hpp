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

} // namespace meguri::naive

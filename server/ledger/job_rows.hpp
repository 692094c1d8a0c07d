// The rows of a job, frozen by one number. The digest is an onion: that of all rows from here on is
// made of this row and the digest of all rows behind it. So a slice that brings its rows and the
// digest of what is behind them proves itself against what two people approved, before a single
// unit is given, and whoever does the work needs no list in the ledger.
#pragma once

#include "ledger/command_giving.hpp"

namespace meguri::ledger {

inline Hash behind_last_row() { return {}; }
// Digest of `rows` followed by whatever `rest` stands for. Index decides exactly-once: a row is
// part of the digest together with its position.
Hash rows_digest(const std::vector<JobRow>& rows, std::int64_t first_index, const Hash& rest);

} // namespace meguri::ledger

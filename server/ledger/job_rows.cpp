#include "ledger/job_rows.hpp"

namespace meguri::ledger {

Hash rows_digest(const std::vector<JobRow>& rows, std::int64_t first_index, const Hash& rest) {
    Hash digest = rest;
    for (std::size_t i = rows.size(); i-- > 0;) {
        Writer out;
        out.i(first_index + static_cast<std::int64_t>(i));
        out.i(rows[i].wallet.value), out.i(rows[i].amount.value);
        out.raw(view(digest));
        digest = sha256(out.done());
    }
    return digest;
}

} // namespace meguri::ledger

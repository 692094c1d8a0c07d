#include "audit/canonical.hpp"
#include "audit/checks.hpp"

#include <fmt/core.h>

namespace meguri::audit {

namespace {

constexpr std::int64_t page_size = 1'000;

struct End {
    std::int64_t number = 0;
    Bytes hash;
};

void check_row(const store::Row& row, End& end, Report& report) {
    const std::int64_t number = row.integer(0);
    if (number != end.number + 1) {
        report.add(
            0, fmt::format(
                   "the log of looks goes from {} to {}: what stood between was taken away",
                   end.number, number
               )
        );
    } else {
        Encoder form;
        form.string(end.hash).signed_number(number).signed_number(row.integer(1));
        form.signed_number(row.integer(2)).signed_number(row.integer(3));
        form.string(row.text(4)).string(row.text(5));
        if (view(sha256(form.bytes())) != row.blob(6))
            report.add(0, fmt::format("look {} is not as it was written", number));
    }
    end = {number, row.blob(6)}; // go on from what is written, so that one change is named once
}

Try<End> check_rows(store::Database& db, Report& report) {
    End end;
    for (std::int64_t after = INT64_MIN;;) {
        const auto page = db.run(
            "SELECT number, at_ms, looker, person, what, reason, hash FROM look_log WHERE number > "
            "$1 ORDER BY number LIMIT $2",
            {after, page_size}
        );
        if (!page) return std::unexpected(page.error());
        for (const store::Row& row : page->rows)
            check_row(row, end, report);
        report.figures.looks += static_cast<std::int64_t>(page->rows.size());
        if (page->rows.size() < static_cast<std::size_t>(page_size)) return end;
        after = end.number;
    }
}

} // namespace

Try<> check_looks(store::Database& db, Report& report) {
    const auto log = db.has_table("look_log");
    if (!log) return std::unexpected(log.error());
    if (!*log) return {}; // a journal alone, without a city's registry
    const auto end = check_rows(db, report);
    if (!end) return std::unexpected(end.error());
    const auto there = db.has_table("look_log_head");
    if (!there) return std::unexpected(there.error());
    if (!*there) return {}; // of a release that wrote none; the server's next start makes it
    const auto head = db.run("SELECT number, hash FROM look_log_head");
    if (!head) return std::unexpected(head.error());
    if (head->rows.size() != 1) {
        report.add(0, "the log of looks has no head");
        return {};
    }
    const std::int64_t number = head->one().integer(0);
    if (number != end->number)
        report.add(
            0, fmt::format("the log of looks ends with {}, its head says {}", end->number, number)
        );
    else if (head->one().blob(1) != end->hash)
        report.add(0, "the head of the log of looks is not that of its last row");
    return {};
}

} // namespace meguri::audit

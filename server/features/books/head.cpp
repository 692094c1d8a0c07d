#include "features/books/head.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::features {

std::string head_text(const Head& head) {
    return fmt::format(
        "meguri head 1\nnumber {}\nday {}\nfirst {}\nlast {}\nbooks {}\nroot {}\nprevious {}\n"
        "at {}\nkey {}\n",
        head.number, head.day.iso(), head.first.value, head.last.value, to_hex(view(head.books)),
        to_hex(view(head.root)), to_hex(view(head.previous)), jst_iso(head.at), head.key
    );
}

Date last_day_due(Instant now) { return jst_date(now + -publish_ms) + -1; }

Instant due_at(Date day, Instant now) {
    return (std::max(day, last_day_due(now)) + 1).begins() + publish_ms;
}

} // namespace meguri::features

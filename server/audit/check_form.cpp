#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

namespace {

bool known_kind(std::int64_t k, std::int64_t format) {
    constexpr std::int64_t first[] = {
        kind::open_wallet, kind::set_wallet_status, kind::register_place, kind::set_place_status,
        kind::propose,     kind::approve,           kind::withdraw,       kind::stop_program,
        kind::top_up,      kind::payment,           kind::cancel,         kind::expiry,
        kind::close_key
    };
    if (std::find(std::begin(first), std::end(first), k) != std::end(first)) return true;
    return format >= 2 && kind::is_later(k) && k <= kind::return_pay_out;
}

void check_words(const EntryRow& e, Report& report) {
    if (e.format != 1 && e.format != 2)
        report.add(e.seq, fmt::format("format {} is not known", e.format));
    if (!known_kind(e.kind, e.format))
        report.add(e.seq, fmt::format("kind {} is not known", e.kind));
    if (e.actor_kind < 1 || e.actor_kind > 5)
        report.add(e.seq, fmt::format("actor kind {} is not known", e.actor_kind));
    if (e.refusal < 0 || e.refusal > 65535)
        report.add(e.seq, fmt::format("refusal {} is not known", e.refusal));
    if (e.reason < 0 || e.reason > (e.format == 1 ? 4 : 255))
        report.add(e.seq, fmt::format("reason {} is not known", e.reason));
}

void check_key_columns(const EntryRow& e, Report& report) {
    const bool all = e.key_id && e.key_issued_at_ms && e.content,
               none = !e.key_id && !e.key_issued_at_ms && !e.content;
    if (!all && !none)
        report.add(e.seq, "key_id, key_issued_at_ms and content are not all there or all missing");
    if (all && (e.key_id->size() != 16 || e.content->size() != 32))
        report.add(e.seq, "key or content has a wrong length");
    constexpr std::int64_t system = 1, machine = 5; // a machine names a source instead: check_keys
    if (none && e.actor_kind != system && e.actor_kind != machine)
        report.add(e.seq, "a command without a key that is not the system's own");
    if (none && e.refused()) report.add(e.seq, "a refusal without a key");
}

void check_hash(const EntryRow& e, Report& report) {
    if (e.salt.size() != 16)
        report.add(e.seq, fmt::format("the salt has {} bytes, not 16", e.salt.size()));
    const auto form = canonical_form(e);
    if (!form) {
        report.add(e.seq, "a day in it is no day of the calendar");
        return;
    }
    const Hash hash = sha256(e.salt + *form);
    if (view(hash) != e.hash)
        report.add(e.seq, "the row does not give the hash it carries: a column was changed");
}

} // namespace

void FormCheck::check(const EntryRow& e, Report& report) {
    if (e.seq == last_seq_ + 2)
        report.add(e.seq, fmt::format("entry {} is missing", last_seq_ + 1));
    if (e.seq > last_seq_ + 2)
        report.add(e.seq, fmt::format("entries {} to {} are missing", last_seq_ + 1, e.seq - 1));
    if (e.seq <= last_seq_) report.add(e.seq, "an entry below the first number");
    last_seq_ = std::max(last_seq_, e.seq);
    if (e.at_ms < last_at_ms_)
        report.add(e.seq, "its moment is earlier than that of the entry before");
    last_at_ms_ = e.at_ms;
    constexpr std::int64_t farthest_ms = 800'000'000'000'000; // beyond what a calendar can name
    if (e.at_ms > farthest_ms || e.at_ms < -farthest_ms) {
        report.add(e.seq, "its moment is no moment");
    } else if (e.business_date != japanese_day(e.at_ms)) {
        report.add(
            e.seq, fmt::format(
                       "business date {} is not the day in Japan ({})", e.business_date,
                       japanese_day(e.at_ms)
                   )
        );
    }
    check_words(e, report);
    check_key_columns(e, report);
    for (std::size_t n = 0; n < e.legs.size(); ++n) {
        if (e.legs[n].n != static_cast<std::int64_t>(n)) {
            report.add(e.seq, fmt::format("leg {} is missing", n));
            break;
        }
    }
    check_hash(e, report);
}

} // namespace meguri::audit

#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

namespace {

using Wide = __int128;

const EntryRow* find(const std::vector<EntryRow>& entries, std::int64_t seq) {
    const auto at = std::lower_bound(
        entries.begin(), entries.end(), seq,
        [](const EntryRow& e, std::int64_t n) { return e.seq < n; }
    );
    return at == entries.end() || at->seq != seq ? nullptr : &*at;
}

template <class F> Wide sum(const std::vector<LegRow>& legs, F which) {
    Wide total = 0;
    for (const LegRow& leg : legs)
        total += which(leg) ? leg.amount : 0;
    return total;
}

bool over(const LegRow& lot, std::int64_t today) {
    return lot.expires_on != 0 && lot.expires_on < today;
}

void check_against(const Subject& s, const EntryRow& payment, const std::vector<LegRow>& returned) {
    const EntryRow& e = s.entry;
    for (const LegRow& leg : e.legs) {
        if (leg.kind != account::lot) continue;
        const auto same = [&](const LegRow& l) { return l.same_lot(leg); };
        const Wide paid = -sum(payment.legs, same);
        const std::string lot = lot_name(leg.holder, leg.program, leg.expires_on, leg.rights);
        if (paid <= 0)
            s.differs(fmt::format(
                "{} receives value that payment {} did not take from it", lot, payment.seq
            ));
        else if (sum(returned, same) > paid)
            s.differs(
                fmt::format("{} gets back more than payment {} took from it", lot, payment.seq)
            );
    }
    for (const LegRow& leg : e.legs) {
        const auto program = [&](const LegRow& l) { return l.program == leg.program; };
        const auto dead = [&](const LegRow& l) {
            return l.kind == account::lot && program(l) && over(l, e.business_date);
        };
        const auto expired = [&](const LegRow& l) {
            return l.kind == account::expired && program(l);
        };
        const auto owed = [&](const LegRow& l) {
            return l.kind == account::receivable && program(l) && l.holder == payment.place;
        };
        if (leg.kind == account::expired && sum(returned, expired) > -sum(payment.legs, dead)) {
            s.differs(fmt::format(
                "more expires than payment {} took from expired lots of program {}", payment.seq,
                leg.program
            ));
        }
        if (leg.kind != account::receivable) continue;
        if (leg.holder != payment.place || leg.amount >= 0)
            s.differs(fmt::format("place {} does not give it back", leg.holder));
        if (-sum(returned, owed) > sum(payment.legs, owed))
            s.differs(fmt::format("more is taken back than payment {} was", payment.seq));
    }
}

} // namespace

void CancelCheck::check(const Subject& s, const std::vector<EntryRow>& cancelled) {
    const EntryRow& e = s.entry;
    if (e.kind != kind::cancel || e.refused()) return;
    const EntryRow* payment = find(cancelled, e.names);
    if (!payment || payment->kind != kind::payment || payment->refused() || payment->seq >= e.seq) {
        return s.differs(
            fmt::format("it takes back entry {}, which is no payment before it", e.names)
        );
    }
    if (payment->wallet != e.wallet || payment->place != e.place)
        s.differs(fmt::format("payment {} was of another wallet or place", e.names));
    if (payment->business_date != e.business_date)
        s.differs(fmt::format("payment {} was made on another day", e.names));
    if (e.reason == 0) s.differs("a cancel without a reason");

    std::vector<LegRow>& returned = returned_[e.names];
    if (!returned.empty())
        s.differs(fmt::format("payment {} is taken back a second time", e.names));
    returned.insert(returned.end(), e.legs.begin(), e.legs.end());
    check_against(s, *payment, returned);

    const Wide back = -sum(e.legs, [](const LegRow& l) { return l.kind == account::receivable; });
    const Fact* f = s.effects.facts.size() == 1 ? &s.effects.facts[0] : nullptr;
    const bool stated =
        f && f->wallet == e.wallet && f->payment == e.names && f->amount == e.amount;
    if (back != e.amount || e.amount <= 0 || !stated)
        s.differs(fmt::format("its legs do not move the amount {}", e.amount));
}

} // namespace meguri::audit

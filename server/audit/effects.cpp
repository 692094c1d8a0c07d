// Facts, counts and explanations of entries, read by code of the auditor's own.
#include "audit/canonical.hpp"

namespace meguri::audit {

namespace {

std::int64_t day(Decoder& in) { return day_of_number(in.signed_number()); }

bool read_first_facts(Decoder& in, Fact& f) {
    switch (f.tag) {
    case fact::wallet_opened:
        f.wallet = in.signed_number(), f.person = in.signed_number();
        return true;
    case fact::wallet_status: f.wallet = in.signed_number(), f.number = in.number(); return true;
    case fact::organization_registered: f.organization = in.signed_number(); return true;
    case fact::place_registered:
        f.place = in.signed_number(), f.organization = in.signed_number(), f.number = in.number();
        return true;
    case fact::place_status: f.place = in.signed_number(), f.number = in.number(); return true;
    case fact::proposed:
        f.proposal = in.signed_number(), f.person = in.signed_number(),
        f.program = in.signed_number(), f.number = in.number();
        f.terms = read_terms(in), f.texts = in.raw(32), f.digest = in.raw(32);
        return true;
    case fact::proposal_closed:
        f.proposal = in.signed_number(), f.number = in.number(), f.person = in.signed_number();
        return true;
    case fact::program_published:
        f.program = in.signed_number(), f.number = in.number(), f.terms = read_terms(in);
        return true;
    case fact::program_stopped: f.program = in.signed_number(); return true;
    case fact::payment_cancelled:
        f.wallet = in.signed_number(), f.payment = in.signed_number(),
        f.amount = in.signed_number();
        return true;
    default: return false;
    }
}

bool read_city_facts(Decoder& in, Fact& f) {
    switch (f.tag) {
    case fact::place_traits:
        f.place = in.signed_number(), f.type = in.signed_number(), f.area = in.signed_number();
        return true;
    case fact::wallet_marks: f.wallet = in.signed_number(), f.number = in.number(); return true;
    case fact::household_set: f.wallet = in.signed_number(), f.to = in.signed_number(); return true;
    case fact::policy: f.number = in.number(); return true;
    case fact::cards_registered:
        f.card = in.signed_number(), f.count = in.signed_number(), f.number = in.number();
        return true;
    case fact::card_set:
        f.card = in.signed_number(), f.number = in.number(), f.wallet = in.signed_number();
        return true;
    case fact::wallet_moved: f.wallet = in.signed_number(), f.to = in.signed_number(); return true;
    case fact::mandate_given:
        f.mandate = in.signed_number(), f.wallet = in.signed_number(), f.to = in.signed_number();
        f.number = in.number(), f.amount = in.signed_number(), f.month_maximum = in.signed_number(),
        f.until = day(in);
        return true;
    case fact::mandate_revoked:
        f.wallet = in.signed_number(), f.mandate = in.signed_number();
        return true;
    default: return false;
    }
}

bool read_value_facts(Decoder& in, Fact& f) {
    switch (f.tag) {
    case fact::job_proposed:
        f.proposal = in.signed_number(), f.person = in.signed_number(),
        f.program = in.signed_number(), f.number = in.number();
        f.rows = in.signed_number(), f.amount = in.signed_number();
        f.texts = in.raw(32), f.digest = in.raw(32); // texts: the audience
        return true;
    case fact::job_opened:
        f.job = in.signed_number(), f.program = in.signed_number(), f.rows = in.signed_number(),
        f.amount = in.signed_number(), f.digest = in.raw(32);
        return true;
    case fact::job_advanced:
        f.job = in.signed_number(), f.rows = in.signed_number(), f.amount = in.signed_number();
        f.digest = in.raw(32), f.number = in.number();
        return true;
    case fact::asked: f.amount = in.signed_number(); return true;
    case fact::hold_opened:
        f.hold = in.signed_number(), f.number = in.number(), f.wallet = in.signed_number(),
        f.program = in.signed_number();
        f.amount = in.signed_number(), f.bonus = in.signed_number(), f.to = in.signed_number(),
        f.dues = in.signed_number();
        return true;
    case fact::hold_closed: f.hold = in.signed_number(), f.number = in.number(); return true;
    case fact::source_used: f.source = in.raw(16), f.digest = in.raw(32); return true;
    case fact::handout_opened:
        f.handout = in.signed_number(), f.handout_terms = read_handout(in);
        return true;
    case fact::handout_closed: f.handout = in.signed_number(); return true;
    case fact::stay_set:
        f.wallet = in.signed_number(), f.handout = in.signed_number(), f.since = in.signed_number(),
        f.minutes = in.signed_number();
        return true;
    default: return false;
    }
}

bool read_settlement_facts(Decoder& in, Fact& f) {
    switch (f.tag) {
    case fact::day_closed: f.until = day(in); return true;
    case fact::settlement_proposed:
        f.proposal = in.signed_number(), f.person = in.signed_number(), f.until = day(in);
        f.rows = in.signed_number(), f.amount = in.signed_number();
        f.texts = in.raw(32), f.digest = in.raw(32); // texts: the audience
        return true;
    case fact::settlement_opened:
        f.job = in.signed_number(), f.until = day(in), f.rows = in.signed_number(),
        f.digest = in.raw(32);
        return true;
    case fact::place_settled:
        f.place = in.signed_number(), f.program = in.signed_number(), f.until = day(in);
        return true;
    case fact::paid_out:
        f.organization = in.signed_number(), f.amount = in.signed_number();
        return true;
    case fact::pay_out_returned:
        f.organization = in.signed_number(), f.payment = in.signed_number();
        return true;
    default: return false;
    }
}

bool read_fact(Decoder& in, Fact& f) {
    f.tag = in.number();
    return read_first_facts(in, f) || read_city_facts(in, f) || read_value_facts(in, f) ||
           read_settlement_facts(in, f);
}

void read_shares(Decoder& in, std::vector<Share>& shares, bool with_reason) {
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        Share s{};
        s.program = in.signed_number(), s.expires_on = day(in);
        s.rights = static_cast<std::int64_t>(in.number()), s.amount = in.signed_number();
        if (with_reason) in.number();
        shares.push_back(s);
    }
}

} // namespace

HandoutTerms read_handout(Decoder& in) {
    const std::size_t from = in.at();
    HandoutTerms t;
    t.organization = in.signed_number(), t.program = in.signed_number(),
    t.place = in.signed_number(), t.ways = in.number();
    t.amount = in.signed_number(), t.stay_minutes = in.signed_number(),
    t.stay_units = in.signed_number(), t.from = in.signed_number(), t.to = in.signed_number();
    t.person_times = in.signed_number(), t.person_period = in.number(),
    t.times = in.signed_number(), t.word = in.raw(32);
    t.bytes = in.since(from);
    return t;
}

Count read_count(Decoder& in, bool with_wallet) {
    Count c{};
    c.counter = in.number();
    const bool of_a_period = c.counter > 64;
    if (of_a_period) c.counter -= 64;
    if (with_wallet) c.wallet = in.signed_number();
    c.of = in.signed_number();
    if (of_a_period) c.period = in.number(), c.since = day(in);
    c.by = in.signed_number();
    return c;
}

std::optional<Effects> decode_effects(std::string_view bytes) {
    Effects effects;
    if (bytes.empty()) return effects;
    Decoder in(bytes);
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        if (!read_fact(in, effects.facts.emplace_back())) return std::nullopt;
    }
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n)
        effects.counts.push_back(read_count(in, true));
    if (!in.finished()) return std::nullopt;
    return effects;
}

std::optional<Why> decode_explanation(std::string_view bytes) {
    Why why;
    if (bytes.empty()) return why;
    Decoder in(bytes);
    read_shares(in, why.used, false);
    read_shares(in, why.unused, true);
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        const std::uint64_t limit = in.number();
        in.signed_number(), in.signed_number();
        if (limit == 3 || limit == 4 || limit == 9) in.number(), in.number();
    }
    in.signed_number();                         // missing
    in.string();                                // field
    if (in.ok() && !in.finished()) in.string(); // reason
    if (!in.finished()) return std::nullopt;
    return why;
}

} // namespace meguri::audit

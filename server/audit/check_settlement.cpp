// Settlement: what each run owes is what the places took on the days it settles and no run settled
// before, by the rates that two people published; what is paid out was owed. From the journal
// alone.
#include "audit/checks.hpp"

#include <fmt/core.h>

namespace meguri::audit {

namespace {

void check_day_closed(const Subject& s, const Fact& f) {
    if (f.until >= s.entry.business_date) s.differs("a day is closed that is not over");
    if (f.until <= s.books.city.closed) s.differs("a day is closed twice");
}

void check_proposed(const Subject& s, const Fact& f) {
    if (f.proposal != static_cast<std::int64_t>(s.books.proposals.size()) + 1)
        s.differs(fmt::format("proposal {} is not the next one", f.proposal));
    if (f.person != s.entry.actor || f.person == 0) s.differs("the proposer is not who acted");
    if (f.until == 0 || f.until > s.books.city.closed)
        s.differs("it would settle days that are not closed");
    Encoder said;
    said.raw("meguri settlement 1").signed_number(day_number(f.until).value_or(0));
    said.signed_number(f.rows).signed_number(f.amount).raw(f.texts);
    if (view(sha256(said.bytes())) != f.digest)
        s.differs("the proposal's digest is not that of its run");
}

void check_approved(const Subject& s, const Fact& opened) {
    const Fact* closed = fact_of(s, fact::proposal_closed);
    const Proposal* p = closed ? s.books.proposal(closed->proposal) : nullptr;
    constexpr std::uint64_t open = 1, approved = 2;
    if (!p || p->state != open || p->content.tag != fact::settlement_proposed)
        return s.differs("a run is opened that nobody proposed");
    const Fact& asked = p->content;
    if (closed->number != approved || closed->person != s.entry.actor || closed->person == 0)
        s.differs("the approver is not who acted");
    if (closed->person == asked.person)
        s.differs(fmt::format("proposal {} was approved by the person who made it", asked.proposal)
        );
    const bool same = opened.until == asked.until && opened.rows == asked.rows &&
                      opened.digest == asked.texts && s.entry.amount == asked.amount;
    if (!same) s.differs("the run opened is not the one proposed");
    if (opened.job != static_cast<std::int64_t>(s.books.jobs.size()) + 1)
        s.differs(fmt::format("job {} is not the next one", opened.job));
}

std::int64_t yen_of(const Terms& terms, std::int64_t units) {
    if (terms.unit == 1) return units;
    if (terms.rate_points <= 0) return 0;
    constexpr std::uint64_t half_up = 2, up = 3;
    const bool owes = units < 0;
    const __int128 whole = static_cast<__int128>(owes ? -units : units) * terms.rate_yen;
    __int128 yen = whole / terms.rate_points;
    const __int128 rest = whole - yen * terms.rate_points;
    if (terms.rate_rounding == up && rest > 0) yen += 1;
    if (terms.rate_rounding == half_up && 2 * rest >= terms.rate_points) yen += 1;
    return static_cast<std::int64_t>(owes ? -yen : yen);
}

struct Row { // as it was approved
    std::int64_t organization = 0, program = 0, units = 0, yen = 0, tax = 0;
};

std::int64_t organization_of(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        const Place* place = s.books.place(leg.holder);
        if (leg.kind == account::receivable && place) return place->organization;
        if (leg.kind == account::payable) return leg.holder;
    }
    return 0;
}

bool settled_here(const Subject& s, std::int64_t place, std::int64_t program, std::int64_t until) {
    for (const Fact& f : s.effects.facts) {
        if (f.tag == fact::place_settled && f.place == place && f.program == program)
            return f.until == until;
    }
    return false;
}

// All places of the organization, with all that is due and nothing else.
void check_places(const Subject& s, const Row& row, std::int64_t until) {
    std::size_t due = 0;
    for (const auto& [id, place] : s.books.places) {
        if (place.organization != row.organization) continue;
        std::int64_t taken = 0;
        for (const LegRow& leg : s.entry.legs) {
            const bool own = leg.kind == account::receivable && leg.holder == id;
            taken = plus(taken, own ? leg.amount : 0);
        }
        const std::int64_t units = place.unsettled(row.program, until);
        if (plus(taken, units) != 0)
            s.differs(fmt::format("place {} is owed {} of it, not {}", id, units, -taken));
        if (units == 0) continue;
        ++due;
        if (!settled_here(s, id, row.program, until))
            s.differs(fmt::format("the days of place {} stay open", id));
    }
    std::size_t said = 0;
    for (const Fact& f : s.effects.facts)
        said += f.tag == fact::place_settled;
    if (said != due) s.differs("it settles another place");
    for (const LegRow& leg : s.entry.legs) {
        const Place* place = s.books.place(leg.holder);
        const bool other =
            leg.kind == account::receivable &&
            (!place || place->organization != row.organization || leg.program != row.program);
        if (other) s.differs(fmt::format("leg {}: of another organization or program", leg.n));
        const bool holder =
            leg.in_yen_book() &&
            leg.holder != (leg.kind == account::redeemed ? row.program : row.organization);
        if (holder) s.differs(fmt::format("leg {}: owed to another", leg.n));
    }
}

void check_settled(const Subject& s) {
    const Fact* f = fact_of(s, fact::job_advanced);
    const Job* job = f ? s.books.job(f->job) : nullptr;
    if (!job || job->ended || job->until == 0)
        return s.differs("it goes on with a run that is not open");
    Row row{organization_of(s), 0, -sum(s, account::receivable), -sum(s, account::redeemed), 0};
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind == account::receivable) row.program = leg.program;
    }
    if (row.program == 0) {
        row.yen = sum(s, account::fee), row.tax = sum(s, account::fee_tax);
        if (row.yen < 0 || row.tax < 0) s.differs("a fee is below nothing");
        if (sum(s, account::payable) != -plus(row.yen, row.tax))
            s.differs("the fee is not what is kept");
    } else {
        const Program* program = s.books.program(row.program);
        if (program && yen_of(program->terms, row.units) != row.yen)
            s.differs(fmt::format("{} units come to other yen than {}", row.units, row.yen));
        if (sum(s, account::settled) != row.units || sum(s, account::payable) != row.yen ||
            sum(s, account::fee) != 0 || sum(s, account::fee_tax) != 0)
            s.differs("it owes another sum than it settles");
    }
    check_places(s, row, job->until);
    check_amount(s, row.yen);
    Encoder said;
    said.signed_number(job->done).signed_number(row.organization).signed_number(row.program);
    said.signed_number(row.units).signed_number(row.yen).signed_number(row.tax).raw(f->digest);
    if (view(sha256(said.bytes())) != job->expected) s.differs("its row is not the one approved");
    const bool next =
        f->rows == job->done + 1 && f->amount == 0 && (f->number == 1) == (f->rows == job->rows);
    if (!next) s.differs("it says otherwise how far the run is");
}

void check_paid_out(const Subject& s, const Fact& f) {
    const Organization* o = s.books.organization(f.organization);
    if (!o) return s.differs(fmt::format("organization {} does not exist", f.organization));
    if (f.amount <= 0 || f.amount > o->payable) s.differs("more is paid out than is owed");
    if (f.amount != s.entry.amount || sum(s, account::paid_out) != f.amount)
        s.differs(fmt::format("its legs do not move the amount {}", s.entry.amount));
}

void check_returned(const Subject& s, const Fact& f) {
    const Organization* o = s.books.organization(f.organization);
    std::int64_t sent = 0;
    for (const auto& [seq, amount] : o ? o->pay_outs : decltype(o->pay_outs){})
        sent = seq == f.payment ? amount : sent;
    if (sent == 0 || f.payment != s.entry.names) s.differs("what was not paid out is returned");
    if (sent != s.entry.amount || sum(s, account::paid_out) != -sent)
        s.differs(fmt::format("its legs do not move the amount {}", s.entry.amount));
}

// The pay-outs' legs are of the organization that the fact names.
void check_holders(const Subject& s, const Fact& f) {
    for (const LegRow& leg : s.entry.legs) {
        if (leg.holder != f.organization) s.differs(fmt::format("leg {}: of another", leg.n));
    }
}

} // namespace

void check_settlement(const Subject& s) {
    const auto with = [&](std::uint64_t tag, auto check) {
        if (const Fact* f = fact_of(s, tag)) check(s, *f);
    };
    switch (s.entry.kind) {
    case kind::close_day: return with(fact::day_closed, check_day_closed);
    case kind::propose_settlement: return with(fact::settlement_proposed, check_proposed);
    case kind::approve: return with(fact::settlement_opened, check_approved);
    case kind::settle: return check_settled(s);
    case kind::pay_out:
        with(fact::paid_out, check_paid_out);
        return with(fact::paid_out, check_holders);
    case kind::return_pay_out:
        with(fact::pay_out_returned, check_returned);
        return with(fact::pay_out_returned, check_holders);
    default: return;
    }
}

} // namespace meguri::audit

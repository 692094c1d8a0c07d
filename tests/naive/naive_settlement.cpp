// The day's close, runs of settlement, pay-outs: every sum from the rows of the books.
#include "naive/rows.hpp"

namespace meguri::naive {

using namespace ledger;

namespace {

// Yen for so many points, by the program's fraction.
std::int64_t yen_for(const ProgramTerms& terms, std::int64_t units) {
    if (terms.unit == Unit::money) return units;
    if (terms.rate.points == 0) return 0;
    const bool owes = units < 0;
    const __int128 whole = __int128(owes ? -units : units) * terms.rate.yen;
    const __int128 points = terms.rate.points;
    __int128 yen = whole / points;
    if (terms.rate.rounding == SettlementRate::Rounding::up) yen = (whole + points - 1) / points;
    if (terms.rate.rounding == SettlementRate::Rounding::half_up)
        yen = (2 * whole + points) / (2 * points);
    return std::int64_t(owes ? -yen : yen);
}

} // namespace

std::int64_t Ledger::in_yen(AccountKind kind, std::int64_t organization) const {
    std::int64_t sum = 0;
    for (const BookRow& b : books_)
        sum += b.kind == kind && b.holder == organization ? b.amount : 0;
    return sum;
}
std::int64_t Ledger::redeemed(std::int64_t program) const {
    return in_yen(AccountKind::redeemed, program);
}

Answer Ledger::settling_rules(const Body& body, std::int64_t person, std::int64_t seq) {
    if (const auto* c = std::get_if<CloseDay>(&body)) return close_day(*c);
    if (const auto* c = std::get_if<ProposeSettlement>(&body))
        return propose_settlement(*c, person);
    if (const auto* c = std::get_if<Settle>(&body)) return settle(*c);
    if (const auto* c = std::get_if<PayOut>(&body)) return pay_out(*c, seq);
    return return_pay_out(std::get<ReturnPayOut>(body));
}

Answer Ledger::close_day(const CloseDay& c) {
    if (c.day >= today_ || c.day <= closed_) return no(Refusal::not_found);
    closed_ = c.day;
    return {};
}

Answer Ledger::propose_settlement(const ProposeSettlement& c, std::int64_t person) {
    Answer wrong = no(Refusal::terms_contradictory);
    if (!c.until || c.until > closed_)
        wrong.field = "until";
    else if (c.rows < 1 || c.rows > 1'000'000)
        wrong.field = "rows";
    if (!wrong.field.empty()) return wrong;
    ProposalRow proposal;
    proposal.by = person, proposal.until = c.until, proposal.rows = c.rows;
    proposal.total = c.total.value, proposal.audience = c.audience;
    Writer out;
    out.raw("meguri settlement 1"), out.i(c.until.days), out.i(c.rows), out.i(c.total.value);
    out.raw(view(c.audience));
    proposal.digest = sha256(out.done());
    proposals_.push_back(proposal);
    Answer answer;
    answer.proposal = std::int64_t(proposals_.size());
    answer.digest = proposal.digest;
    return answer;
}

// What was booked on days that no run has settled yet, up to the day.
std::int64_t Ledger::owed(std::int64_t place, std::int64_t program, Date until) const {
    const auto of_it = [&](const BookRow& b) {
        return b.kind == AccountKind::receivable && b.holder == place && b.program == program;
    };
    Date settled{};
    for (const BookRow& b : books_) {
        if (of_it(b) && b.settles > settled) settled = b.settles;
    }
    std::int64_t sum = 0;
    for (const BookRow& b : books_) {
        if (of_it(b) && !b.settles && b.day > settled && b.day <= until) sum += b.amount;
    }
    return sum;
}

bool Ledger::settle_value(const SettlementRow& settled, Date until) {
    const std::int64_t program = settled.program.value;
    if (!there(programs_, program) || settled.tax.value != 0) return false;
    std::int64_t sum = 0;
    std::vector<BookRow> taken;
    for (std::int64_t place = 1; place <= std::int64_t(places_.size()); ++place) {
        if (row(places_, place).organization != settled.organization.value) continue;
        const std::int64_t units = owed(place, program, until);
        if (units == 0) continue;
        taken.push_back({AccountKind::receivable, place, program, -units, today_, until});
        sum += units;
    }
    const std::int64_t yen = yen_for(row(programs_, program).terms, sum);
    if (taken.empty() || sum != settled.units.value || yen != settled.yen.value) return false;
    books_.insert(books_.end(), taken.begin(), taken.end());
    book(AccountKind::settled, program, program, sum);
    book(AccountKind::redeemed, program, 0, -yen);
    book(AccountKind::payable, settled.organization.value, 0, yen);
    return true;
}

bool Ledger::keep_fee(const SettlementRow& fee) {
    const std::int64_t organization = fee.organization.value;
    const bool known = organization >= 1 && organization <= organizations_;
    const std::int64_t yen = fee.yen.value, tax = fee.tax.value;
    if (!known || fee.units.value != 0 || yen < 0 || tax < 0 || yen + tax == 0) return false;
    book(AccountKind::payable, organization, 0, -yen - tax);
    book(AccountKind::fee, organization, 0, yen);
    book(AccountKind::fee_tax, organization, 0, tax);
    return true;
}

Answer Ledger::settle(const Settle& c) {
    if (!there(jobs_, c.job.value)) return no(Refusal::job_unknown);
    JobRow& job = row(jobs_, c.job.value);
    if (!job.until) return no(Refusal::job_unknown);
    if (job.ended) return no(Refusal::job_ended);
    Writer out;
    out.i(job.done), out.i(c.row.organization.value), out.i(c.row.program.value);
    out.i(c.row.units.value), out.i(c.row.yen.value), out.i(c.row.tax.value);
    out.raw(view(c.rest));
    if (sha256(out.done()) != job.expected) return no(Refusal::job_differs);
    const bool done = c.row.program ? settle_value(c.row, job.until) : keep_fee(c.row);
    if (!done) return no(Refusal::job_differs);
    job.expected = c.rest;
    job.ended = ++job.done == job.rows;
    Answer answer;
    answer.amount = c.row.yen.value;
    return answer;
}

Answer Ledger::pay_out(const PayOut& c, std::int64_t seq) {
    if (c.amount.value < 1 || c.amount.value > 9'999'999'999)
        return no(Refusal::amount_out_of_range);
    const std::int64_t to = c.organization.value;
    if (to < 1 || to > organizations_) return no(Refusal::organization_unknown);
    if (c.amount.value > in_yen(AccountKind::payable, to)) return no(Refusal::payable_short);
    book(AccountKind::payable, to, 0, -c.amount.value);
    book(AccountKind::paid_out, to, 0, c.amount.value);
    // The newest 64 of an organization can be returned.
    std::vector<PayOutRow*> kept;
    for (PayOutRow& sent : pay_outs_) {
        if (sent.organization == to && !sent.gone) kept.push_back(&sent);
    }
    if (kept.size() == 64) kept.front()->gone = true;
    pay_outs_.push_back({seq, to, c.amount.value});
    Answer answer;
    answer.amount = c.amount.value;
    return answer;
}

Answer Ledger::return_pay_out(const ReturnPayOut& c) {
    const std::int64_t of = c.organization.value;
    if (of < 1 || of > organizations_) return no(Refusal::organization_unknown);
    for (PayOutRow& sent : pay_outs_) {
        if (sent.organization != of || sent.seq != c.pay_out.value || sent.gone) continue;
        sent.gone = true;
        book(AccountKind::payable, of, 0, sent.amount);
        book(AccountKind::paid_out, of, 0, -sent.amount);
        Answer answer;
        answer.amount = sent.amount;
        return answer;
    }
    return no(Refusal::pay_out_unknown);
}

} // namespace meguri::naive

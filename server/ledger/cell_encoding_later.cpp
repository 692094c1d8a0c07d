// Stored form of the cells that came with the second form, and of the lists in cells.
#include "ledger/cell_parts.hpp"

namespace meguri::ledger {

void write_tallies(Writer& out, const std::vector<Tally>& tallies) {
    out.u(tallies.size());
    for (const Tally& t : tallies)
        write(out, Count{t.counter, {}, t.of, t.total, t.period, t.since}, false);
}
void read_tallies(Reader& in, std::vector<Tally>& tallies) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        const Count c = read_count(in, false);
        tallies.push_back({c.counter, c.of, c.period, c.since, c.by});
    }
}

void write_lots(Writer& out, const std::vector<Lot>& lots) {
    out.u(lots.size());
    for (const Lot& l : lots) {
        out.i(l.program.value), out.i(l.expires_on.days), out.u(l.rights.bits),
            out.i(l.balance.value), out.i(l.since.value);
    }
}
void read_lots(Reader& in, std::vector<Lot>& lots) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        lots.push_back({{in.i()}, {in.i32()}, {in.u32()}, {in.i()}, {in.i()}});
}

void write_more(Writer& out, const Organization& o) {
    write_balances(out, o.budgets);
    if (!o.in_yen_book()) return;
    out.i(o.payable.value), out.i(o.fee.value), out.i(o.fee_tax.value), out.i(o.paid_out.value);
    out.u(o.pay_outs.size());
    for (const SentOut& sent : o.pay_outs)
        out.i(sent.by.value), out.i(sent.amount.value);
}
void load_more(Organization& o, Reader& in) {
    read_balances(in, o.budgets);
    if (!in.ok() || in.at_end()) return;
    o.payable.value = in.i(), o.fee.value = in.i();
    o.fee_tax.value = in.i(), o.paid_out.value = in.i();
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        o.pay_outs.push_back({{in.i()}, {in.i()}});
    if (!o.in_yen_book() || o.pay_outs.size() > most_pay_outs_kept) in.reject();
}

void write_more(Writer& out, const Card& c) {
    out.u(number(c.kind)), out.u(number(c.status)), out.i(c.wallet.value);
}
void load_more(Card& c, Reader& in) {
    c.kind = in.choice(CardKind::rechargeable, CardKind::single_use);
    c.status = in.choice(CardStatus::registered, CardStatus::moved);
    c.wallet.value = in.i();
}

void write_more(Writer& out, const Handout& h) {
    write(out, h.terms);
    out.u(h.closed), out.i(h.times), out.i(h.given.value);
}
void load_more(Handout& h, Reader& in) {
    h.terms = read_handout(in);
    h.closed = in.choice(0, 1) == 1, h.times = in.i(), h.given.value = in.i();
}

void write_more(Writer& out, const Job& j) {
    out.i(j.program.value), out.i(j.rows), out.i(j.done), out.i(j.left.value);
    out.raw(view(j.expected)), out.u(j.ended);
    if (j.until) out.i(j.until.days);
}
void load_more(Job& j, Reader& in) {
    j.program.value = in.i(), j.rows = in.i(), j.done = in.i(), j.left.value = in.i();
    j.expected = to_array<32>(in.raw(32)).value_or(Hash{}), j.ended = in.choice(0, 1) == 1;
    if (!in.ok() || in.at_end()) return;
    j.until.days = in.i32();
    if (!j.until) in.reject();
}

void write_more(Writer& out, const Hold& h) {
    write(out, h.content);
    write_lots(out, h.lots);
    out.u(h.counts.size());
    for (const Count& c : h.counts)
        write(out, c, true);
    out.u(h.closed), out.u(h.posted);
}
void load_more(Hold& h, Reader& in) {
    h.content = read_hold_opened(in);
    read_lots(in, h.lots);
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        h.counts.push_back(read_count(in, true));
    h.closed = in.choice(0, 1) == 1, h.posted = in.choice(0, 1) == 1;
}

void write_more(Writer& out, const City& c) {
    out.u(c.limited_first);
    write_tallies(out, c.tallies);
    if (c.closed) out.i(c.closed.days);
}
void load_more(City& c, Reader& in) {
    c.limited_first = in.choice(0, 1) == 1;
    read_tallies(in, c.tallies);
    if (!in.ok() || in.at_end()) return;
    c.closed.days = in.i32();
    if (!c.closed) in.reject();
}

void write_more(Writer& out, const SourceShard& shard) {
    out.u(shard.all.size());
    for (const Source& s : shard.all)
        out.raw(view(s.ref)), out.i(s.seq.value), out.raw(view(s.content));
}
void load_more(SourceShard& shard, Reader& in) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        Source s;
        s.ref = to_array<16>(in.raw(16)).value_or(SourceRef{});
        s.seq.value = in.i();
        s.content = to_array<32>(in.raw(32)).value_or(Hash{});
        if (!shard.all.empty() && !(shard.all.back().ref < s.ref)) in.reject();
        shard.all.push_back(s);
    }
}

} // namespace meguri::ledger

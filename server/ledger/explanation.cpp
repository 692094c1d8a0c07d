#include "ledger/encoding.hpp"

namespace meguri::ledger {

namespace {

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

void write_lot_key(Writer& out, ProgramId program, Date expires_on, Rights rights, Amount amount) {
    out.i(program.value), out.i(expires_on.days), out.u(rights.bits), out.i(amount.value);
}

// Which counter and period a limit is about; the others say it by their kind.
bool of_a_rule(Limit limit) {
    return limit == Limit::rule || limit == Limit::everybody_rule || limit == Limit::household_rule;
}

void write_limit(Writer& out, const LimitLeft& l) {
    out.u(number(l.limit)), out.i(l.program.value), out.i(l.left.value);
    if (of_a_rule(l.limit)) out.u(number(l.counter)), out.u(number(l.period));
}
LimitLeft read_limit(Reader& in) {
    LimitLeft l{in.choice(Limit::person_maximum, Limit::household_rule), {in.i()}, {in.i()}};
    if (of_a_rule(l.limit)) {
        l.counter = in.choice(Counter::topped_up, last_counter);
        l.period = in.choice(Period::ever, Period::fiscal_year);
    }
    return l;
}

} // namespace

void write(Writer& out, const Explanation& e) {
    out.u(e.used.size());
    for (const LotUsed& l : e.used)
        write_lot_key(out, l.program, l.expires_on, l.rights, l.amount);
    out.u(e.unused.size());
    for (const LotUnused& l : e.unused)
        write_lot_key(out, l.program, l.expires_on, l.rights, l.amount), out.u(number(l.why));
    out.u(e.limits.size());
    for (const LimitLeft& l : e.limits)
        write_limit(out, l);
    out.i(e.missing.value);
    out.bytes(e.field);
    if (!e.reason.empty()) out.bytes(e.reason);
}

Explanation read_explanation(Reader& in) {
    Explanation e;
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        e.used.push_back({{in.i()}, {in.i32()}, {in.u32()}, {in.i()}});
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        e.unused.push_back(
            {{in.i()},
             {in.i32()},
             {in.u32()},
             {in.i()},
             in.choice(Unused::not_needed, Unused::may_not_move)}
        );
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        e.limits.push_back(read_limit(in));
    e.missing = {in.i()};
    e.field = in.bytes();
    if (in.ok() && !in.at_end()) {
        e.reason = in.bytes();
        if (e.reason.empty()) in.reject(); // one spelling for each
    }
    return e;
}

Bytes encode_explanation(const Explanation& e) {
    if (e.empty()) return {};
    Writer out;
    write(out, e);
    return out.done();
}

bool decode_explanation(std::string_view bytes, Explanation& into) {
    if (bytes.empty()) {
        into = {};
        return true;
    }
    Reader in(bytes);
    into = read_explanation(in);
    return in.at_end() && !into.empty(); // an empty one is written as no bytes at all
}

} // namespace meguri::ledger

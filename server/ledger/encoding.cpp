#include "ledger/encoding.hpp"

namespace meguri::ledger {

namespace {

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

void write_leg(Writer& out, const Leg& leg) {
    const Account& a = leg.account;
    out.u(number(a.kind)), out.i(a.holder), out.i(a.program.value), out.i(a.expires_on.days),
        out.u(a.rights.bits);
    out.i(leg.amount.value), out.i(leg.prev.value);
}

} // namespace

namespace {
void write_canonical(Writer& out, const Entry& e) {
    out.u(e.format), out.i(e.seq.value), out.i(e.at.ms), out.i(e.business_date.days);
    out.u(number(e.kind)), out.u(number(e.refusal)), out.u(number(e.actor.kind)),
        out.i(e.actor.person.value);
    out.u(e.key ? 1 : 0);
    if (e.key) {
        out.raw(view(e.key->id));
        out.i(e.key->issued_at.ms);
        out.raw(view(e.content));
    }
    out.i(e.wallet.value), out.i(e.place.value), out.i(e.amount.value), out.i(e.names.value),
        out.u(e.reason);
    out.u(e.legs.size());
    for (const Leg& leg : e.legs)
        write_leg(out, leg);
    out.bytes(encode_effects(e));
    out.bytes(encode_explanation(e.explanation));
}
} // namespace

Bytes canonical_form(const Entry& entry) {
    Writer out;
    write_canonical(out, entry);
    return out.done();
}

Hash hash_of(const Entry& entry) {
    Writer out;
    out.raw(view(entry.salt));
    write_canonical(out, entry);
    return sha256(out.done());
}

Hash next_head(const Hash& head, const std::vector<Entry>& group) {
    if (group.empty()) return head;
    Bytes all(view(head));
    for (const Entry& entry : group)
        all += view(entry.hash);
    return sha256(all);
}

} // namespace meguri::ledger

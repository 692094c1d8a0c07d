#include "ledger/encoding.hpp"

namespace meguri::ledger {

namespace {

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

void write_hash(Writer& out, const Hash& hash) { out.raw(view(hash)); }
Hash read_hash(Reader& in) { return to_array<32>(in.raw(32)).value_or(Hash{}); }

// --- facts: a tag, then the fields in order
// -----------------------------------------------------------------------

void write_fact(Writer& out, const WalletOpened& f) { out.i(f.wallet.value), out.i(f.owner.value); }
void write_fact(Writer& out, const WalletStatusSet& f) {
    out.i(f.wallet.value), out.u(number(f.status));
}
void write_fact(Writer& out, const OrganizationRegistered& f) { out.i(f.organization.value); }
void write_fact(Writer& out, const PlaceRegistered& f) {
    out.i(f.place.value), out.i(f.organization.value), out.u(f.capabilities.bits);
}
void write_fact(Writer& out, const PlaceStatusSet& f) {
    out.i(f.place.value), out.u(number(f.status));
}
void write_fact(Writer& out, const Proposed& f) {
    out.i(f.proposal.value), out.i(f.by.value), out.i(f.program.value), out.u(f.based_on);
    write(out, f.terms);
    write_hash(out, f.texts), write_hash(out, f.digest);
}
void write_fact(Writer& out, const ProposalClosed& f) {
    out.i(f.proposal.value), out.u(number(f.state)), out.i(f.by.value);
}
void write_fact(Writer& out, const ProgramPublished& f) {
    out.i(f.program.value), out.u(f.version);
    write(out, f.terms);
}
void write_fact(Writer& out, const ProgramStopped& f) { out.i(f.program.value); }
void write_fact(Writer& out, const PaymentCancelled& f) {
    out.i(f.wallet.value), out.i(f.payment.value), out.i(f.amount.value);
}

// Tags are positions in the variant: append new facts at its end.
static_assert(std::variant_size_v<Fact> == 10);

std::optional<Fact> read_fact(Reader& in) {
    switch (in.u()) {
    case 0: return WalletOpened{{in.i()}, {in.i()}};
    case 1:
        return WalletStatusSet{{in.i()}, in.choice(WalletStatus::active, WalletStatus::blocked)};
    case 2: return OrganizationRegistered{{in.i()}};
    case 3: return PlaceRegistered{{in.i()}, {in.i()}, {in.u32()}};
    case 4: return PlaceStatusSet{{in.i()}, in.choice(PlaceStatus::open, PlaceStatus::closed)};
    case 5:
        return Proposed{{in.i()},       {in.i()},      {in.i()},     in.u32(),
                        read_terms(in), read_hash(in), read_hash(in)};
    case 6:
        return ProposalClosed{
            {in.i()}, in.choice(ProposalState::open, ProposalState::withdrawn), {in.i()}
        };
    case 7: return ProgramPublished{{in.i()}, in.u32(), read_terms(in)};
    case 8: return ProgramStopped{{in.i()}};
    case 9: return PaymentCancelled{{in.i()}, {in.i()}, {in.i()}};
    default: return std::nullopt;
    }
}

void write_leg(Writer& out, const Leg& leg) {
    const Account& a = leg.account;
    out.u(number(a.kind)), out.i(a.holder), out.i(a.program.value), out.i(a.expires_on.days),
        out.u(a.rights.bits);
    out.i(leg.amount.value), out.i(leg.prev.value);
}

void write_lot_key(Writer& out, ProgramId program, Date expires_on, Rights rights, Amount amount) {
    out.i(program.value), out.i(expires_on.days), out.u(rights.bits), out.i(amount.value);
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
        out.u(number(l.limit)), out.i(l.program.value), out.i(l.left.value);
    out.i(e.missing.value);
    out.bytes(e.field);
}

Explanation read_explanation(Reader& in) {
    Explanation e;
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        e.used.push_back({{in.i()}, {in.i32()}, {in.u32()}, {in.i()}});
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        e.unused.push_back(
            {{in.i()},
             {in.i32()},
             {in.u32()},
             {in.i()},
             in.choice(Unused::not_needed, Unused::not_money)}
        );
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        e.limits.push_back(
            {in.choice(Limit::person_maximum, Limit::program_budget), {in.i()}, {in.i()}}
        );
    }
    e.missing = {in.i()};
    e.field = in.bytes();
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

Bytes encode_effects(const Entry& e) {
    if (e.facts.empty() && e.counts.empty()) return {};
    Writer out;
    out.u(e.facts.size());
    for (const Fact& fact : e.facts) {
        out.u(fact.index());
        std::visit([&](const auto& f) { write_fact(out, f); }, fact);
    }
    out.u(e.counts.size());
    for (const Count& c : e.counts)
        out.u(number(c.counter)), out.i(c.wallet.value), out.i(c.program.value), out.i(c.by.value);
    return out.done();
}

bool decode_effects(std::string_view bytes, Entry& into) {
    into.facts.clear();
    into.counts.clear();
    if (bytes.empty()) return true;
    Reader in(bytes);
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        auto fact = read_fact(in);
        if (!fact) return false;
        into.facts.push_back(std::move(*fact));
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        into.counts.push_back(
            {in.choice(Counter::topped_up, Counter::topped_up), {in.i()}, {in.i()}, {in.i()}}
        );
    }
    return in.at_end() && !(into.facts.empty() && into.counts.empty());
}

namespace {
void write_canonical(Writer& out, const Entry& e) {
    out.u(e.format), out.i(e.seq.value), out.i(e.at.ms), out.i(e.business_date.days);
    out.u(number(e.kind)), out.u(number(e.refusal)), out.u(number(e.actor.kind)),
        out.i(e.actor.person.value);
    out.u(e.key ? 1 : 0);
    if (e.key) {
        out.raw(view(e.key->id));
        out.i(e.key->issued_at.ms);
        write_hash(out, e.content);
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

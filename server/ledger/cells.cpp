// Stored form of the state's cells. Version number first, so that a later release can still read an earlier checkpoint;
// when it cannot, the checkpoint is dropped and the journal replayed from its beginning.
#include "ledger/encoding.hpp"

namespace meguri::ledger {

namespace {

constexpr std::uint64_t cell_version = 1;

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

Writer begin_cell(const Cell& cell) {
    Writer out;
    out.u(cell_version);
    out.i(cell.chain.value);
    return out;
}

void finish_load(Cell& cell, Seq chain, Seq as_of) {
    cell.chain = chain;
    cell.loaded = cell.changed = cell.saved = as_of;
    cell.exists = true;
}

void load_program(Program& p, Reader& in) {
    p.version = static_cast<std::uint32_t>(in.u());
    p.stopped = in.u() != 0;
    p.terms = read_terms(in);
    for (Amount& total : p.totals) total.value = in.i();
}

void load_wallet(Wallet& w, Reader& in) {
    w.owner.value = in.i();
    w.status = static_cast<WalletStatus>(in.u());
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        w.lots.push_back({{in.i()}, {static_cast<std::int32_t>(in.i())}, {static_cast<std::uint32_t>(in.u())}, {in.i()}, {in.i()}});
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        w.tallies.push_back({static_cast<Counter>(in.u()), {in.i()}, {in.i()}});
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) w.cancelled.push_back({{in.i()}, {in.i()}});
}

void load_place(Place& p, Reader& in) {
    p.organization.value = in.i();
    p.status = static_cast<PlaceStatus>(in.u());
    p.capabilities.bits = static_cast<std::uint32_t>(in.u());
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) p.receivables.push_back({{in.i()}, {in.i()}});
}

void load_proposal(Proposal& p, Reader& in) {
    p.state = static_cast<ProposalState>(in.u());
    p.closed_by.value = in.i();
    p.content.proposal.value = in.i();
    p.content.by.value = in.i();
    p.content.program.value = in.i();
    p.content.based_on = static_cast<std::uint32_t>(in.u());
    p.content.terms = read_terms(in);
    p.content.texts = to_array<32>(in.raw(32)).value_or(Hash{});
    p.content.digest = to_array<32>(in.raw(32)).value_or(Hash{});
}

} // namespace

Bytes encode_cell(const Program& p) {
    Writer out = begin_cell(p);
    out.u(p.version), out.u(p.stopped);
    write(out, p.terms);
    for (Amount total : p.totals) out.i(total.value);
    return out.done();
}

Bytes encode_cell(const Wallet& w) {
    Writer out = begin_cell(w);
    out.i(w.owner.value), out.u(number(w.status));
    out.u(w.lots.size());
    for (const Lot& l : w.lots) {
        out.i(l.program.value), out.i(l.expires_on.days), out.u(l.rights.bits), out.i(l.balance.value), out.i(l.since.value);
    }
    out.u(w.tallies.size());
    for (const Tally& t : w.tallies) out.u(number(t.counter)), out.i(t.program.value), out.i(t.total.value);
    out.u(w.cancelled.size());
    for (const Cancelled& c : w.cancelled) out.i(c.payment.value), out.i(c.amount.value);
    return out.done();
}

Bytes encode_cell(const Place& p) {
    Writer out = begin_cell(p);
    out.i(p.organization.value), out.u(number(p.status)), out.u(p.capabilities.bits);
    out.u(p.receivables.size());
    for (const Receivable& r : p.receivables) out.i(r.program.value), out.i(r.balance.value);
    return out.done();
}

Bytes encode_cell(const Proposal& p) {
    Writer out = begin_cell(p);
    out.u(number(p.state)), out.i(p.closed_by.value), out.i(p.content.proposal.value), out.i(p.content.by.value);
    out.i(p.content.program.value), out.u(p.content.based_on);
    write(out, p.content.terms);
    out.raw(view(p.content.texts)), out.raw(view(p.content.digest));
    return out.done();
}

bool load_cell(State& state, CellKind kind, std::int64_t id, std::string_view bytes, Seq as_of) {
    if (id < 1 || id > (std::int64_t{1} << 40)) return false;
    Reader in(bytes);
    if (in.u() != cell_version) return false;
    const Seq chain{in.i()};
    const auto load = [&](auto& cell, auto fields) {
        fields(cell, in);
        finish_load(cell, chain, as_of);
        return in.at_end();
    };
    switch (kind) {
    case CellKind::program: return load(state.programs.at({id}), load_program);
    case CellKind::wallet: return load(state.wallets.at({id}), load_wallet);
    case CellKind::place: {
        const bool ok = load(state.places.at({id}), load_place);
        state.organizations = std::max(state.organizations, state.places.at({id}).organization.value);
        return ok;
    }
    case CellKind::proposal: return load(state.proposals.at({id}), load_proposal);
    }
    return false;
}

} // namespace meguri::ledger

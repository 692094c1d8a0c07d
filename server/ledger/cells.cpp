// Stored form of the state's cells. Version number first, so that a later release can still read an
// earlier checkpoint; when it cannot, the checkpoint is dropped and the journal replayed from its
// beginning.
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

void load_fields(Program& p, Reader& in) {
    p.version = in.u32();
    p.stopped = in.choice(0, 1) == 1;
    p.terms = read_terms(in);
    for (Amount& total : p.totals)
        total.value = in.i();
}

void load_fields(Wallet& w, Reader& in) {
    w.owner.value = in.i();
    w.status = in.choice(WalletStatus::active, WalletStatus::blocked);
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        w.lots.push_back({{in.i()}, {in.i32()}, {in.u32()}, {in.i()}, {in.i()}});
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        w.tallies.push_back({in.choice(Counter::topped_up, Counter::topped_up), {in.i()}, {in.i()}}
        );
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        w.cancelled.push_back({{in.i()}, {in.i()}, {in.i()}});
}

void load_fields(Place& p, Reader& in) {
    p.organization.value = in.i();
    p.status = in.choice(PlaceStatus::open, PlaceStatus::closed);
    p.capabilities.bits = in.u32();
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        p.receivables.push_back({{in.i()}, {in.i()}});
}

void load_fields(Proposal& p, Reader& in) {
    p.state = in.choice(ProposalState::open, ProposalState::withdrawn);
    p.closed_by.value = in.i();
    p.published.value = in.i();
    p.content.proposal.value = in.i();
    p.content.by.value = in.i();
    p.content.program.value = in.i();
    p.content.based_on = in.u32();
    p.content.terms = read_terms(in);
    p.content.texts = to_array<32>(in.raw(32)).value_or(Hash{});
    p.content.digest = to_array<32>(in.raw(32)).value_or(Hash{});
}

// The state is touched only when the whole cell could be read.
template <class C, class CellId>
bool load(Cells<C, CellId>& cells, CellId id, Reader& in, Seq as_of) {
    C cell;
    cell.chain.value = in.i();
    load_fields(cell, in);
    if (!in.at_end() || cell.chain.value < 0 || cell.chain > as_of) return false;
    cell.loaded = cell.changed = cell.saved = as_of;
    cell.exists = true;
    cells.at(id) = std::move(cell);
    return true;
}

} // namespace

Bytes encode_cell(const Program& p) {
    Writer out = begin_cell(p);
    out.u(p.version), out.u(p.stopped);
    write(out, p.terms);
    for (Amount total : p.totals)
        out.i(total.value);
    return out.done();
}

Bytes encode_cell(const Wallet& w) {
    Writer out = begin_cell(w);
    out.i(w.owner.value), out.u(number(w.status));
    out.u(w.lots.size());
    for (const Lot& l : w.lots) {
        out.i(l.program.value), out.i(l.expires_on.days), out.u(l.rights.bits),
            out.i(l.balance.value), out.i(l.since.value);
    }
    out.u(w.tallies.size());
    for (const Tally& t : w.tallies)
        out.u(number(t.counter)), out.i(t.program.value), out.i(t.total.value);
    out.u(w.cancelled.size());
    for (const Cancelled& c : w.cancelled)
        out.i(c.payment.value), out.i(c.amount.value), out.i(c.by.value);
    return out.done();
}

Bytes encode_cell(const Place& p) {
    Writer out = begin_cell(p);
    out.i(p.organization.value), out.u(number(p.status)), out.u(p.capabilities.bits);
    out.u(p.receivables.size());
    for (const Receivable& r : p.receivables)
        out.i(r.program.value), out.i(r.balance.value);
    return out.done();
}

Bytes encode_cell(const Proposal& p) {
    Writer out = begin_cell(p);
    out.u(number(p.state)), out.i(p.closed_by.value), out.i(p.published.value),
        out.i(p.content.proposal.value), out.i(p.content.by.value);
    out.i(p.content.program.value), out.u(p.content.based_on);
    write(out, p.content.terms);
    out.raw(view(p.content.texts)), out.raw(view(p.content.digest));
    return out.done();
}

bool load_cell(State& state, CellKind kind, std::int64_t id, std::string_view bytes, Seq as_of) {
    // No entry makes more than one cell of a kind, so no number can be beyond the newest entry (nor
    // fill the memory).
    if (id < 1 || id > as_of.value) return false;
    Reader in(bytes);
    if (in.u() != cell_version) return false;
    switch (kind) {
    case CellKind::program: return load(state.programs, ProgramId{id}, in, as_of);
    case CellKind::wallet:
        if (!load(state.wallets, WalletId{id}, in, as_of)) return false;
        state.wallet_of.try_emplace(state.wallets.at({id}).owner, WalletId{id});
        return true;
    case CellKind::proposal: return load(state.proposals, ProposalId{id}, in, as_of);
    case CellKind::place:
        if (!load(state.places, PlaceId{id}, in, as_of)) return false;
        state.organizations =
            std::max(state.organizations, state.places.at({id}).organization.value);
        return true;
    }
    return false;
}

} // namespace meguri::ledger

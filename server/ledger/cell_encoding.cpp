// Stored form of the state's cells. Each begins with the number of its form. Form 1 is that of the
// first release; form 2 is form 1 and what came later behind it, and is used only where something
// of that is there: one spelling for each value, and most cells stay as short as they were. A cell
// of a form to come cannot be read: the checkpoint is dropped and the journal replayed.
#include "ledger/cell_parts.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

constexpr std::uint64_t first_form = 1, second_form = 2;

Writer begin_cell(const Cell& cell, bool more) {
    Writer out;
    out.u(more ? second_form : first_form);
    out.i(cell.chain.value);
    return out;
}

// --- does a cell say more than the first form can?
bool says_more(const Program& p) {
    const auto later = p.totals.begin() + 10;
    return !p.tallies.empty() || p.redeemed.value != 0 ||
           std::any_of(later, p.totals.end(), [](Amount a) { return a.value != 0; });
}
bool says_more(const Wallet& w) {
    return w.marks != 0 || w.card || w.moved_to || !w.mandates.empty() || !w.stays.empty() ||
           w.household;
}
bool has_days(const Place& p) {
    return std::any_of(p.receivables.begin(), p.receivables.end(), [](const Receivable& r) {
        return !r.days.empty();
    });
}
bool says_more(const Place& p) { return p.traits != PlaceTraits{} || has_days(p); }
bool says_more(const Proposal& p) { return p.job || p.settlement; }
template <class C> bool says_more(const C&) { return true; } // came with the second form

// --- fields of the first form, then those behind it
void write_fields(Writer& out, const Program& p) {
    out.u(p.version), out.u(p.stopped);
    write(out, p.terms);
    for (std::size_t i = 0; i < 10; ++i)
        out.i(p.totals[i].value);
}
void write_more(Writer& out, const Program& p) {
    for (std::size_t i = 10; i < p.totals.size(); ++i)
        out.i(p.totals[i].value);
    write_tallies(out, p.tallies);
    if (p.redeemed.value != 0)
        out.i(p.redeemed.value); // came last, as all such: only where it says something
}
void load_fields(Program& p, Reader& in) {
    p.version = in.u32();
    p.stopped = in.choice(0, 1) == 1;
    p.terms = read_terms(in);
    for (std::size_t i = 0; i < 10; ++i)
        p.totals[i].value = in.i();
}
void load_more(Program& p, Reader& in) {
    for (std::size_t i = 10; i < p.totals.size(); ++i)
        p.totals[i].value = in.i();
    read_tallies(in, p.tallies);
    if (!in.ok() || in.at_end()) return;
    p.redeemed.value = in.i();
    if (p.redeemed.value == 0) in.reject(); // one spelling for each
}

void write_fields(Writer& out, const Wallet& w) {
    out.i(w.owner.value), out.u(number(w.status));
    write_lots(out, w.lots);
    write_tallies(out, w.tallies);
    out.u(w.cancelled.size());
    for (const Cancelled& c : w.cancelled)
        out.i(c.payment.value), out.i(c.amount.value), out.i(c.by.value);
}
void write_more(Writer& out, const Wallet& w) {
    out.u(w.marks), out.i(w.card.value), out.i(w.moved_to.value);
    out.u(w.mandates.size());
    for (const Mandate& m : w.mandates) {
        out.i(m.number), out.u(m.revoked);
        write(out, m.terms);
    }
    out.u(w.stays.size());
    for (const Stay& s : w.stays)
        out.i(s.handout.value), out.i(s.since.ms), out.i(s.minutes);
    if (w.household) out.i(w.household.value);
}
void load_fields(Wallet& w, Reader& in) {
    w.owner.value = in.i();
    w.status = in.choice(WalletStatus::active, WalletStatus::blocked);
    read_lots(in, w.lots);
    read_tallies(in, w.tallies);
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        w.cancelled.push_back({{in.i()}, {in.i()}, {in.i()}});
}
void load_more(Wallet& w, Reader& in) {
    w.marks = in.u(), w.card.value = in.i(), w.moved_to.value = in.i();
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        Mandate m{in.i(), {}, in.choice(0, 1) == 1};
        m.terms = read_mandate(in);
        w.mandates.push_back(m);
    }
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        w.stays.push_back({{in.i()}, {in.i()}, in.i32()});
    if (!in.ok() || in.at_end()) return;
    w.household.value = in.i();
    if (!w.household) in.reject();
}

void write_fields(Writer& out, const Place& p) {
    out.i(p.organization.value), out.u(number(p.status)), out.u(p.capabilities.bits);
    write_balances(out, p.receivables);
}
void write_more(Writer& out, const Place& p) {
    out.i(p.traits.type), out.i(p.traits.area);
    if (!has_days(p)) return;
    for (const Receivable& r : p.receivables) {
        out.u(r.days.size());
        for (const DayAmount& day : r.days)
            out.i(day.day.days), out.i(day.amount.value);
    }
}
void load_fields(Place& p, Reader& in) {
    p.organization.value = in.i();
    p.status = in.choice(PlaceStatus::open, PlaceStatus::closed);
    p.capabilities.bits = in.u32();
    read_balances(in, p.receivables);
}
void load_more(Place& p, Reader& in) {
    p.traits.type = in.i32(), p.traits.area = in.i32();
    if (!in.ok() || in.at_end()) return;
    for (Receivable& r : p.receivables) {
        for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
            const DayAmount day{{in.i32()}, {in.i()}};
            const bool later = r.days.empty() || r.days.back().day < day.day;
            if (!later || day.amount.value == 0) in.reject();
            r.days.push_back(day);
        }
    }
    if (!has_days(p)) in.reject();
}
// Cells of before days were kept say less than the rules need: the journal knows them.
bool is_whole(const Place& p) {
    return std::all_of(p.receivables.begin(), p.receivables.end(), [](const Receivable& r) {
        __int128 sum = 0;
        for (const DayAmount& day : r.days)
            sum += day.amount.value;
        return sum == r.balance.value;
    });
}
template <class C> bool is_whole(const C&) { return true; }

void write_fields(Writer& out, const Proposal& p) {
    out.u(number(p.state)), out.i(p.closed_by.value), out.i(p.published.value),
        out.i(p.content.proposal.value), out.i(p.content.by.value);
    out.i(p.content.program.value), out.u(p.content.based_on);
    write(out, p.content.terms);
    out.raw(view(p.content.texts)), out.raw(view(p.content.digest));
}
// No proposal has the number 0: it says that a run of settlement follows.
void write_more(Writer& out, const Proposal& p) {
    if (p.job) return write(out, *p.job);
    out.i(0);
    write(out, *p.settlement);
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
void load_more(Proposal& p, Reader& in) {
    Reader ahead = in;
    if (ahead.i() != 0) {
        p.job = read_job_proposed(in);
        return;
    }
    in = ahead;
    p.settlement = read_settlement_proposed(in);
}

// --- cells that came with the second form: all of them in write_more
template <class C> void write_fields(Writer&, const C&) {}
template <class C> void load_fields(C&, Reader&) {}

// The state is touched only when the whole cell could be read.
template <class C, class CellId>
bool load(Cells<C, CellId>& cells, CellId id, Reader& in, Seq as_of) {
    const std::uint64_t form = in.u();
    C cell;
    cell.chain.value = in.i();
    load_fields(cell, in);
    if (form == second_form) {
        load_more(cell, in);
        if (in.ok() && !says_more(cell)) return false;
    } else if (form != first_form || says_more(C{})) {
        return false;
    }
    if (!in.at_end() || cell.chain.value < 0 || cell.chain > as_of) return false;
    if (!is_whole(cell)) return false;
    cell.loaded = cell.changed = cell.saved = as_of;
    cell.exists = true;
    cells.at(id) = std::move(cell);
    return true;
}

// No entry makes more than so many cells of a kind, so no number can be beyond that times the
// newest entry (nor fill the memory).
std::int64_t highest_id(CellKind kind, Seq as_of) {
    if (kind == CellKind::sources) return source_shards;
    if (kind == CellKind::city) return 1;
    return as_of.value * (kind == CellKind::card ? most_cards_at_once : 1);
}

} // namespace

template <class C> Bytes encode_cell(const C& cell) {
    const bool more = says_more(cell);
    Writer out = begin_cell(cell, more);
    write_fields(out, cell);
    if (more) write_more(out, cell);
    return out.done();
}
template Bytes encode_cell(const Program&);
template Bytes encode_cell(const Wallet&);
template Bytes encode_cell(const Place&);
template Bytes encode_cell(const Proposal&);
template Bytes encode_cell(const Organization&);
template Bytes encode_cell(const Card&);
template Bytes encode_cell(const Handout&);
template Bytes encode_cell(const Job&);
template Bytes encode_cell(const Hold&);
template Bytes encode_cell(const City&);
template Bytes encode_cell(const SourceShard&);

bool load_cell(State& state, CellKind kind, std::int64_t id, std::string_view bytes, Seq as_of) {
    if (id < 1 || as_of.value > (std::int64_t{1} << 40) || id > highest_id(kind, as_of))
        return false;
    Reader in(bytes);
    bool loaded = false;
    for_each_kind(state, [&](CellKind each, auto& cells) {
        using Cells = std::remove_cvref_t<decltype(cells)>;
        if (each == kind) loaded = load(cells, typename Cells::Id{id}, in, as_of);
    });
    if (loaded && kind == CellKind::wallet) {
        const Wallet& wallet = *state.wallets.find({id});
        if (wallet.owner) state.wallet_of.try_emplace(wallet.owner, WalletId{id});
        join_household(state, {id}, wallet.household);
    }
    if (loaded && kind == CellKind::hold) {
        const Hold& hold = *state.holds.find({id});
        if (!hold.closed) count_open_top_up(state, hold, +1);
    }
    // Organizations of the first format have no cell of their own: their places name them.
    if (loaded && kind == CellKind::place) {
        const OrganizationId organization = state.places.find({id})->organization;
        if (organization.value > 0 && organization.value <= as_of.value)
            state.organizations.at(organization).exists = true;
        join_organization(state, {id}, organization);
    }
    return loaded;
}

std::int64_t cell_count(const State& state, CellKind kind) {
    std::int64_t count = 0;
    for_each_kind(state, [&](CellKind each, const auto& cells) {
        if (each == kind) count = cells.size();
    });
    return count;
}

std::optional<Bytes> encode_if_changed(State& state, CellKind kind, std::int64_t id, Seq as_of) {
    std::optional<Bytes> bytes;
    for_each_kind(state, [&](CellKind each, auto& cells) {
        using Cells = std::remove_cvref_t<decltype(cells)>;
        if (each != kind) return;
        auto& cell = cells.at(typename Cells::Id{id});
        if (!cell.exists || cell.changed <= cell.saved) return;
        bytes = encode_cell(cell);
        cell.saved = as_of;
    });
    return bytes;
}

} // namespace meguri::ledger

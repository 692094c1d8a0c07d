#include "ledger/apply.hpp"

#include "ledger/encoding.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

// Calls `with` on the cell that an account belongs to.
template <class S, class F> void visit_holder(S& state, const Account& a, F with) {
    switch (holder_kind(a.kind)) {
    case HolderKind::program: return with(state.programs.at({a.holder}));
    case HolderKind::wallet: return with(state.wallets.at({a.holder}));
    case HolderKind::place: return with(state.places.at({a.holder}));
    case HolderKind::organization: return; // budgets come with community points
    }
}

Seq chain_of(const State& state, const Account& a) {
    const auto chain = [](const auto* cell) { return cell ? cell->chain : Seq{}; };
    switch (holder_kind(a.kind)) {
    case HolderKind::program: return chain(state.programs.find({a.holder}));
    case HolderKind::wallet: return chain(state.wallets.find({a.holder}));
    case HolderKind::place: return chain(state.places.find({a.holder}));
    case HolderKind::organization: return {};
    }
    return {};
}

void add_to_lot(Wallet& wallet, const Account& a, Amount amount, Seq seq) {
    const auto same = [&](const Lot& l) {
        return l.program == a.program && l.expires_on == a.expires_on && l.rights == a.rights;
    };
    auto lot = std::find_if(wallet.lots.begin(), wallet.lots.end(), same);
    if (lot == wallet.lots.end()) {
        wallet.lots.push_back({a.program, a.expires_on, a.rights, amount, seq});
        return;
    }
    lot->balance += amount;
    if (lot->balance.value == 0) wallet.lots.erase(lot);
}

void add_to_receivable(Place& place, ProgramId program, Amount amount) {
    for (Receivable& r : place.receivables) {
        if (r.program == program) {
            r.balance += amount;
            return;
        }
    }
    place.receivables.push_back({program, amount});
}

void add_leg(State& state, const Leg& leg, Seq seq) {
    const Account& a = leg.account;
    visit_holder(state, a, [&](auto& cell) {
        if (seq <= cell.loaded) return;
        cell.chain = cell.changed = seq;
        using C = std::remove_cvref_t<decltype(cell)>;
        if constexpr (std::is_same_v<C, Wallet>) {
            if (a.kind == AccountKind::lot) add_to_lot(cell, a, leg.amount, seq);
        } else if constexpr (std::is_same_v<C, Place>) {
            if (a.kind == AccountKind::receivable) add_to_receivable(cell, a.program, leg.amount);
        }
    });
    if (!a.program) return;
    Program& program = state.programs.at(a.program);
    if (seq <= program.loaded) return;
    program.changed = seq;
    program.totals[static_cast<std::size_t>(a.kind)] += leg.amount;
}

// The cell a fact is about, unless its stored form already knows the fact.
template <class C> C* open_cell(C& cell, Seq seq) {
    if (seq <= cell.loaded) return nullptr;
    cell.exists = true;
    cell.changed = seq;
    return &cell;
}

void add_fact(State& state, const WalletOpened& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) {
        w->owner = f.owner;
        state.wallet_of.try_emplace(f.owner, f.wallet);
    }
}
void add_fact(State& state, const WalletStatusSet& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) w->status = f.status;
}
void add_fact(State& state, const OrganizationRegistered& f, const Entry&) {
    state.organizations = std::max(state.organizations, f.organization.value);
}
void add_fact(State& state, const PlaceRegistered& f, const Entry& entry) {
    if (Place* p = open_cell(state.places.at(f.place), entry.seq)) {
        p->organization = f.organization;
        p->capabilities = f.capabilities;
    }
}
void add_fact(State& state, const PlaceStatusSet& f, const Entry& entry) {
    if (Place* p = open_cell(state.places.at(f.place), entry.seq)) p->status = f.status;
}
void add_fact(State& state, const Proposed& f, const Entry& entry) {
    if (Proposal* p = open_cell(state.proposals.at(f.proposal), entry.seq)) p->content = f;
}
ProgramId published_by(const Entry& entry) {
    for (const Fact& fact : entry.facts) {
        if (const auto* published = std::get_if<ProgramPublished>(&fact)) return published->program;
    }
    return {};
}
void add_fact(State& state, const ProposalClosed& f, const Entry& entry) {
    if (Proposal* p = open_cell(state.proposals.at(f.proposal), entry.seq)) {
        p->state = f.state;
        p->closed_by = f.by;
        p->published = published_by(entry);
    }
}
void add_fact(State& state, const ProgramPublished& f, const Entry& entry) {
    if (Program* p = open_cell(state.programs.at(f.program), entry.seq)) {
        p->version = f.version;
        p->terms = f.terms;
        p->stopped = false;
    }
}
void add_fact(State& state, const ProgramStopped& f, const Entry& entry) {
    if (Program* p = open_cell(state.programs.at(f.program), entry.seq)) p->stopped = true;
}
void add_fact(State& state, const PaymentCancelled& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq))
        w->cancelled.push_back({f.payment, f.amount, entry.seq});
}

void add_count(State& state, const Count& c, Seq seq) {
    Wallet* w = open_cell(state.wallets.at(c.wallet), seq);
    if (!w) return;
    for (Tally& t : w->tallies) {
        if (t.counter == c.counter && t.program == c.program) {
            t.total += c.by;
            return;
        }
    }
    w->tallies.push_back({c.counter, c.program, c.by});
}

} // namespace

void seal(const State& state, Entry& entry, Now now, const ByteArray<16>& salt) {
    MEGURI_ENSURE(now.at >= state.last_at);
    entry.seq = {state.last.value + 1};
    entry.at = now.at;
    entry.business_date = now.business_date;
    for (Leg& leg : entry.legs)
        leg.prev = chain_of(state, leg.account);
    entry.salt = salt;
    entry.hash = hash_of(entry);
}

void apply(State& state, const Entry& entry) {
    MEGURI_ENSURE(entry.seq.value == state.last.value + 1 && entry.at >= state.last_at);
    for (const Fact& fact : entry.facts) {
        std::visit([&](const auto& f) { add_fact(state, f, entry); }, fact);
    }
    for (const Leg& leg : entry.legs)
        add_leg(state, leg, entry.seq);
    for (const Count& count : entry.counts)
        add_count(state, count, entry.seq);
    if (entry.key) {
        state.keys[{entry.actor, entry.key->id}] = {
            entry.seq, entry.content, entry.key->issued_at, entry.kind == EntryKind::close_key
        };
    }
    state.last = entry.seq;
    state.last_at = entry.at;
}

void forget_old_keys(State& state, Instant now) {
    std::erase_if(state.keys, [&](const auto& k) {
        return now - k.second.issued_at > 2 * key_life_ms;
    });
}

int four_digits(const Entry& entry) {
    return (entry.salt[0] << 16 | entry.salt[1] << 8 | entry.salt[2]) % 10000;
}

} // namespace meguri::ledger

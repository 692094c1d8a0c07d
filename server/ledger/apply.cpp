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
    case HolderKind::organization: return with(state.organizations.at({a.holder}));
    }
}

Seq chain_of(const State& state, const Account& a) {
    const auto chain = [](const auto* cell) { return cell ? cell->chain : Seq{}; };
    switch (holder_kind(a.kind)) {
    case HolderKind::program: return chain(state.programs.find({a.holder}));
    case HolderKind::wallet: return chain(state.wallets.find({a.holder}));
    case HolderKind::place: return chain(state.places.find({a.holder}));
    case HolderKind::organization: return chain(state.organizations.find({a.holder}));
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

void add_to(std::vector<Budget>& budgets, ProgramId program, Amount amount) {
    for (Budget& b : budgets) {
        if (b.program == program) {
            b.balance += amount;
            return;
        }
    }
    budgets.push_back({program, amount});
}

Receivable& of_program(std::vector<Receivable>& receivables, ProgramId program) {
    for (Receivable& r : receivables) {
        if (r.program == program) return r;
    }
    return receivables.emplace_back(Receivable{program, {}, {}});
}

// Entries come in the order of their days, so the newest day is the last.
void add_day(Receivable& r, Date day, Amount amount) {
    if (amount.value == 0) return;
    if (r.days.empty() || r.days.back().day != day) r.days.push_back({day, {}});
    r.days.back().amount += amount;
    if (r.days.back().amount.value == 0) r.days.pop_back();
}

void add_yen(Organization& o, AccountKind kind, Amount amount) {
    if (kind == AccountKind::payable) o.payable += amount;
    if (kind == AccountKind::fee) o.fee += amount;
    if (kind == AccountKind::fee_tax) o.fee_tax += amount;
    if (kind == AccountKind::paid_out) o.paid_out += amount;
}

void add_to(std::vector<Tally>& tallies, const Count& c) {
    for (Tally& t : tallies) {
        if (t.counter != c.counter || t.of != c.of || t.period != c.period) continue;
        if (t.since > c.since) return; // given back to a period that is over
        if (t.since < c.since) t.since = c.since, t.total = {};
        t.total += c.by;
        return;
    }
    tallies.push_back({c.counter, c.of, c.period, c.since, c.by});
}

void add_leg(State& state, const Leg& leg, const Entry& entry) {
    const Seq seq = entry.seq;
    const Account& a = leg.account;
    visit_holder(state, a, [&](auto& cell) {
        if (seq <= cell.loaded) return;
        cell.chain = cell.changed = seq;
        using C = std::remove_cvref_t<decltype(cell)>;
        if constexpr (std::is_same_v<C, Wallet>) {
            if (a.kind == AccountKind::lot) add_to_lot(cell, a, leg.amount, seq);
        } else if constexpr (std::is_same_v<C, Place>) {
            if (a.kind != AccountKind::receivable) return;
            Receivable& r = of_program(cell.receivables, a.program);
            r.balance += leg.amount;
            add_day(r, entry.business_date, leg.amount);
        } else if constexpr (std::is_same_v<C, Organization>) {
            if (a.kind == AccountKind::budget) add_to(cell.budgets, a.program, leg.amount);
            add_yen(cell, a.kind, leg.amount);
        } else if constexpr (std::is_same_v<C, Program>) {
            if (a.kind == AccountKind::redeemed) cell.redeemed += leg.amount;
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
        if (f.owner) state.wallet_of.try_emplace(f.owner, f.wallet); // a card's has no owner
    }
}
void add_fact(State& state, const WalletStatusSet& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) w->status = f.status;
}
void add_fact(State& state, const OrganizationRegistered& f, const Entry& entry) {
    open_cell(state.organizations.at(f.organization), entry.seq);
}
void add_fact(State& state, const PlaceRegistered& f, const Entry& entry) {
    if (Place* p = open_cell(state.places.at(f.place), entry.seq)) {
        p->organization = f.organization;
        p->capabilities = f.capabilities;
        join_organization(state, f.place, f.organization);
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

void add_fact(State& state, const PlaceTraitsSet& f, const Entry& entry) {
    if (Place* p = open_cell(state.places.at(f.place), entry.seq)) p->traits = f.traits;
}
void add_fact(State& state, const WalletMarksSet& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) w->marks = f.marks;
}
void add_fact(State& state, const HouseholdSet& f, const Entry& entry) {
    Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq);
    if (!w) return;
    leave_household(state, f.wallet, w->household);
    w->household = f.household;
    join_household(state, f.wallet, f.household);
}
void add_fact(State& state, const PolicySet& f, const Entry& entry) {
    if (City* c = open_cell(state.city.at({1}), entry.seq)) c->limited_first = f.limited_first;
}
void add_fact(State& state, const JobProposed& f, const Entry& entry) {
    if (Proposal* p = open_cell(state.proposals.at(f.proposal), entry.seq)) {
        p->job = f;
        p->content.proposal = f.proposal, p->content.by = f.by;
        p->content.program = f.program, p->content.based_on = f.based_on;
    }
}
void add_fact(State& state, const JobOpened& f, const Entry& entry) {
    if (Job* j = open_cell(state.jobs.at(f.job), entry.seq)) {
        j->program = f.program, j->rows = f.rows;
        j->left = f.total, j->expected = f.expected;
    }
}
void add_fact(State& state, const JobAdvanced& f, const Entry& entry) {
    if (Job* j = open_cell(state.jobs.at(f.job), entry.seq)) {
        j->done = f.done, j->left = f.left;
        j->expected = f.expected, j->ended = f.ended;
    }
}
void add_fact(State&, const Asked&, const Entry&) {}
void add_fact(State& state, const HoldOpened& f, const Entry& entry) {
    Hold* h = open_cell(state.holds.at(f.hold), entry.seq);
    if (!h) return;
    h->content = f;
    count_open_top_up(state, *h, +1);
    h->counts = entry.counts;
    for (const Leg& leg : entry.legs) {
        const Account& a = leg.account;
        if (a.kind == AccountKind::hold)
            h->lots.push_back({a.program, a.expires_on, a.rights, leg.amount, entry.seq});
    }
}
void add_fact(State& state, const HoldClosed& f, const Entry& entry) {
    if (Hold* h = open_cell(state.holds.at(f.hold), entry.seq)) {
        if (!h->closed) count_open_top_up(state, *h, -1);
        h->closed = true, h->posted = f.posted;
        h->lots.clear();
    }
}
void add_fact(State& state, const SourceUsed& f, const Entry& entry) {
    SourceShard* shard = open_cell(state.sources.at(shard_of(f.ref)), entry.seq);
    if (!shard) return;
    const auto before = [](const Source& s, const SourceRef& ref) { return s.ref < ref; };
    shard->all.insert(
        std::lower_bound(shard->all.begin(), shard->all.end(), f.ref, before),
        {f.ref, entry.seq, f.content}
    );
}
void add_fact(State& state, const CardsRegistered& f, const Entry& entry) {
    for (std::int64_t n = 0; n < f.count; ++n) {
        if (Card* c = open_cell(state.cards.at({f.first.value + n}), entry.seq)) c->kind = f.kind;
    }
}
void add_fact(State& state, const CardSet& f, const Entry& entry) {
    if (Card* c = open_cell(state.cards.at(f.card), entry.seq))
        c->status = f.status, c->wallet = f.wallet;
    if (!f.wallet || f.status != CardStatus::active) return;
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) w->card = f.card;
}
void add_fact(State& state, const WalletMoved& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq)) {
        w->moved_to = f.to;
        w->stays.clear(); // they went along
    }
}
void add_fact(State& state, const MandateGiven& f, const Entry& entry) {
    if (Wallet* w = open_cell(state.wallets.at(f.terms.wallet), entry.seq))
        w->mandates.push_back({f.mandate, f.terms});
}
void add_fact(State& state, const MandateRevoked& f, const Entry& entry) {
    Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq);
    if (!w) return;
    for (Mandate& m : w->mandates)
        m.revoked = m.revoked || m.number == f.mandate;
}
void add_fact(State& state, const HandoutOpened& f, const Entry& entry) {
    if (Handout* h = open_cell(state.handouts.at(f.handout), entry.seq)) h->terms = f.terms;
}
void add_fact(State& state, const HandoutClosed& f, const Entry& entry) {
    if (Handout* h = open_cell(state.handouts.at(f.handout), entry.seq)) h->closed = true;
}
void add_fact(State& state, const StaySet& f, const Entry& entry) {
    Wallet* w = open_cell(state.wallets.at(f.wallet), entry.seq);
    if (!w) return;
    std::erase_if(w->stays, [&](const Stay& stay) { return stay.handout == f.handout; });
    w->stays.push_back({f.handout, f.since, f.minutes});
}

void add_fact(State& state, const DayClosed& f, const Entry& entry) {
    if (City* c = open_cell(state.city.at({1}), entry.seq)) c->closed = f.day;
}
void add_fact(State& state, const SettlementProposed& f, const Entry& entry) {
    if (Proposal* p = open_cell(state.proposals.at(f.proposal), entry.seq)) {
        p->settlement = f;
        p->content.proposal = f.proposal, p->content.by = f.by;
    }
}
void add_fact(State& state, const SettlementOpened& f, const Entry& entry) {
    if (Job* j = open_cell(state.jobs.at(f.job), entry.seq))
        j->until = f.until, j->rows = f.rows, j->expected = f.expected;
}
void add_fact(State& state, const PlaceSettled& f, const Entry& entry) {
    Place* p = open_cell(state.places.at(f.place), entry.seq);
    if (!p) return;
    Receivable& r = of_program(p->receivables, f.program);
    Amount sum;
    std::erase_if(r.days, [&](const DayAmount& day) {
        if (day.day > f.until) return false;
        sum += day.amount;
        return true;
    });
    add_day(r, entry.business_date, sum);
}
void add_fact(State& state, const PaidOut& f, const Entry& entry) {
    Organization* o = open_cell(state.organizations.at(f.organization), entry.seq);
    if (!o) return;
    if (o->pay_outs.size() == most_pay_outs_kept) o->pay_outs.erase(o->pay_outs.begin());
    o->pay_outs.push_back({entry.seq, f.amount});
}
void add_fact(State& state, const PayOutReturned& f, const Entry& entry) {
    Organization* o = open_cell(state.organizations.at(f.organization), entry.seq);
    if (!o) return;
    std::erase_if(o->pay_outs, [&](const SentOut& sent) { return sent.by == f.pay_out; });
}

void add_count(State& state, const Count& c, Seq seq) {
    if (c.wallet) {
        if (Wallet* w = open_cell(state.wallets.at(c.wallet), seq)) add_to(w->tallies, c);
    } else if (c.counter == Counter::dues) {
        if (City* city = open_cell(state.city.at({1}), seq)) add_to(city->tallies, c);
    } else if (c.counter == Counter::claimed || c.counter == Counter::claimed_times) {
        Handout* h = open_cell(state.handouts.at({c.of}), seq);
        if (h && c.counter == Counter::claimed) h->given += c.by;
        if (h && c.counter == Counter::claimed_times) h->times += c.by.value;
    } else if (Program* p = open_cell(state.programs.at({c.of}), seq)) {
        add_to(p->tallies, c);
    }
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
        add_leg(state, leg, entry);
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

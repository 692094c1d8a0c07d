#include "audit/books.hpp"

#include <algorithm>

namespace meguri::audit {

namespace {

bool belongs_to_wallet(std::int64_t kind) {
    return kind == account::lot || kind == account::hold || kind == account::wallet_note;
}
bool belongs_to_place(std::int64_t kind) {
    return kind == account::receivable || kind == account::place_note;
}
bool belongs_to_program(std::int64_t kind) {
    return kind >= account::issue && kind <= account::settled;
}

void add_to_lot(Wallet& wallet, const LegRow& leg) {
    const auto same = [&](const Lot& l) {
        return l.program == leg.program && l.expires_on == leg.expires_on && l.rights == leg.rights;
    };
    const auto lot = std::find_if(wallet.lots.begin(), wallet.lots.end(), same);
    if (lot == wallet.lots.end()) {
        wallet.lots.push_back({leg.program, leg.expires_on, leg.rights, leg.amount, leg.seq});
        return;
    }
    lot->balance = plus(lot->balance, leg.amount);
    if (lot->balance == 0) wallet.lots.erase(lot);
}

void add_to(std::vector<Sum>& sums, std::int64_t program, std::int64_t amount) {
    for (Sum& sum : sums) {
        if (sum.program == program) {
            sum.amount = plus(sum.amount, amount);
            return;
        }
    }
    sums.push_back({program, amount});
}

} // namespace

const Lot* Wallet::find(const LegRow& leg) const {
    for (const Lot& l : lots) {
        if (l.program == leg.program && l.expires_on == leg.expires_on && l.rights == leg.rights)
            return &l;
    }
    return nullptr;
}

std::int64_t Wallet::topped_up_in(std::int64_t program) const {
    for (const Sum& sum : topped_up) {
        if (sum.program == program) return sum.amount;
    }
    return 0;
}

std::int64_t Books::chain_of(const LegRow& leg) const {
    const auto chain = [&](const auto& all) {
        const auto at = all.find(leg.holder);
        return at == all.end() ? std::int64_t{0} : at->second.chain;
    };
    if (belongs_to_wallet(leg.kind)) return chain(wallets);
    if (belongs_to_place(leg.kind)) return chain(places);
    return belongs_to_program(leg.kind) ? chain(programs) : 0;
}

void Books::touch(Holder& holder, std::int64_t seq) {
    holder.changed = seq;
    if (seq <= replay_after_) holder.changed_before_replay = seq;
}

void Books::apply(const EntryRow& entry, const Effects& effects) {
    for (const Fact& fact : effects.facts)
        add_fact(fact, entry.seq);
    publish(effects);
    for (const LegRow& leg : entry.legs)
        add_leg(leg);
    for (const Count& count : effects.counts) {
        Wallet& wallet = wallets[count.wallet];
        touch(wallet, entry.seq);
        add_to(wallet.topped_up, count.program, count.by);
    }
}

// An approval closes the proposal and publishes the program in one entry.
void Books::publish(const Effects& effects) {
    for (const Fact& closed : effects.facts) {
        for (const Fact& published : effects.facts) {
            const bool together =
                closed.tag == fact::proposal_closed && published.tag == fact::program_published;
            if (together) proposals[closed.proposal].published = published.program;
        }
    }
}

void Books::add_leg(const LegRow& leg) {
    const auto link = [&](Holder& holder) {
        holder.chain = leg.seq;
        touch(holder, leg.seq);
    };
    if (belongs_to_wallet(leg.kind)) {
        Wallet& wallet = wallets[leg.holder];
        link(wallet);
        if (leg.kind == account::lot) add_to_lot(wallet, leg);
    } else if (belongs_to_place(leg.kind)) {
        Place& place = places[leg.holder];
        link(place);
        if (leg.kind == account::receivable) add_to(place.receivables, leg.program, leg.amount);
    } else if (belongs_to_program(leg.kind)) {
        link(programs[leg.holder]);
    }
    if (leg.program == 0) return;
    Program& program = programs[leg.program];
    touch(program, leg.seq);
    if (leg.kind > 0 && leg.kind < static_cast<std::int64_t>(program.totals.size())) {
        std::int64_t& total = program.totals[static_cast<std::size_t>(leg.kind)];
        total = plus(total, leg.amount);
    }
}

void Books::add_fact(const Fact& f, std::int64_t seq) {
    const auto change = [&](auto& all, std::int64_t id) -> auto& {
        auto& holder = all[id];
        holder.exists = true;
        touch(holder, seq);
        return holder;
    };
    switch (f.tag) {
    case fact::wallet_opened: change(wallets, f.wallet).owner = f.person; break;
    case fact::wallet_status: change(wallets, f.wallet).status = f.number; break;
    case fact::organization_registered:
        organizations = std::max(organizations, f.organization);
        break;
    case fact::place_registered: {
        Place& place = change(places, f.place);
        place.organization = f.organization;
        place.capabilities = f.number;
        break;
    }
    case fact::place_status: change(places, f.place).status = f.number; break;
    case fact::proposed: change(proposals, f.proposal).content = f; break;
    case fact::proposal_closed: {
        Proposal& proposal = change(proposals, f.proposal);
        proposal.state = f.number;
        proposal.closed_by = f.person;
        break;
    }
    case fact::program_published: {
        Program& program = change(programs, f.program);
        program.version = f.number;
        program.terms = f.terms;
        program.stopped = false;
        break;
    }
    case fact::program_stopped: change(programs, f.program).stopped = true; break;
    case fact::payment_cancelled:
        change(wallets, f.wallet).cancelled.push_back({f.payment, f.amount, seq});
        break;
    default: break;
    }
}

} // namespace meguri::audit

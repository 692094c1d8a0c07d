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
    return (kind >= account::issue && kind <= account::settled) || kind == account::reserved ||
           kind == account::recovered || kind == account::redeemed;
}
bool belongs_to_organization(std::int64_t kind) {
    return kind == account::budget || kind == account::organization_note ||
           kind == account::payable || kind == account::fee || kind == account::fee_tax ||
           kind == account::paid_out;
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

std::int64_t* yen_of(Organization& o, std::int64_t kind) {
    switch (kind) {
    case account::payable: return &o.payable;
    case account::fee: return &o.fee;
    case account::fee_tax: return &o.fee_tax;
    case account::paid_out: return &o.paid_out;
    default: return nullptr;
    }
}

void add_to(std::vector<Tally>& tallies, const Count& c) {
    for (Tally& t : tallies) {
        if (t.counter != c.counter || t.of != c.of || t.period != c.period) continue;
        if (c.since < t.since) return;
        if (c.since > t.since) t.since = c.since, t.amount = 0;
        t.amount = plus(t.amount, c.by);
        return;
    }
    tallies.push_back({c.counter, c.of, c.period, c.since, c.by});
}

} // namespace

const Lot* Wallet::find(const LegRow& leg) const {
    for (const Lot& l : lots) {
        if (l.program == leg.program && l.expires_on == leg.expires_on && l.rights == leg.rights)
            return &l;
    }
    return nullptr;
}

const Stay* Wallet::stay(std::int64_t handout) const {
    for (const Stay& s : stays) {
        if (s.handout == handout) return &s;
    }
    return nullptr;
}

std::int64_t Organization::budget(std::int64_t program) const {
    for (const Sum& sum : budgets) {
        if (sum.program == program) return sum.amount;
    }
    return 0;
}

std::int64_t counted(
    const std::vector<Tally>& tallies, std::uint64_t counter, std::int64_t of, std::uint64_t period,
    std::int64_t day
) {
    for (const Tally& t : tallies) {
        const bool same = t.counter == counter && t.of == of && t.period == period;
        if (same && t.since == period_start(period, day)) return t.amount;
    }
    return 0;
}

namespace {
std::int64_t shard_number(const Bytes& ref) {
    return static_cast<std::uint8_t>(ref[0]) * 16 + static_cast<std::uint8_t>(ref[1]) / 16 + 1;
}
} // namespace

const Shard::Source* Books::source(const Bytes& ref) const {
    const Shard* shard = ref.size() == 16 ? find(shards, shard_number(ref)) : nullptr;
    if (!shard) return nullptr;
    const auto at = shard->all.find(ref);
    return at == shard->all.end() ? nullptr : &at->second;
}

std::vector<std::int64_t> Books::who_live_with(std::int64_t id) const {
    std::vector<std::int64_t> others;
    const Wallet* own = wallet(id);
    const auto household = households.find(own ? own->household : 0);
    if (household == households.end()) return others;
    for (const std::int64_t member : household->second) {
        if (member != id) others.push_back(member);
    }
    return others;
}

std::int64_t Books::chain_of(const LegRow& leg) const {
    const auto chain = [&](const auto& all) {
        const auto at = all.find(leg.holder);
        return at == all.end() ? std::int64_t{0} : at->second.chain;
    };
    if (belongs_to_wallet(leg.kind)) return chain(wallets);
    if (belongs_to_place(leg.kind)) return chain(places);
    if (belongs_to_organization(leg.kind)) return chain(organizations);
    return belongs_to_program(leg.kind) ? chain(programs) : 0;
}

void Books::touch(Holder& holder, std::int64_t seq) {
    holder.changed = seq;
    if (seq <= replay_after_) holder.changed_before_replay = seq;
}

void Books::apply(const EntryRow& entry, const Effects& effects) {
    effects_ = &effects;
    for (const Fact& fact : effects.facts)
        add_fact(fact, entry);
    effects_ = nullptr;
    publish(effects);
    for (const LegRow& leg : entry.legs)
        add_leg(leg, entry.business_date);
    for (const Count& count : effects.counts)
        add_count(count, entry.seq);
}

void Books::add_count(const Count& c, std::int64_t seq) {
    constexpr std::uint64_t claimed_times = 9, claimed = 10, dues = 11;
    if (c.wallet != 0) {
        add_to(change(wallets, c.wallet, seq).tallies, c);
    } else if (c.counter == dues) {
        city.exists = true;
        touch(city, seq);
        add_to(city.tallies, c);
    } else if (c.counter == claimed || c.counter == claimed_times) {
        Handout& handout = change(handouts, c.of, seq);
        std::int64_t& sum = c.counter == claimed ? handout.given : handout.times;
        sum = plus(sum, c.by);
    } else {
        add_to(change(programs, c.of, seq).tallies, c);
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

void Books::add_leg(const LegRow& leg, std::int64_t day) {
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
        if (leg.kind == account::receivable) {
            add_to(place.receivables, leg.program, leg.amount);
            place.add_day(leg.program, day, leg.amount);
        }
    } else if (belongs_to_organization(leg.kind)) {
        Organization& organization = organizations[leg.holder];
        link(organization);
        if (leg.kind == account::budget) add_to(organization.budgets, leg.program, leg.amount);
        if (std::int64_t* sum = yen_of(organization, leg.kind)) *sum = plus(*sum, leg.amount);
    } else if (belongs_to_program(leg.kind)) {
        Program& program = programs[leg.holder];
        link(program);
        if (leg.kind == account::redeemed) program.redeemed = plus(program.redeemed, leg.amount);
    }
    if (leg.program == 0) return;
    Program& program = programs[leg.program];
    touch(program, leg.seq);
    if (leg.kind > 0 && leg.kind < static_cast<std::int64_t>(program.totals.size())) {
        std::int64_t& total = program.totals[static_cast<std::size_t>(leg.kind)];
        total = plus(total, leg.amount);
    }
}

void Books::add_fact(const Fact& f, const EntryRow& entry) {
    if (f.tag == fact::organization_registered) {
        // Those of the first format have no checkpoint of their own: their places name them.
        Organization& organization = organizations[f.organization];
        organization.exists = true;
        if (entry.format > 1) touch(organization, entry.seq);
        return;
    }
    if (!add_first_facts(f, entry.seq) && !add_city_facts(f, entry.seq) &&
        !add_value_facts(f, entry))
        add_settlement_facts(f, entry);
}

bool Books::add_first_facts(const Fact& f, std::int64_t seq) {
    switch (f.tag) {
    case fact::wallet_opened: change(wallets, f.wallet, seq).owner = f.person; return true;
    case fact::wallet_status: change(wallets, f.wallet, seq).status = f.number; return true;
    case fact::place_registered: {
        Place& place = change(places, f.place, seq);
        place.organization = f.organization;
        place.capabilities = f.number;
        return true;
    }
    case fact::place_status: change(places, f.place, seq).status = f.number; return true;
    case fact::proposed: change(proposals, f.proposal, seq).content = f; return true;
    case fact::proposal_closed: {
        Proposal& proposal = change(proposals, f.proposal, seq);
        proposal.state = f.number;
        proposal.closed_by = f.person;
        return true;
    }
    case fact::program_published: {
        Program& program = change(programs, f.program, seq);
        program.version = f.number;
        program.terms = f.terms;
        program.stopped = false;
        return true;
    }
    case fact::program_stopped: change(programs, f.program, seq).stopped = true; return true;
    case fact::payment_cancelled:
        change(wallets, f.wallet, seq).cancelled.push_back({f.payment, f.amount, seq});
        return true;
    default: return false;
    }
}

bool Books::add_city_facts(const Fact& f, std::int64_t seq) {
    switch (f.tag) {
    case fact::place_traits: {
        Place& place = change(places, f.place, seq);
        place.type = f.type, place.area = f.area;
        return true;
    }
    case fact::wallet_marks: change(wallets, f.wallet, seq).marks = f.number; return true;
    case fact::household_set: {
        Wallet& wallet = change(wallets, f.wallet, seq);
        households[wallet.household].erase(f.wallet);
        wallet.household = f.to;
        if (f.to != 0) households[f.to].insert(f.wallet);
        return true;
    }
    case fact::policy:
        city.exists = true;
        touch(city, seq);
        city.limited_first = f.number == 1;
        return true;
    case fact::cards_registered:
        for (std::int64_t n = 0; n < f.count && f.count <= 1'000; ++n)
            change(cards, f.card + n, seq).kind = f.number;
        return true;
    case fact::card_set: {
        Card& card = change(cards, f.card, seq);
        card.status = f.number, card.wallet = f.wallet;
        if (f.wallet != 0 && f.number == 2) change(wallets, f.wallet, seq).card = f.card;
        return true;
    }
    case fact::wallet_moved: {
        Wallet& wallet = change(wallets, f.wallet, seq);
        wallet.moved_to = f.to;
        wallet.stays.clear(); // they went along
        return true;
    }
    case fact::mandate_given:
        change(wallets, f.wallet, seq).mandates.push_back({f, false});
        return true;
    case fact::mandate_revoked:
        for (auto& [given, revoked] : change(wallets, f.wallet, seq).mandates)
            revoked = revoked || given.mandate == f.mandate;
        return true;
    default: return false;
    }
}

bool Books::add_value_facts(const Fact& f, const EntryRow& entry) {
    const std::int64_t seq = entry.seq;
    switch (f.tag) {
    case fact::job_proposed: change(proposals, f.proposal, seq).content = f; break;
    case fact::job_opened: {
        Job& job = change(jobs, f.job, seq);
        job.program = f.program, job.rows = f.rows, job.left = f.amount, job.expected = f.digest;
        break;
    }
    case fact::job_advanced: {
        Job& job = change(jobs, f.job, seq);
        job.done = f.rows, job.left = f.amount, job.expected = f.digest, job.ended = f.number == 1;
        break;
    }
    case fact::hold_opened: {
        Hold& hold = change(holds, f.hold, seq);
        hold.content = f, hold.counts = effects_->counts;
        for (const LegRow& leg : entry.legs) {
            if (leg.kind == account::hold) hold.legs.push_back(leg);
        }
        break;
    }
    case fact::hold_closed: {
        Hold& hold = change(holds, f.hold, seq);
        hold.closed = true, hold.posted = f.number == 1;
        hold.legs.clear();
        break;
    }
    case fact::source_used:
        if (f.source.size() == 16)
            change(shards, shard_number(f.source), seq).all[f.source] = {seq, f.digest};
        break;
    case fact::handout_opened: change(handouts, f.handout, seq).terms = f.handout_terms; break;
    case fact::handout_closed: change(handouts, f.handout, seq).closed = true; break;
    case fact::stay_set: {
        Wallet& wallet = change(wallets, f.wallet, seq);
        std::erase_if(wallet.stays, [&](const Stay& s) { return s.handout == f.handout; });
        wallet.stays.push_back({f.handout, f.since, f.minutes});
        break;
    }
    default: return false;
    }
    return true;
}

} // namespace meguri::audit

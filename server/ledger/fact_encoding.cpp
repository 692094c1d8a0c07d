// Bytes of facts and counts: a tag, then the fields in order.
#include "ledger/encoding.hpp"

namespace meguri::ledger {

namespace {

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

void put(Writer& out, const Hash& hash) { out.raw(view(hash)); }
Hash read_hash(Reader& in) { return to_array<32>(in.raw(32)).value_or(Hash{}); }
bool read_bool(Reader& in) { return in.choice(0, 1) == 1; }

void put(Writer& out, const WalletOpened& f) { out.i(f.wallet.value), out.i(f.owner.value); }
void put(Writer& out, const WalletStatusSet& f) { out.i(f.wallet.value), out.u(number(f.status)); }
void put(Writer& out, const OrganizationRegistered& f) { out.i(f.organization.value); }
void put(Writer& out, const PlaceRegistered& f) {
    out.i(f.place.value), out.i(f.organization.value), out.u(f.capabilities.bits);
}
void put(Writer& out, const PlaceStatusSet& f) { out.i(f.place.value), out.u(number(f.status)); }
void put(Writer& out, const Proposed& f) {
    out.i(f.proposal.value), out.i(f.by.value), out.i(f.program.value), out.u(f.based_on);
    write(out, f.terms);
    put(out, f.texts), put(out, f.digest);
}
void put(Writer& out, const ProposalClosed& f) {
    out.i(f.proposal.value), out.u(number(f.state)), out.i(f.by.value);
}
void put(Writer& out, const ProgramPublished& f) {
    out.i(f.program.value), out.u(f.version);
    write(out, f.terms);
}
void put(Writer& out, const ProgramStopped& f) { out.i(f.program.value); }
void put(Writer& out, const PaymentCancelled& f) {
    out.i(f.wallet.value), out.i(f.payment.value), out.i(f.amount.value);
}
void put(Writer& out, const PlaceTraitsSet& f) {
    out.i(f.place.value), out.i(f.traits.type), out.i(f.traits.area);
}
void put(Writer& out, const WalletMarksSet& f) { out.i(f.wallet.value), out.u(f.marks); }
void put(Writer& out, const PolicySet& f) { out.u(f.limited_first); }
void put(Writer& out, const JobProposed& f) { write(out, f); }
void put(Writer& out, const JobOpened& f) {
    out.i(f.job.value), out.i(f.program.value), out.i(f.rows), out.i(f.total.value);
    put(out, f.expected);
}
void put(Writer& out, const JobAdvanced& f) {
    out.i(f.job.value), out.i(f.done), out.i(f.left.value);
    put(out, f.expected), out.u(f.ended);
}
void put(Writer& out, const Asked& f) { out.i(f.amount.value); }
void put(Writer& out, const HoldOpened& f) { write(out, f); }
void put(Writer& out, const HoldClosed& f) { out.i(f.hold.value), out.u(f.posted); }
void put(Writer& out, const SourceUsed& f) { out.raw(view(f.ref)), put(out, f.content); }
void put(Writer& out, const CardsRegistered& f) {
    out.i(f.first.value), out.i(f.count), out.u(number(f.kind));
}
void put(Writer& out, const CardSet& f) {
    out.i(f.card.value), out.u(number(f.status)), out.i(f.wallet.value);
}
void put(Writer& out, const WalletMoved& f) { out.i(f.wallet.value), out.i(f.to.value); }
void put(Writer& out, const MandateGiven& f) { out.i(f.mandate), write(out, f.terms); }
void put(Writer& out, const MandateRevoked& f) { out.i(f.wallet.value), out.i(f.mandate); }
void put(Writer& out, const HandoutOpened& f) { out.i(f.handout.value), write(out, f.terms); }
void put(Writer& out, const HandoutClosed& f) { out.i(f.handout.value); }
void put(Writer& out, const StaySet& f) {
    out.i(f.wallet.value), out.i(f.handout.value), out.i(f.since.ms), out.i(f.minutes);
}

void put(Writer& out, const HouseholdSet& f) { out.i(f.wallet.value), out.i(f.household.value); }

void put(Writer& out, const DayClosed& f) { out.i(f.day.days); }
void put(Writer& out, const SettlementProposed& f) { write(out, f); }
void put(Writer& out, const SettlementOpened& f) {
    out.i(f.job.value), out.i(f.until.days), out.i(f.rows), put(out, f.expected);
}
void put(Writer& out, const PlaceSettled& f) {
    out.i(f.place.value), out.i(f.program.value), out.i(f.until.days);
}
void put(Writer& out, const PaidOut& f) { out.i(f.organization.value), out.i(f.amount.value); }
void put(Writer& out, const PayOutReturned& f) {
    out.i(f.organization.value), out.i(f.pay_out.value);
}

static_assert(std::variant_size_v<Fact> == 35);

// Each makes a cell: more than one command may ask for would fill the memory.
std::int64_t read_card_count(Reader& in) {
    const std::int64_t count = in.i();
    if (count < 1 || count > most_cards_at_once) in.reject();
    return in.ok() ? count : 0;
}

std::optional<Fact> read_first(std::uint64_t tag, Reader& in) {
    switch (tag) {
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

std::optional<Fact> read_fact(Reader& in) {
    const std::uint64_t tag = in.u();
    switch (tag) {
    case 10: return PlaceTraitsSet{{in.i()}, {in.i32(), in.i32()}};
    case 11: return WalletMarksSet{{in.i()}, in.u()};
    case 12: return PolicySet{read_bool(in)};
    case 13: return read_job_proposed(in);
    case 14: return JobOpened{{in.i()}, {in.i()}, in.i(), {in.i()}, read_hash(in)};
    case 15: return JobAdvanced{{in.i()}, in.i(), {in.i()}, read_hash(in), read_bool(in)};
    case 16: return Asked{{in.i()}};
    case 17: return read_hold_opened(in);
    case 18: return HoldClosed{{in.i()}, read_bool(in)};
    case 19: return SourceUsed{to_array<16>(in.raw(16)).value_or(SourceRef{}), read_hash(in)};
    case 20:
        return CardsRegistered{
            {in.i()}, read_card_count(in), in.choice(CardKind::rechargeable, CardKind::single_use)
        };
    case 21:
        return CardSet{{in.i()}, in.choice(CardStatus::registered, CardStatus::moved), {in.i()}};
    case 22: return WalletMoved{{in.i()}, {in.i()}};
    case 23: return MandateGiven{in.i(), read_mandate(in)};
    case 24: return MandateRevoked{{in.i()}, in.i()};
    case 25: return HandoutOpened{{in.i()}, read_handout(in)};
    case 26: return HandoutClosed{{in.i()}};
    case 27: return StaySet{{in.i()}, {in.i()}, {in.i()}, in.i32()};
    case 28: return HouseholdSet{{in.i()}, {in.i()}};
    case 29: return DayClosed{{in.i32()}};
    case 30: return read_settlement_proposed(in);
    case 31: return SettlementOpened{{in.i()}, {in.i32()}, in.i(), read_hash(in)};
    case 32: return PlaceSettled{{in.i()}, {in.i()}, {in.i32()}};
    case 33: return PaidOut{{in.i()}, {in.i()}};
    case 34: return PayOutReturned{{in.i()}, {in.i()}};
    default: return read_first(tag, in);
    }
}

// A count of a period carries its days behind it, and says so in its number.
constexpr std::uint64_t of_a_period = 64;

} // namespace

void write(Writer& out, const JobProposed& f) {
    out.i(f.proposal.value), out.i(f.by.value), out.i(f.program.value), out.u(f.based_on);
    out.i(f.rows), out.i(f.total.value), put(out, f.audience), put(out, f.digest);
}
JobProposed read_job_proposed(Reader& in) {
    return {{in.i()}, {in.i()}, {in.i()}, in.u32(), in.i(), {in.i()}, read_hash(in), read_hash(in)};
}

void write(Writer& out, const SettlementProposed& f) {
    out.i(f.proposal.value), out.i(f.by.value), out.i(f.until.days), out.i(f.rows);
    out.i(f.total.value), put(out, f.audience), put(out, f.digest);
}
SettlementProposed read_settlement_proposed(Reader& in) {
    return {{in.i()}, {in.i()}, {in.i32()}, in.i(), {in.i()}, read_hash(in), read_hash(in)};
}

void write(Writer& out, const HoldOpened& f) {
    out.i(f.hold.value), out.u(number(f.purpose)), out.i(f.wallet.value), out.i(f.program.value);
    out.i(f.amount.value), out.i(f.bonus.value), out.i(f.bonus_in.value), out.i(f.kind);
}
HoldOpened read_hold_opened(Reader& in) {
    return {{in.i()}, in.choice(HoldPurpose::top_up, HoldPurpose::dues),
            {in.i()}, {in.i()},
            {in.i()}, {in.i()},
            {in.i()}, in.i32()};
}

void write(Writer& out, const GiveMandate& m) {
    out.i(m.wallet.value), out.i(m.to.value), out.u(m.rights.bits);
    out.i(m.payment_maximum.value), out.i(m.month_maximum.value), out.i(m.until.days);
}
GiveMandate read_mandate(Reader& in) {
    return {{in.i()}, {in.i()}, {in.u32()}, {in.i()}, {in.i()}, {in.i32()}};
}

void write(Writer& out, const HandoutTerms& t) {
    out.i(t.organization.value), out.i(t.program.value), out.i(t.place.value), out.u(t.ways.bits);
    out.i(t.amount.value), out.i(t.stay_minutes), out.i(t.stay_units), out.i(t.from.ms),
        out.i(t.to.ms);
    out.i(t.person_times), out.u(number(t.person_period)), out.i(t.times), put(out, t.word);
}
HandoutTerms read_handout(Reader& in) {
    HandoutTerms t;
    t.organization.value = in.i(), t.program.value = in.i(), t.place.value = in.i();
    t.ways.bits = in.u32();
    t.amount.value = in.i(), t.stay_minutes = in.i32(), t.stay_units = in.i32();
    t.from.ms = in.i(), t.to.ms = in.i();
    t.person_times = in.i(), t.person_period = in.choice(Period::ever, Period::fiscal_year);
    t.times = in.i(), t.word = read_hash(in);
    return t;
}

void write(Writer& out, const Count& c, bool with_wallet) {
    const bool period = c.period != Period::ever;
    out.u(number(c.counter) + (period ? of_a_period : 0));
    if (with_wallet) out.i(c.wallet.value);
    out.i(c.of);
    if (period) out.u(number(c.period)), out.i(c.since.days);
    out.i(c.by.value);
}

Count read_count(Reader& in, bool with_wallet) {
    const std::uint64_t begin = in.u();
    const bool period = begin > of_a_period;
    const std::uint64_t counter = period ? begin - of_a_period : begin;
    if (counter < 1 || counter > number(last_counter)) in.reject();
    Count c{};
    c.counter = in.ok() ? static_cast<Counter>(counter) : Counter::topped_up;
    if (with_wallet) c.wallet.value = in.i();
    c.of = in.i();
    if (period) c.period = in.choice(Period::day, Period::fiscal_year), c.since.days = in.i32();
    c.by.value = in.i();
    return c;
}

Bytes encode_effects(const Entry& e) {
    if (e.facts.empty() && e.counts.empty()) return {};
    Writer out;
    out.u(e.facts.size());
    for (const Fact& fact : e.facts) {
        out.u(fact.index());
        std::visit([&](const auto& f) { put(out, f); }, fact);
    }
    out.u(e.counts.size());
    for (const Count& c : e.counts)
        write(out, c, true);
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
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        into.counts.push_back(read_count(in, true));
    return in.at_end() && !(into.facts.empty() && into.counts.empty());
}

} // namespace meguri::ledger

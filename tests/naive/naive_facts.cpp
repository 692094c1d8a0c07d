// Wallets, places, programs; four eyes.
#include "naive/rows.hpp"

#include "base/codec.hpp"

namespace meguri::naive {

using namespace ledger;

namespace {

// What the two people look at, as docs and contract describe it: a title, then every field in
// order. (The bytes of terms are those of the journal; how they are written is tested there.)
Hash digest_of(const Propose& c, std::int64_t based_on) {
    Writer out;
    out.raw("meguri proposal 1");
    out.i(c.program.value), out.u(std::uint64_t(based_on));
    write(out, c.terms);
    out.raw(view(c.texts));
    return sha256(out.done());
}
} // namespace

Answer Ledger::open_wallet(const OpenWallet& c) {
    wallets_.push_back({false, 0, c.owner.value, 0, 0});
    mandates_.push_back({});
    Answer answer;
    answer.wallet = std::int64_t(wallets_.size());
    return answer;
}

Answer Ledger::wallet_status(const SetWalletStatus& c) {
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    wallets_[std::size_t(c.wallet.value - 1)].blocked = c.status == WalletStatus::blocked;
    Answer answer;
    answer.wallet = c.wallet.value;
    return answer;
}

Answer Ledger::register_place(const RegisterPlace& c) {
    if (c.organization.value < 0 || c.organization.value > organizations_)
        return no(Refusal::place_unknown);
    if (c.capabilities.bits == 0 || c.capabilities.bits > 15) return no(Refusal::place_not_capable);
    if (c.organization.value == 0) ++organizations_;
    PlaceRow place;
    place.organization = c.organization.value == 0 ? organizations_ : c.organization.value;
    place.can = c.capabilities.bits;
    places_.push_back(place);
    Answer answer;
    answer.place = std::int64_t(places_.size());
    return answer;
}

Answer Ledger::place_status(const SetPlaceStatus& c) {
    if (!there(places_, c.place.value)) return no(Refusal::place_unknown);
    places_[std::size_t(c.place.value - 1)].closed = c.status == PlaceStatus::closed;
    Answer answer;
    answer.place = c.place.value;
    return answer;
}

Answer Ledger::household(const SetHousehold& c) {
    const std::int64_t wallet = c.wallet.value, with = c.with.value;
    const auto somebody = [&](std::int64_t id) {
        return there(wallets_, id) && row(wallets_, id).owner != 0;
    };
    if (!somebody(wallet) || (with != 0 && !somebody(with))) return no(Refusal::wallet_unknown);
    if (wallet == with) return no(Refusal::same_wallet);
    Answer answer;
    answer.wallet = wallet;
    if (with == 0) {
        row(wallets_, wallet).household = 0;
        return answer;
    }
    std::int64_t home = row(wallets_, with).household, others = 0;
    for (std::int64_t id = 1; id <= std::int64_t(wallets_.size()); ++id) {
        if (id != wallet && home != 0 && row(wallets_, id).household == home) ++others;
    }
    if (others >= 20) return no(Refusal::household_full);
    if (home == 0) {
        home = ++households_;
        row(wallets_, with).household = home;
        answer.touched = {with};
    }
    row(wallets_, wallet).household = home;
    return answer;
}

Answer Ledger::wallet_marks(const SetWalletMarks& c) {
    if (!there(wallets_, c.wallet.value)) return no(Refusal::wallet_unknown);
    wallets_[std::size_t(c.wallet.value - 1)].marks = c.marks;
    Answer answer;
    answer.wallet = c.wallet.value;
    return answer;
}

Answer Ledger::place_traits(const SetPlaceTraits& c) {
    if (!there(places_, c.place.value)) return no(Refusal::place_unknown);
    PlaceRow& place = places_[std::size_t(c.place.value - 1)];
    place.type = c.traits.type, place.area = c.traits.area;
    Answer answer;
    answer.place = c.place.value;
    return answer;
}

Answer Ledger::policy(const SetPolicy& c) {
    limited_first_ = c.limited_first;
    return {};
}

Answer Ledger::propose_job(const ProposeJob& c, std::int64_t person) {
    if (!there(programs_, c.program.value)) return no(Refusal::program_unknown);
    const ProgramRow& program = programs_[std::size_t(c.program.value - 1)];
    if (program.stopped) return no(Refusal::program_stopped);
    Answer wrong = no(Refusal::terms_contradictory);
    if (c.rows < 1 || c.rows > 10'000'000)
        wrong.field = "rows";
    else if (c.total.value < c.rows || c.total.value > c.rows * 9'999'999)
        wrong.field = "total";
    if (!wrong.field.empty()) return wrong;
    ProposalRow proposal;
    proposal.job = true;
    proposal.by = person, proposal.program = c.program.value, proposal.based_on = program.version;
    proposal.rows = c.rows, proposal.total = c.total.value, proposal.audience = c.audience;
    Writer out;
    out.raw("meguri job 1"), out.i(c.program.value), out.u(std::uint64_t(program.version));
    out.i(c.rows), out.i(c.total.value), out.raw(view(c.audience));
    proposal.digest = sha256(out.done());
    proposals_.push_back(proposal);
    Answer answer;
    answer.proposal = std::int64_t(proposals_.size());
    answer.digest = proposal.digest;
    return answer;
}

Answer Ledger::propose(const Propose& c, std::int64_t person) {
    if (c.program.value != 0 && !there(programs_, c.program.value))
        return no(Refusal::program_unknown);
    if (const std::string field = wrong_field(c.terms, c.program.value); !field.empty()) {
        Answer answer = no(Refusal::terms_contradictory);
        answer.field = field;
        return answer;
    }
    ProposalRow proposal;
    proposal.by = person;
    proposal.program = c.program.value;
    proposal.based_on = c.program.value ? programs_[std::size_t(c.program.value - 1)].version : 0;
    proposal.terms = c.terms;
    proposal.digest = digest_of(c, proposal.based_on);
    proposals_.push_back(proposal);
    Answer answer;
    answer.proposal = std::int64_t(proposals_.size());
    answer.digest = proposal.digest;
    return answer;
}

Answer Ledger::approve(const Approve& c, std::int64_t person) {
    if (!there(proposals_, c.proposal.value)) return no(Refusal::proposal_unknown);
    ProposalRow& proposal = proposals_[std::size_t(c.proposal.value - 1)];
    if (proposal.state != ProposalRow::open) return no(Refusal::proposal_closed);
    if (proposal.until) {
        if (c.digest != proposal.digest) return no(Refusal::proposal_differs);
        if (person == proposal.by) return no(Refusal::same_person);
        proposal.state = ProposalRow::approved;
        jobs_.push_back({0, proposal.rows, 0, 0, proposal.audience, false, proposal.until});
        Answer answer;
        answer.proposal = c.proposal.value;
        answer.amount = proposal.total;
        answer.made = std::int64_t(jobs_.size());
        return answer;
    }
    const bool is_new = proposal.program == 0;
    if (proposal.job) {
        const ProgramRow& program = programs_[std::size_t(proposal.program - 1)];
        if (program.version != proposal.based_on || program.stopped)
            return no(Refusal::proposal_void);
        if (c.digest != proposal.digest) return no(Refusal::proposal_differs);
        if (person == proposal.by) return no(Refusal::same_person);
        if (auto a = fits_budget(proposal.program, proposal.total); a.word != Refusal::none)
            return a;
        proposal.state = ProposalRow::approved;
        jobs_.push_back({proposal.program, proposal.rows, 0, proposal.total, proposal.audience});
        book(AccountKind::issue, proposal.program, proposal.program, -proposal.total);
        book(AccountKind::reserved, proposal.program, proposal.program, proposal.total);
        Answer answer;
        answer.proposal = c.proposal.value;
        answer.amount = proposal.total;
        answer.made = std::int64_t(jobs_.size());
        return answer;
    }
    if (!is_new && programs_[std::size_t(proposal.program - 1)].version != proposal.based_on)
        return no(Refusal::proposal_void);
    if (!wrong_field(proposal.terms, proposal.program).empty()) return no(Refusal::proposal_void);
    if (c.digest != proposal.digest) return no(Refusal::proposal_differs);
    if (person == proposal.by) return no(Refusal::same_person);
    proposal.state = ProposalRow::approved;
    if (is_new) programs_.push_back({});
    Answer answer;
    answer.proposal = c.proposal.value;
    answer.program = is_new ? std::int64_t(programs_.size()) : proposal.program;
    programs_[std::size_t(answer.program - 1)] = {proposal.based_on + 1, false, proposal.terms};
    return answer;
}

Answer Ledger::withdraw(const Withdraw& c) {
    if (!there(proposals_, c.proposal.value)) return no(Refusal::proposal_unknown);
    ProposalRow& proposal = proposals_[std::size_t(c.proposal.value - 1)];
    if (proposal.state != ProposalRow::open) return no(Refusal::proposal_closed);
    proposal.state = ProposalRow::withdrawn;
    Answer answer;
    answer.proposal = c.proposal.value;
    return answer;
}

Answer Ledger::stop_program(const StopProgram& c) {
    if (!there(programs_, c.program.value)) return no(Refusal::program_unknown);
    ProgramRow& program = programs_[std::size_t(c.program.value - 1)];
    if (program.stopped) return no(Refusal::program_stopped);
    program.stopped = true;
    Answer answer;
    answer.program = c.program.value;
    return answer;
}

} // namespace meguri::naive

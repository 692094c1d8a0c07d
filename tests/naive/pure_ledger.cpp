#include "naive/pure_ledger.hpp"

#include "ledger/invariants/invariants.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

namespace {

void add_explanation(Answer& answer, const Explanation& why) {
    answer.missing = why.missing.value;
    answer.field = why.field;
    constexpr Refusal of_limits[] = {Refusal::person_cap_reached, Refusal::program_cap_reached,
                                     Refusal::limit_reached,      Refusal::premium_used_up,
                                     Refusal::budget_short,       Refusal::handout_person_done,
                                     Refusal::handout_used_up,    Refusal::mandate_exceeded};
    const bool limit =
        std::find(std::begin(of_limits), std::end(of_limits), answer.word) != std::end(of_limits);
    if (limit && !why.limits.empty()) answer.left = why.limits.back().left.value;
    for (const LotUsed& u : why.used) {
        answer.taken.push_back({u.program.value, u.expires_on, u.rights.bits, u.amount.value});
    }
}

void add_facts(Answer& answer, const std::vector<Fact>& facts) {
    for (const Fact& fact : facts) {
        if (const auto* f = std::get_if<Proposed>(&fact)) {
            answer.proposal = f->proposal.value;
            answer.digest = f->digest;
        }
        if (const auto* f = std::get_if<ProposalClosed>(&fact)) answer.proposal = f->proposal.value;
        if (const auto* f = std::get_if<ProgramPublished>(&fact)) answer.program = f->program.value;
        if (const auto* f = std::get_if<ProgramStopped>(&fact)) answer.program = f->program.value;
        if (const auto* f = std::get_if<JobProposed>(&fact)) {
            answer.proposal = f->proposal.value;
            answer.digest = f->digest;
        }
        if (const auto* f = std::get_if<JobOpened>(&fact)) answer.made = f->job.value;
        if (const auto* f = std::get_if<SettlementProposed>(&fact)) {
            answer.proposal = f->proposal.value;
            answer.digest = f->digest;
        }
        if (const auto* f = std::get_if<SettlementOpened>(&fact)) answer.made = f->job.value;
        if (const auto* f = std::get_if<CardsRegistered>(&fact)) answer.made = f->first.value;
        if (const auto* f = std::get_if<HandoutOpened>(&fact)) answer.made = f->handout.value;
        if (std::holds_alternative<HandoutClosed>(fact)) answer.made = 0; // it only set its end
        if (const auto* f = std::get_if<HoldOpened>(&fact)) answer.made = f->hold.value;
    }
}

} // namespace

Answer answer_of(Refusal word, const Explanation& why) {
    Answer answer;
    answer.word = word;
    add_explanation(answer, why);
    return answer;
}

Answer answer_of(const Entry& entry) {
    Answer answer = answer_of(entry.refusal, entry.explanation);
    answer.seq = entry.seq.value;
    add_facts(answer, entry.facts);
    if (entry.refusal != Refusal::none) return answer;
    answer.wallet = entry.wallet.value;
    answer.place = entry.place.value;
    answer.amount = entry.amount.value;
    if (entry.kind == EntryKind::expiry) { // what the night took away
        for (const Leg& leg : entry.legs) {
            const Account& a = leg.account;
            if (a.kind == AccountKind::lot)
                answer.taken.push_back(
                    {a.program.value, a.expires_on, a.rights.bits, -leg.amount.value}
                );
        }
        std::sort(answer.taken.begin(), answer.taken.end());
    }
    return answer;
}

Answer PureLedger::run(Command command, Instant clock) {
    const Now now = Now::of(std::max(clock, state_.last_at));
    if (auto* cancel = std::get_if<Cancel>(&command.body)) {
        const bool there = cancel->payment.value >= 1 && cancel->payment <= state_.last;
        cancel->original = there ? std::make_shared<const Entry>(entry(cancel->payment)) : nullptr;
    }
    Decision decision = decide(state_, command, now);
    if (auto* repeat = std::get_if<Repeat>(&decision)) {
        Answer earlier = answer_of(entry(repeat->seq));
        earlier.repeated = true;
        return earlier;
    }
    if (auto* refused = std::get_if<Refused>(&decision))
        return answer_of(refused->word, refused->explanation);
    Entry& fresh = std::get<Entry>(decision);
    seal(state_, fresh, now, random_.bytes<16>());
    apply(state_, fresh);
    if (auto what = invariants::broken(state_, fresh); what && broken_.empty()) broken_ = *what;
    journal_.push_back(std::move(fresh));
    return answer_of(journal_.back());
}

} // namespace meguri::naive

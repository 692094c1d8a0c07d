#include "naive/pure_ledger.hpp"

#include "ledger/invariants/invariants.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

namespace {

void add_explanation(Answer& answer, const Explanation& why) {
    answer.missing = why.missing.value;
    answer.field = why.field;
    const bool limit =
        answer.word == Refusal::person_cap_reached || answer.word == Refusal::program_cap_reached;
    if (limit && !why.limits.empty()) answer.left = why.limits.back().left.value;
    for (const LotUsed& u : why.used) {
        answer.taken.push_back({u.program.value, u.expires_on, u.rights.granted(), u.amount.value});
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
    if (entry.kind == EntryKind::expiry) { // what the night took away
        for (const LotUnused& u : entry.explanation.unused) {
            answer.taken.push_back(
                {u.program.value, u.expires_on, u.rights.granted(), u.amount.value}
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

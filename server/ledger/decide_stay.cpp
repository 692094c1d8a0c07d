// Given by time stayed (PNT-c): check in, check out, and the organizer's correction. Each full unit
// of time counts once, over all stays of the person in this handout, up to the most that count.
#include "ledger/handing_out.hpp"
#include "ledger/spending.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

std::int32_t units(const HandoutTerms& t, std::int32_t minutes) {
    return std::min(minutes / t.stay_minutes, t.stay_units);
}

} // namespace

Stay stay_of(const Wallet& wallet, HandoutId handout) {
    for (const Stay& s : wallet.stays) {
        if (s.handout == handout) return s;
    }
    return {handout, {}, 0};
}

Stay together(const HandoutTerms& t, const Stay& one, const Stay& other) {
    Stay both{one.handout, std::max(one.since, other.since), one.minutes + other.minutes};
    if (one.since.ms != 0 && other.since.ms != 0) both.since = std::min(one.since, other.since);
    const std::int32_t paid =
        std::min(units(t, one.minutes) + units(t, other.minutes), t.stay_units);
    if (units(t, both.minutes) > paid) both.minutes = (paid + 1) * t.stay_minutes - 1;
    return both;
}

namespace {

// From now on `minutes` count in all: gives, or takes back, the difference to what counted before.
Outcome settle(
    const State& state, HandoutId id, const HandoutTerms& t, std::int32_t before,
    std::int32_t minutes, Instant since, Entry entry, Now now
) {
    const Amount due{(units(t, minutes) - units(t, before)) * t.amount.value};
    const Wallet& wallet = *state.wallets.find(entry.wallet);
    entry.amount = due;
    entry.names = {id.value};
    entry.place = t.place;
    Explanation why;
    if (due.value > 0) {
        const Program* program = state.programs.find(t.program);
        if (const Refusal no = refuse_program(program, now.business_date); no != Refusal::none)
            return refuse(no);
        if (const Refusal no = give_out(state, id, t, due, entry, why, now); no != Refusal::none)
            return refuse(no, std::move(why));
    } else if (due.value < 0) {
        const Use use{.kind = Use::Kind::program, .program = t.program};
        Plan plan = plan_spending(state, entry.wallet, wallet, -due, use, now);
        if (plan.missing.value > 0) {
            plan.explanation.missing = plan.missing;
            return refuse(Refusal::insufficient_balance, std::move(plan.explanation));
        }
        for (const LotUsed& u : plan.explanation.used) {
            entry.legs.push_back(
                {Account::lot(entry.wallet, u.program, u.expires_on, u.rights), -u.amount, {}}
            );
        }
        // Back to the organization's budget, from which it came (PNT-d); what the city gave itself
        // is taken back like a subtraction (PNT-e). The person's limits stay as used: they count
        // what was given on its day, and nobody knows here which day that was.
        if (t.organization) {
            entry.legs.push_back({Account::budget(t.organization, t.program), -due, {}});
            entry.counts.push_back({Counter::claimed, {}, id.value, due});
        } else {
            entry.legs.push_back({Account::recovered(t.program), -due, {}});
        }
        why = std::move(plan.explanation);
    } else {
        entry.legs.push_back({Account::wallet_note(entry.wallet), {}, {}});
    }
    if (t.place) entry.legs.push_back({Account::place_note(t.place), {}, {}});
    entry.facts.push_back(StaySet{entry.wallet, id, since, minutes});
    entry.explanation = std::move(why);
    return entry;
}

} // namespace

Outcome decide_check_in(const State& state, const CheckIn& in, Now now) {
    const Wallet* wallet = state.wallets.find(in.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Handout* handout = state.handouts.find(in.handout);
    if (const Refusal no = refuse_handout(state, handout, Ways::check_in, {}, now);
        no != Refusal::none)
        return refuse(no);
    const Program* program = state.programs.find(handout->terms.program);
    if (const Refusal no = refuse_program(program, now.business_date); no != Refusal::none)
        return refuse(no);
    if (const Refusal no = refuse_eligible(*program, *wallet); no != Refusal::none)
        return refuse(no);
    Explanation why;
    if (const Refusal no = refuse_times(in.handout, *handout, *wallet, now.business_date, why);
        no != Refusal::none)
        return refuse(no, std::move(why));
    const Stay stay = stay_of(*wallet, in.handout);
    if (stay.since.ms != 0) return refuse(Refusal::already_inside);
    Entry entry{.kind = EntryKind::check_in, .wallet = in.wallet, .place = handout->terms.place};
    entry.names = {in.handout.value};
    entry.facts = {StaySet{in.wallet, in.handout, now.at, stay.minutes}};
    entry.legs = {{Account::wallet_note(in.wallet), {}, {}}};
    if (entry.place) entry.legs.push_back({Account::place_note(entry.place), {}, {}});
    count_claim(entry, in.handout, handout->terms, in.wallet, now.business_date);
    entry.explanation = std::move(why);
    return entry;
}

// Also after the handout's end, which closing it is too: whoever is inside may leave.
Outcome decide_check_out(const State& state, const CheckOut& out, Now now) {
    const Wallet* wallet = state.wallets.find(out.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Handout* handout = state.handouts.find(out.handout);
    if (!handout) return refuse(Refusal::handout_unknown);
    const Stay stay = stay_of(*wallet, out.handout);
    if (stay.since.ms == 0) return refuse(Refusal::not_inside);
    const HandoutTerms& t = handout->terms;
    const Instant end = t.to.ms != 0 ? std::min(now.at, std::max(t.to, stay.since)) : now.at;
    const std::int64_t most =
        std::int64_t{t.stay_minutes} * t.stay_units; // more counts for nothing
    const std::int64_t minutes = std::max<std::int64_t>(
        stay.minutes, std::min(most, stay.minutes + (end - stay.since) / ms_per_minute)
    );
    const Entry entry{.kind = EntryKind::check_out, .wallet = out.wallet};
    return settle(
        state, out.handout, t, stay.minutes, static_cast<std::int32_t>(minutes), {}, entry, now
    );
}

Outcome decide_correct_stay(const State& state, const CorrectStay& correct, Now now) {
    const Wallet* wallet = state.wallets.find(correct.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Handout* handout = state.handouts.find(correct.handout);
    if (!handout) return refuse(Refusal::handout_unknown);
    if (!handout->terms.ways.has(Ways::check_in)) return refuse(Refusal::handout_not_here);
    constexpr std::int32_t most = 60 * 24 * 366;
    if (correct.minutes < 0 || correct.minutes > most) return refuse(Refusal::amount_out_of_range);
    const Stay stay = stay_of(*wallet, correct.handout);
    const Entry entry{.kind = EntryKind::correct_stay, .wallet = correct.wallet};
    return settle(
        state, correct.handout, handout->terms, stay.minutes, correct.minutes, {}, entry, now
    );
}

} // namespace meguri::ledger

// Ways of giving (PNT-b, c, h; PRM-h, i): an organization with a budget, or the city itself, opens
// a handout; residents claim it by a printed code, a code word, a scan by staff, or by time stayed.
#include "ledger/handing_out.hpp"
#include "ledger/terms_reach.hpp"

#include <algorithm>
#include <span>

namespace meguri::ledger {

namespace {

Outcome wrong(const char* field, const char* reason) {
    Explanation why;
    why.field = field;
    why.reason = reason;
    return refuse(Refusal::terms_contradictory, std::move(why));
}

Amount budget_of(const State& state, OrganizationId id, ProgramId program) {
    const Organization* organization = state.organizations.find(id);
    if (!organization) return {};
    for (const Budget& budget : organization->budgets) {
        if (budget.program == program) return budget.balance;
    }
    return {};
}

} // namespace

Outcome decide_give_budget(const State& state, const GiveBudget& give, Now now) {
    const Amount size = give.amount.value < 0 ? Amount{} - give.amount : give.amount;
    constexpr Amount most{1'000'000'000};
    if (size < Amount{1} || size > most) return refuse(Refusal::amount_out_of_range);
    if (!state.organizations.find(give.organization)) return refuse(Refusal::organization_unknown);
    const Program* program = state.programs.find(give.program);
    if (!program) return refuse(Refusal::program_unknown);
    Explanation why;
    if (give.amount.value > 0) {
        if (program->stopped) return refuse(Refusal::program_stopped);
        const Wallet nobody;
        const Limits limits(state, give.program, *program, {}, nobody, now.business_date);
        if (const Refusal no = limits.refuse_budget(give.amount, why); no != Refusal::none)
            return refuse(no, std::move(why));
    } else {
        const Amount left = budget_of(state, give.organization, give.program);
        why.limits.push_back({Limit::organization_budget, give.program, left});
        if (size > left) return refuse(Refusal::budget_short, std::move(why));
        why.limits.back().left -= size;
    }
    Entry entry{.kind = EntryKind::give_budget, .amount = give.amount};
    entry.legs = {
        {Account::issue(give.program), -give.amount, {}},
        {Account::budget(give.organization, give.program), give.amount, {}}
    };
    entry.explanation = std::move(why);
    return entry;
}

namespace {

// A handout that could never give anything: it is over, no day of it lies in its program's period,
// or one claim is more than the program may give, in all or to one person.
std::optional<Contradiction>
never_gives(const HandoutTerms& t, const ProgramTerms& program, Instant now) {
    if (t.to.ms != 0 && t.to <= now) return Contradiction{"to", "past"};
    if (program.issue_to && t.from >= (program.issue_to + 1).begins())
        return Contradiction{"from", "never_usable"};
    if (program.issue_from && t.to.ms != 0 && t.to <= program.issue_from.begins())
        return Contradiction{"to", "never_usable"};
    if (t.amount > most_given_at_once(program)) return Contradiction{"amount", "never_usable"};
    return std::nullopt;
}

} // namespace

Outcome decide_open_handout(const State& state, const OpenHandout& open, Now now) {
    const HandoutTerms& t = open.terms;
    const Place* place = state.places.find(t.place);
    if (t.place && !place) return refuse(Refusal::place_unknown);
    if (place && place->status == PlaceStatus::closed) return refuse(Refusal::place_closed);
    if (t.organization && !state.organizations.find(t.organization))
        return refuse(Refusal::organization_unknown);
    if (!state.programs.find(t.program)) return refuse(Refusal::program_unknown);
    if (t.ways.bits == 0 || (t.ways.bits & ~Ways::all)) return wrong("ways", "out_of_range");
    const bool stays = t.ways.has(Ways::check_in);
    if (stays && t.ways.bits != Ways::check_in) return wrong("ways", "overlaps");
    if (out_of_range(t.amount)) return wrong("amount", "out_of_range");
    if (stays != (t.stay_minutes > 0) || t.stay_minutes < 0 || t.stay_minutes > 24 * 60)
        return wrong("stay", "out_of_range");
    if (stays != (t.stay_units > 0) || t.stay_units < 0 || t.stay_units > 1'000)
        return wrong("stay", "out_of_range");
    if (t.amount.value * std::max(t.stay_units, 1) > amount_max.value)
        return wrong("amount", "out_of_range");
    if (t.from.ms < 0 || t.to.ms < 0 || (t.to.ms != 0 && t.to <= t.from))
        return wrong("to", "order");
    if (t.person_times < 0 || t.person_times > amount_max.value)
        return wrong("person_times", "out_of_range");
    if (t.times < 0 || t.times > 1'000'000'000) return wrong("times", "out_of_range");
    if (t.ways.has(Ways::code_word) != (t.word != Hash{})) return wrong("word", "missing");
    if (const auto found = never_gives(t, state.programs.find(t.program)->terms, now.at))
        return wrong(found->field.c_str(), found->reason.c_str());
    Entry entry{.kind = EntryKind::open_handout, .place = t.place};
    entry.facts = {HandoutOpened{state.handouts.next(), t}};
    if (t.place) entry.legs.push_back({Account::place_note(t.place), {}, {}});
    if (t.organization) entry.legs.push_back({Account::organization_note(t.organization), {}, {}});
    return entry;
}

Outcome decide_close_handout(const State& state, const CloseHandout& close, Now now) {
    const Handout* handout = state.handouts.find(close.handout);
    if (!handout) return refuse(Refusal::handout_unknown);
    if (handout->closed) return refuse(Refusal::handout_closed);
    Entry entry{.kind = EntryKind::close_handout, .place = handout->terms.place};
    HandoutTerms ended = handout->terms;
    // Whoever is inside may still leave, but what comes after this moment is no time stayed.
    const bool began = ended.from <= now.at, over = ended.to.ms != 0 && ended.to <= now.at;
    if (ended.ways.has(Ways::check_in) && began && !over) {
        ended.to = now.at;
        entry.facts.push_back(HandoutOpened{close.handout, ended});
    }
    entry.facts.push_back(HandoutClosed{close.handout});
    if (handout->terms.place)
        entry.legs.push_back({Account::place_note(handout->terms.place), {}, {}});
    if (handout->terms.organization) {
        entry.legs.push_back({Account::organization_note(handout->terms.organization), {}, {}});
    }
    return entry;
}

namespace {

// A place that the city has closed gives nothing, nor does an organization without an open one.
Refusal refuse_closed(const State& state, const HandoutTerms& t, PlaceId at) {
    const auto closed = [&](PlaceId id) {
        const Place* place = state.places.find(id);
        return place && place->status == PlaceStatus::closed;
    };
    if (closed(t.place) || closed(at)) return Refusal::place_closed;
    const std::span<const PlaceId> places = places_of(state, t.organization);
    const bool all = !places.empty() && std::all_of(places.begin(), places.end(), closed);
    return all ? Refusal::place_closed : Refusal::none;
}

} // namespace

Refusal refuse_handout(
    const State& state, const Handout* handout, std::uint32_t way, PlaceId place, Now now
) {
    if (!handout) return Refusal::handout_unknown;
    const HandoutTerms& t = handout->terms;
    if (handout->closed) return Refusal::handout_closed;
    if ((t.from.ms != 0 && now.at < t.from) || (t.to.ms != 0 && now.at >= t.to))
        return Refusal::handout_not_now;
    const bool elsewhere = t.place && place && place != t.place;
    if (elsewhere || !t.ways.has(way)) return Refusal::handout_not_here;
    return refuse_closed(state, t, place);
}

Refusal refuse_times(
    HandoutId id, const Handout& handout, const Wallet& wallet, Date today, Explanation& why
) {
    const HandoutTerms& t = handout.terms;
    if (t.person_times > 0) {
        const Amount rest = left_of(
            {t.person_times},
            counted(wallet.tallies, Counter::claimed_times, id.value, t.person_period, today)
        );
        why.limits.push_back(
            {Limit::handout_person, t.program, rest.value > 0 ? rest - Amount{1} : rest}
        );
        if (rest.value == 0) return Refusal::handout_person_done;
    }
    if (t.times > 0) {
        const Amount rest = left_of({t.times}, {handout.times});
        why.limits.push_back(
            {Limit::handout_times, t.program, rest.value > 0 ? rest - Amount{1} : rest}
        );
        if (rest.value == 0) return Refusal::handout_used_up;
    }
    return Refusal::none;
}

void count_claim(Entry& entry, HandoutId id, const HandoutTerms& t, WalletId wallet, Date today) {
    if (t.person_times > 0) {
        entry.counts.push_back(
            {Counter::claimed_times,
             wallet,
             id.value,
             {1},
             t.person_period,
             period_start(t.person_period, today)}
        );
    }
    entry.counts.push_back({Counter::claimed_times, {}, id.value, {1}});
}

Refusal give_out(
    const State& state, HandoutId id, const HandoutTerms& t, Amount amount, Entry& entry,
    Explanation& why, Now now
) {
    const WalletId to = entry.wallet;
    const Wallet& wallet = *state.wallets.find(to);
    const Program& program = *state.programs.find(t.program);
    const Limits limits(state, t.program, program, to, wallet, now.business_date);
    if (const Refusal no = limits.refuse(Counted::received, amount, why); no != Refusal::none)
        return no;
    if (!t.organization) {
        if (const Refusal no = limits.refuse_budget(amount, why); no != Refusal::none) return no;
    } else {
        const Amount left = budget_of(state, t.organization, t.program);
        why.limits.push_back({Limit::organization_budget, t.program, left});
        if (amount > left) return Refusal::budget_short;
        why.limits.back().left -= amount;
    }
    const Account from =
        t.organization ? Account::budget(t.organization, t.program) : Account::issue(t.program);
    give(entry, from, t.program, program, to, amount, now.business_date);
    entry.counts.push_back({Counter::claimed, {}, id.value, amount});
    return Refusal::none;
}

Outcome decide_claim(const State& state, const Claim& claim, Now now) {
    const Wallet* wallet = state.wallets.find(claim.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    if (claim.place && !state.places.find(claim.place)) return refuse(Refusal::place_unknown);
    const Handout* handout = state.handouts.find(claim.handout);
    const bool by_staying = claim.way == Ways::check_in;
    if (const Refusal no = refuse_handout(state, handout, claim.way, claim.place, now);
        no != Refusal::none || by_staying)
        return refuse(no != Refusal::none ? no : Refusal::handout_not_here);
    const HandoutTerms& t = handout->terms;
    if (claim.way == Ways::code_word && claim.word != t.word)
        return refuse(Refusal::code_word_wrong);
    const Program* program = state.programs.find(t.program);
    if (const Refusal no = refuse_program(program, now.business_date); no != Refusal::none)
        return refuse(no); // the period set by the operator (PNT-h)
    if (const Refusal no = refuse_eligible(*program, *wallet); no != Refusal::none)
        return refuse(no);
    Explanation why;
    if (const Refusal no = refuse_times(claim.handout, *handout, *wallet, now.business_date, why);
        no != Refusal::none)
        return refuse(no, std::move(why));
    Entry entry{
        .kind = EntryKind::claim, .wallet = claim.wallet, .place = t.place, .amount = t.amount
    };
    if (const Refusal no = give_out(state, claim.handout, t, t.amount, entry, why, now);
        no != Refusal::none)
        return refuse(no, std::move(why));
    count_claim(entry, claim.handout, t, claim.wallet, now.business_date);
    if (t.place) entry.legs.push_back({Account::place_note(t.place), {}, {}});
    entry.names = {claim.handout.value};
    entry.reason = static_cast<std::uint8_t>(claim.way);
    entry.explanation = std::move(why);
    return entry;
}

} // namespace meguri::ledger

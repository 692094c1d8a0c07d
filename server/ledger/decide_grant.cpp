// Value given to one wallet (PRM-a), added and taken away with a reason (PNT-e), given by one
// resident to another (PNT-i).
#include "ledger/giving.hpp"
#include "ledger/spending.hpp"

#include <algorithm>

namespace meguri::ledger {

Outcome decide_grant(const State& state, const Grant& grant, Now now) {
    if (out_of_range(grant.amount)) return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(grant.wallet);
    if (const Refusal no = refuse_wallet(state, wallet); no != Refusal::none) return refuse(no);
    const Program* program = state.programs.find(grant.program);
    if (const Refusal no = refuse_program(program, now.business_date); no != Refusal::none)
        return refuse(no);
    if (const Refusal no = refuse_eligible(*program, *wallet); no != Refusal::none)
        return refuse(no);
    Explanation why;
    const Limits limits(state, grant.program, *program, grant.wallet, *wallet, now.business_date);
    if (const Refusal no = limits.refuse(Counted::received, grant.amount, why); no != Refusal::none)
        return refuse(no, std::move(why));
    if (const Refusal no = limits.refuse_budget(grant.amount, why); no != Refusal::none)
        return refuse(no, std::move(why));
    Entry entry{.kind = EntryKind::grant, .wallet = grant.wallet, .amount = grant.amount};
    give(
        entry, Account::issue(grant.program), grant.program, *program, grant.wallet, grant.amount,
        now.business_date
    );
    entry.explanation = std::move(why);
    return entry;
}

namespace {

// Six-month money that is put right was issued before, on a day that nobody can tell from here. So
// it lasts no longer than what is left of it in the wallet; where nothing is left, only a grant can
// help, which is an issue of its own. Otherwise adding would be a way to extend it.
std::optional<Date> soonest_last_day(const Wallet& wallet, ProgramId program, Date today) {
    std::optional<Date> soonest;
    for (const Lot& lot : wallet.lots) {
        if (lot.program != program || is_over(lot.expires_on, today)) continue;
        if (!soonest || lot.expires_on < *soonest) soonest = lot.expires_on;
    }
    return soonest;
}

// Adding ignores who is eligible, the period of issue and what one person may receive: it puts
// right what went wrong. What it puts back was counted when it was given, and taking it away gave
// no count back, so a limit would keep a mistake from being mended. But it issues: a program that
// was stopped issues nothing, and the budget holds.
Outcome
add(const State& state, const Adjust& adjust, const Program& program, Entry entry, Now now) {
    const Wallet& wallet = *state.wallets.find(adjust.wallet);
    if (program.stopped) return refuse(Refusal::program_stopped);
    Explanation why;
    const Limits limits(state, adjust.program, program, adjust.wallet, wallet, now.business_date);
    if (const Refusal no = limits.refuse_budget(adjust.amount, why); no != Refusal::none)
        return refuse(no, std::move(why));
    const ProgramTerms& t = program.terms;
    Date last_day = t.last_day(now.business_date);
    if (is_over(last_day, now.business_date)) return refuse(Refusal::program_not_in_period);
    if (t.issuer == IssuerMode::six_month) {
        const auto left = soonest_last_day(wallet, adjust.program, now.business_date);
        if (!left) return refuse(Refusal::nothing_left_to_add_to);
        last_day = std::min(last_day, *left);
    }
    entry.legs = {
        {Account::issue(adjust.program), -adjust.amount, {}},
        {Account::lot(adjust.wallet, adjust.program, last_day, t.rights_given()), adjust.amount, {}}
    };
    entry.explanation = std::move(why);
    return entry;
}

Outcome take_away(const State& state, const Adjust& adjust, Entry entry, Now now) {
    const Wallet& wallet = *state.wallets.find(adjust.wallet);
    const Use use{.kind = Use::Kind::program, .program = adjust.program};
    Plan plan = plan_spending(state, adjust.wallet, wallet, -adjust.amount, use, now);
    if (plan.missing.value > 0) {
        plan.explanation.missing = plan.missing;
        return refuse(Refusal::insufficient_balance, std::move(plan.explanation));
    }
    for (const LotUsed& u : plan.explanation.used) {
        entry.legs.push_back(
            {Account::lot(adjust.wallet, u.program, u.expires_on, u.rights), -u.amount, {}}
        );
    }
    entry.legs.push_back({Account::recovered(adjust.program), -adjust.amount, {}});
    entry.explanation = std::move(plan.explanation);
    return entry;
}

} // namespace

Outcome decide_adjust(const State& state, const Adjust& adjust, Now now) {
    const bool adding = adjust.amount.value > 0;
    if (out_of_range(adding ? adjust.amount : Amount{} - adjust.amount))
        return refuse(Refusal::amount_out_of_range);
    const Wallet* wallet = state.wallets.find(adjust.wallet);
    if (!wallet) return refuse(Refusal::wallet_unknown);
    if (wallet->moved_to) return refuse(Refusal::wallet_moved);
    const Program* program = state.programs.find(adjust.program);
    if (!program) return refuse(Refusal::program_unknown);
    Entry entry{.kind = EntryKind::adjustment, .wallet = adjust.wallet, .amount = adjust.amount};
    entry.reason = static_cast<std::uint8_t>(adjust.reason);
    return adding ? add(state, adjust, *program, std::move(entry), now)
                  : take_away(state, adjust, std::move(entry), now);
}

// Whoever receives must be one for whom the program is: what is meant for some would otherwise land
// with others by a detour. A stopped program issues nothing more, but what is in people's wallets
// is theirs: they may go on spending it, and so also give it to each other.
Outcome decide_transfer(const State& state, const Transfer& transfer, Now now) {
    if (out_of_range(transfer.amount)) return refuse(Refusal::amount_out_of_range);
    const Wallet *from = state.wallets.find(transfer.from), *to = state.wallets.find(transfer.to);
    if (const Refusal no = refuse_wallet(state, from); no != Refusal::none) return refuse(no);
    if (const Refusal no = refuse_wallet(state, to); no != Refusal::none) return refuse(no);
    if (transfer.from == transfer.to) return refuse(Refusal::same_wallet);
    const Program* program = state.programs.find(transfer.program);
    if (!program) return refuse(Refusal::program_unknown);
    if (const Refusal no = refuse_eligible(*program, *to); no != Refusal::none) return refuse(no);
    if (program->terms.unit == Unit::money && transfer.amount > most_at_one_transfer)
        return refuse(Refusal::above_transfer_maximum);
    Explanation limits_left;
    const Limits limits(state, transfer.program, *program, transfer.from, *from, now.business_date);
    if (const Refusal no = limits.refuse(Counted::sent, transfer.amount, limits_left);
        no != Refusal::none)
        return refuse(no, std::move(limits_left));
    const Use use{.kind = Use::Kind::program, .program = transfer.program, .to_resident = true};
    Plan plan = plan_spending(state, transfer.from, *from, transfer.amount, use, now);
    if (plan.missing.value > 0) {
        plan.explanation.missing = plan.missing;
        return refuse(Refusal::insufficient_balance, std::move(plan.explanation));
    }
    Entry entry{.kind = EntryKind::transfer, .wallet = transfer.from, .amount = transfer.amount};
    for (const WalletId whose : {transfer.from, transfer.to}) {
        for (const LotUsed& u : plan.explanation.used) {
            const Amount amount = whose == transfer.from ? -u.amount : u.amount;
            entry.legs.push_back(
                {Account::lot(whose, u.program, u.expires_on, u.rights), amount, {}}
            );
        }
    }
    count_act(
        entry, Counted::sent, transfer.amount, transfer.program, *program, transfer.from,
        now.business_date
    );
    entry.explanation = std::move(plan.explanation);
    entry.explanation.limits = std::move(limits_left.limits);
    return entry;
}

} // namespace meguri::ledger

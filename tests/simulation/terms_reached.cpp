#include "simulation/terms_reached.hpp"

#include <iterator>

namespace meguri::simulation {

using namespace ledger;

namespace {

constexpr const char* names[] = {
    "at_limit refuse",        "at_limit cut_premium",   "at_limit cut_top_up",
    "premium, first tier",    "premium, higher tier",   "expiry below the bands",
    "expiry in a band",       "reward, first tier",     "reward, higher tier",
    "reward payment_maximum", "reward for_bought_only", "when_spent lowers_refund",
    "when_spent city_bears",  "stays_on_card",          "handout by time stayed",
    "limit of households",    "single-use card",        "issuer third_party",
    "issuer six_month"
};
static_assert(std::size(names) == terms_that_matter);

// What an entry put into wallets of a program (positive), or took out of them.
Amount given_to(const Entry& entry, ProgramId program) {
    Amount sum;
    for (const Leg& leg : entry.legs) {
        const bool in = leg.account.kind == AccountKind::lot && leg.amount.value > 0;
        if (in && leg.account.program == program) sum += leg.amount;
    }
    return sum;
}
Amount taken_from(const Entry& entry, ProgramId program) {
    Amount sum;
    for (const Leg& leg : entry.legs) {
        const bool out = leg.account.kind == AccountKind::lot && leg.amount.value < 0;
        if (out && leg.account.program == program) sum -= leg.amount;
    }
    return sum;
}
Amount issued_in(const Entry& entry, ProgramId program) {
    Amount sum;
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind == AccountKind::issue && leg.account.program == program)
            sum -= leg.amount;
    }
    return sum;
}
// 0: below the first tier.
std::size_t tier_of(Amount amount, const std::vector<Tier>& tiers) {
    std::size_t reached = 0;
    while (reached < tiers.size() && tiers[reached].from <= amount)
        ++reached;
    return reached;
}

class Reader {
  public:
    Reader(const Entry& entry, const naive::PureLedger& ledger) : entry_(entry), ledger_(ledger) {}
    std::vector<Term> reached;

    void top_up(ProgramId id, Amount asked) {
        const Program* program = state().programs.find(id);
        if (!program) return;
        const ProgramTerms& terms = program->terms;
        const auto& limits = entry_.explanation.limits;
        if (entry_.refusal == Refusal::premium_used_up && !limits.empty())
            add(Term::at_limit_refuse,
                limits.back().left.value > 0 && terms.bonus.at_limit == AtLimit::refuse);
        if (entry_.refusal != Refusal::none) return;
        if (!terms.bands.empty()) {
            const bool below = entry_.amount < terms.bands.front().from;
            reached.push_back(below ? Term::below_the_bands : Term::in_a_band);
        }
        if (terms.bonus.into) premium(terms.bonus, asked);
    }

    void payment(const Payment& payment) {
        if (entry_.refusal != Refusal::none) return;
        const Card* card = state().cards.find(payment.card);
        add(Term::single_use_card, card && card->kind == CardKind::single_use);
        Amount bought;
        for (const Leg& leg : entry_.legs) {
            if (leg.account.kind != AccountKind::lot) continue;
            const ProgramTerms& terms = state().programs.find(leg.account.program)->terms;
            if (leg.amount.value > 0) continue;
            add(Term::third_party, terms.issuer == IssuerMode::third_party);
            add(Term::six_months, terms.issuer == IssuerMode::six_month);
            if (!leg.account.rights.granted()) bought -= leg.amount;
        }
        for (const Leg& leg : entry_.legs) {
            if (leg.account.kind == AccountKind::lot && leg.amount.value > 0)
                reward(state().programs.find(leg.account.program)->terms.reward, bought, leg);
        }
    }

    void cancel(const Cancel& cancel) {
        if (entry_.refusal != Refusal::none) return;
        const Entry& paid = ledger_.entry(cancel.payment);
        if (paid.kind != EntryKind::payment || entry_.amount != paid.amount) return;
        for (const Leg& leg : paid.legs) {
            if (leg.account.kind != AccountKind::lot || leg.amount.value <= 0) continue;
            const ProgramId id = leg.account.program;
            const ProgramTerms& terms = state().programs.find(id)->terms;
            const bool over = is_over(leg.account.expires_on, entry_.business_date);
            if (over || taken_from(entry_, id) >= given_to(paid, id)) continue; // gone or all there
            const bool bears = terms.reward.when_spent == SpentReward::city_bears;
            reached.push_back(
                bears ? Term::spent_reward_city_bears : Term::spent_reward_lowers_refund
            );
        }
    }

    void move(const MoveCard& move) {
        const Card* card = state().cards.find(move.card);
        const Wallet* left = card ? state().wallets.find(card->wallet) : nullptr;
        if (entry_.refusal != Refusal::none || !left) return;
        for (const Lot& lot : left->lots)
            add(Term::stays_on_card, lot.rights.stays_on_card());
    }

    void anything() {
        const bool stayed = entry_.kind == EntryKind::check_out && entry_.refusal == Refusal::none;
        add(Term::stay_handout, stayed && entry_.amount.value > 0);
        const auto& limits = entry_.explanation.limits;
        if (entry_.refusal == Refusal::limit_reached && !limits.empty())
            add(Term::household_limit, limits.back().limit == Limit::household_rule);
    }

  private:
    const State& state() const { return ledger_.state(); }
    void add(Term term, bool when) {
        if (when) reached.push_back(term);
    }

    void premium(const Bonus& bonus, Amount asked) {
        const Amount given = issued_in(entry_, bonus.into);
        const std::size_t tier = tier_of(entry_.amount, bonus.tiers);
        add(Term::at_limit_cut_top_up, entry_.amount < asked);
        if (given.value == 0) return;
        add(Term::at_limit_cut_premium, given < on_top_of(entry_.amount, bonus.tiers));
        add(Term::premium_first_tier, tier == 1);
        add(Term::premium_higher_tier, tier > 1);
    }

    void reward(const Reward& reward, Amount bought, const Leg& leg) {
        if (reward.tiers.empty()) return;
        const Amount counted = reward.for_bought_only ? bought : entry_.amount;
        const std::size_t tier = tier_of(counted, reward.tiers);
        add(Term::reward_first_tier, tier == 1);
        add(Term::reward_higher_tier, tier > 1);
        const Amount whole = on_top_of(counted, reward.tiers);
        add(Term::reward_payment_maximum,
            leg.amount == reward.payment_maximum && leg.amount < whole);
        add(Term::reward_for_bought_only,
            counted < entry_.amount && whole < on_top_of(entry_.amount, reward.tiers));
    }

    const Entry& entry_;
    const naive::PureLedger& ledger_;
};

} // namespace

const char* name_of(Term term) { return names[static_cast<std::size_t>(term)]; }

std::vector<Term>
terms_reached(const Body& asked, const Entry& entry, const naive::PureLedger& ledger) {
    Reader reader(entry, ledger);
    if (const auto* a = std::get_if<TopUp>(&asked)) reader.top_up(a->program, a->amount);
    if (const auto* a = std::get_if<HoldTopUp>(&asked)) reader.top_up(a->program, a->amount);
    if (const auto* a = std::get_if<Payment>(&asked)) reader.payment(*a);
    if (const auto* a = std::get_if<Cancel>(&asked)) reader.cancel(*a);
    if (const auto* a = std::get_if<MoveCard>(&asked)) reader.move(*a);
    reader.anything();
    return std::move(reader.reached);
}

} // namespace meguri::simulation

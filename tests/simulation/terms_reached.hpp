// Which of the things that terms can ask for a command has put to the test: kinds of entries and
// refusals do not show it. A premium that is cut, a reward that the city bears, a limit of a
// household each need terms of their own, and a city in which no program has them proves nothing of
// them.
#pragma once

#include "naive/pure_ledger.hpp"

#include <vector>

namespace meguri::simulation {

// Each is reached where the terms decided about the answer, not where a program merely carries
// them.
enum class Term {
    at_limit_refuse,      // refused while some of the premium was left
    at_limit_cut_premium, // less of it than the tier says
    at_limit_cut_top_up,  // less topped up than was asked for
    premium_first_tier,
    premium_higher_tier,
    below_the_bands, // a top-up that expires as the program says
    in_a_band,       // … as its amount says
    reward_first_tier,
    reward_higher_tier,
    reward_payment_maximum, // cut to it
    reward_for_bought_only, // less than for all that was paid
    spent_reward_lowers_refund,
    spent_reward_city_bears,
    stays_on_card, // left behind when the card was moved
    stay_handout,  // given for time stayed
    household_limit,
    single_use_card, // paid with one
    third_party,     // paid with value of a third party
    six_months       // … that lasts six months at most
};
inline constexpr std::size_t terms_that_matter = static_cast<std::size_t>(Term::six_months) + 1;
const char* name_of(Term term);

// What `asked` reached, by the entry that was recorded for it, now, on this ledger.
std::vector<Term> terms_reached(
    const ledger::Body& asked, const ledger::Entry& entry, const naive::PureLedger& ledger
);

} // namespace meguri::simulation

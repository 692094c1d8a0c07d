// Why a decision came out as it did: shown alike to resident, clerk, operator and auditor, and kept
// in the journal.
#pragma once

#include "base/codec.hpp"
#include "ledger/account.hpp"
#include "ledger/limit_rule.hpp"

#include <vector>

namespace meguri::ledger {

// Numbers are kept in the journal: never reuse one.
enum class Unused : std::uint8_t {
    not_needed = 1,   // the lots before it in the order of spending were enough
    expired = 2,      // its last day is over
    not_money = 3,    // points do not pay in yen, nor yen where points are asked for
    not_here = 4,     // its program is not for this place
    not_now = 5,      // … nor for this day or hour
    limit = 6,        // a limit of its program is reached
    not_for_dues = 7, // may not pay this kind of public dues
    may_not_move = 8, // stays on its card, or with its owner
};

enum class Limit : std::uint8_t {
    person_maximum = 1,      // left for this person in this program
    program_budget = 2,      // left for everybody in this program
    rule = 3,                // one of the program's limits: `counter` and `period` say which
    everybody_rule = 4,      // the same, for everybody together
    organization_budget = 5, // left for its organization to give
    handout_person = 6,      // times left for this person
    handout_times = 7,       // times left in all
    mandate = 8,             // left for the holder of the mandate
    household_rule = 9,      // as rule, for all who live together
};

struct LotUsed {
    ProgramId program;
    Date expires_on;
    Rights rights;
    Amount amount;
};
struct LotUnused {
    ProgramId program;
    Date expires_on;
    Rights rights;
    Amount amount;
    Unused why;
};
struct LimitLeft {
    Limit limit;
    ProgramId program;
    Amount left;                          // units, or times where the limit counts times
    Counter counter = Counter::topped_up; // rule, everybody_rule, household_rule
    Period period = Period::ever;         // the same, and mandate
};

struct Explanation {
    std::vector<LotUsed> used; // in the order of spending
    std::vector<LotUnused> unused;
    std::vector<LimitLeft> limits;
    Amount missing;     // insufficient_balance: how much more would have been needed
    std::string field;  // terms_contradictory: the field at fault
    std::string reason; // … and what is wrong with it: a word of terms.hpp's list

    bool empty() const {
        return used.empty() && unused.empty() && limits.empty() && missing.value == 0 &&
               field.empty() && reason.empty();
    }
};

void write(Writer& out, const Explanation& explanation);
Explanation read_explanation(Reader& in);

} // namespace meguri::ledger

// Why a decision came out as it did: shown alike to resident, clerk, operator and auditor, and kept
// in the journal.
#pragma once

#include "base/codec.hpp"
#include "ledger/account.hpp"

#include <vector>

namespace meguri::ledger {

// Numbers are kept in the journal: never reuse one.
enum class Unused : std::uint8_t {
    not_needed = 1, // the lots before it in the order of spending were enough
    expired = 2,    // its last day is over
    not_money = 3,  // points do not pay in yen
};

enum class Limit : std::uint8_t {
    person_maximum = 1, // left for this person in this program
    program_budget = 2, // left for everybody in this program
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
    Amount left;
};

struct Explanation {
    std::vector<LotUsed> used; // in the order of spending
    std::vector<LotUnused> unused;
    std::vector<LimitLeft> limits;
    Amount missing;    // insufficient_balance: how much more would have been needed
    std::string field; // terms_contradictory: the field at fault

    bool empty() const {
        return used.empty() && unused.empty() && limits.empty() && missing.value == 0 &&
               field.empty();
    }
};

void write(Writer& out, const Explanation& explanation);
Explanation read_explanation(Reader& in);

} // namespace meguri::ledger

// A new handout as the contract has it: names still to be looked up, terms as the ledger has them.
#pragma once

#include "http/fields.hpp"
#include "ledger/command.hpp"

namespace meguri::features {

struct AskedHandout {
    std::string key, name, program;
    std::string place, organization; // empty: left out
    ledger::HandoutTerms terms;      // without program, place and organization
};

// Slips are noted in `in`; whether the terms make sense together is the ledger's to say. Amounts
// are units of the program from 1, minutes 1…1440, limits of times from 1; 0 in the terms means no
// limit (PRM-i, PNT-c, PNT-h).
AskedHandout read_handout(http::Fields& in);

// A code word as it is compared: width, case and spaces do not count.
Hash word_hash(std::string_view typed);

} // namespace meguri::features

// What money a wallet could be topped up with now, for counters that take cash.
#pragma once

#include "ledger/state.hpp"
#include "service/entry_json.hpp"

namespace meguri::service {

// The last days of what is bought today (CHG-h).
struct LastDays {
    Date first; // of the smallest amount
    struct From {
        ledger::Amount amount;
        Date day;
    };
    std::vector<From> bands; // of larger amounts, rising
};
LastDays last_days(const ledger::ProgramTerms& terms, Date today);
// "expires_on", "bands".
void write_last_days(http::JsonOut& out, const LastDays& days);

struct TopUpOffer {
    ProgramId program;
    ledger::TopUpTerms terms;
    LastDays days;
    Refusal closed = Refusal::none; // sales have closed by themselves (CHG-d)
};

// Programs that the rules would accept for some amount, and those whose sales have closed, marked
// so.
std::vector<TopUpOffer> top_up_offers(const ledger::State& state, Instant at);
// "programs"; those without texts are left out.
void write_offers(
    http::JsonOut& out, const EntryJson& json, const Directory& directory,
    const std::vector<TopUpOffer>& offers
);

} // namespace meguri::service

// What money a wallet could be topped up with now, for counters that take cash.
#pragma once

#include "ledger/state.hpp"
#include "service/entry_json.hpp"

namespace meguri::service {

struct TopUpOffer {
    ProgramId program;
    ledger::TopUpTerms terms;
    Date expires_on;
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

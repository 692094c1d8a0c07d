// The only place where refusals and faults become HTTP (application/problem+json). A refusal is the
// rules' answer and has a status and sentences of its own in api/refusals.json. A fault is the
// world's: it says `paused` when nothing was done and `outcome_unknown` when that is not certain;
// its detail goes into the log only.
#pragma once

#include "base/result.hpp"
#include "http/request.hpp"
#include "ledger/refusal.hpp"

namespace meguri::http {

struct ProblemParts {
    std::string_view field{};  // the field to correct
    std::string_view reason{}; // terms_contradictory: what is wrong with it, a word of the list
    std::string explanation_json{}; // an Explanation, as JSON text
    int retry_after_s = 0; // 0: no Retry-After, except where the refusal's own says "later"
};

Response problem(Refusal refusal, const ProblemParts& parts = {});
Response problem(const Fault& fault); // logs it

} // namespace meguri::http

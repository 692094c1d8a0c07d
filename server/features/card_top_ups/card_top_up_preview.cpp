// What a top-up by card would bring, by the same rule that holds it: shown before anybody pays.
#include "features/card_top_ups/card_top_ups.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "ledger/decide.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;

namespace {

struct Arrival {
    ProgramId program;
    Date expires_on; // none: it lasts for ever
    ledger::Amount amount;
};
struct Seen {
    Refusal refusal = Refusal::none;
    ledger::Explanation explanation;
    std::vector<Arrival> arrives;
};

// Amount and premium of the hold, with the last days that value issued today has.
std::vector<Arrival> arrivals(const ledger::State& state, const ledger::Entry& entry, Date today) {
    const auto* hold = ledger::fact_of<ledger::HoldOpened>(entry);
    MEGURI_ENSURE(hold != nullptr);
    const ledger::Program& sold = *state.programs.find(hold->program);
    std::vector<Arrival> all{
        {hold->program, sold.terms.last_day(today, hold->amount), hold->amount}
    };
    if (hold->bonus.value > 0) {
        const ledger::Program& giver = *state.programs.find(hold->bonus_in);
        all.push_back({hold->bonus_in, giver.terms.last_day(today), hold->bonus});
    }
    return all;
}

auto try_hold(ledger::HoldTopUp hold, Instant at) {
    return [hold, at](const ledger::State& state) {
        const ledger::Now now = ledger::Now::of(std::max(state.last_at, at));
        auto outcome = ledger::decide_hold_top_up(state, hold, now);
        if (!outcome)
            return Seen{outcome.error().word, std::move(outcome.error().explanation), {}};
        auto arrives = arrivals(state, *outcome, now.business_date);
        return Seen{Refusal::none, std::move(outcome->explanation), std::move(arrives)};
    };
}

} // namespace

CardTopUps::Reply CardTopUps::preview(http::Request& request) {
    Fields in(request.body);
    const std::string program_id = in.id("program");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (!p_.provider) co_return problem(Refusal::not_found);
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const ledger::HoldTopUp hold{request.session->wallet, program->number, {amount}};
    const auto see = try_hold(hold, request.at);
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("arrives", seen->arrives, [&](const Arrival& it) {
            out.object([&] {
                json_.program(out, "program", it.program);
                out.field("expires_on", it.expires_on);
                out.field("amount", it.amount.value);
            });
        });
        json_.explanation(out, "explanation", seen->explanation);
        if (seen->refusal != Refusal::none) out.field("refusal", text_of(seen->refusal).word);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

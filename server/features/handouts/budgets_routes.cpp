// What organizations may hand out (PNT-d): given and taken back by the city, seen by the
// organization itself.
#include "features/handouts/handouts.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

struct SeenBudget {
    PlaceId organization_place;
    ProgramId program;
    ledger::Amount left;
};

// Of one organization, or of all; an organization is known by its first place.
auto see_budgets(OrganizationId only, PlaceId of_place) {
    return [=](const ledger::State& state) {
        std::vector<SeenBudget> seen;
        const ledger::Place* own = state.places.find(of_place);
        const OrganizationId wanted = own ? own->organization : only;
        const std::int64_t first = wanted ? wanted.value : 1,
                           last = wanted ? wanted.value : state.organizations.size();
        for (std::int64_t n = first; n <= last; ++n) {
            const ledger::Organization* organization = state.organizations.find({n});
            if (!organization) continue;
            const PlaceId place = first_place_of(state, {n});
            for (const auto& b : organization->budgets)
                seen.push_back({place, b.program, b.balance});
        }
        return seen;
    };
}

bool read_adding(Fields& in) {
    return in.choice<bool>("direction", {{"add", true}, {"take", false}});
}

} // namespace

Handouts::Reply Handouts::list_budgets(Request& request) {
    const auto seen = co_await service::look(p_.engine, see_budgets({}, request.caller().place));
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("budgets", *seen, [&](const SeenBudget& budget) {
            if (!p_.directory.place(budget.organization_place)) return;
            out.object([&] {
                write_organization(out, budget.organization_place);
                json_.program(out, "program", budget.program);
                out.field("left", budget.left.value);
            });
        });
    });
    co_return http::ok(std::move(out));
}

Handouts::Reply Handouts::give_budget(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string organization_id = in.id("organization");
    const std::string program_id = in.id("program");
    const bool adding = read_adding(in);
    const ledger::Amount amount{in.integer("amount", 1, 1'000'000'000)};
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* any = p_.directory.place_of_organization(organization_id);
    if (!any) co_return problem(Refusal::organization_unknown, {.field = "organization"});
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto organization =
        co_await service::look(p_.engine, [id = any->number](const ledger::State& state) {
            const ledger::Place* place = state.places.find(id);
            return place ? place->organization : OrganizationId{};
        });
    if (!organization) co_return problem(Refusal::paused);
    const ledger::GiveBudget give{*organization, program->number, adding ? amount : -amount};
    const ledger::Command command{actor_of(request), *key, give};
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto seen = co_await service::look(p_.engine, see_budgets(*organization, {}));
    if (!seen) co_return problem(Refusal::paused);
    ledger::Amount left;
    for (const SeenBudget& budget : *seen)
        left = budget.program == program->number ? budget.left : left;
    JsonOut out;
    out.object([&] {
        write_organization(out, any->number);
        json_.program(out, "program", program->number);
        out.field("left", left.value);
    });
    co_return http::created(std::move(out));
}

} // namespace meguri::features

#include "features/handouts/handouts_seen.hpp"

#include "ledger/giving.hpp"

#include <algorithm>
#include <span>

namespace meguri::features {

namespace {

bool may_see(const ledger::State& state, const ledger::Handout& handout, PlaceId staff_of) {
    if (!staff_of) return true;
    const ledger::Place* place = state.places.find(staff_of);
    return place && handout.terms.organization && handout.terms.organization == place->organization;
}

// Staff open a handout where their own place gives; an operator where any of the organization does.
bool gives(const ledger::State& state, OrganizationId organization, const Opening& opening) {
    for (const PlaceId id : ledger::places_of(state, organization)) {
        const bool counts = opening.by_operator || id == opening.staff_of;
        const Refusal no = ledger::refuse_place(state.places.find(id), ledger::Capabilities::gives);
        if (counts && no == Refusal::none) return true;
    }
    return false;
}

} // namespace

PlaceId first_place_of(const ledger::State& state, OrganizationId organization) {
    const std::span<const PlaceId> places = ledger::places_of(state, organization);
    return places.empty() ? PlaceId{} : places.front();
}

std::optional<SeenHandout> see_handout(const ledger::State& state, HandoutId id, PlaceId staff_of) {
    const ledger::Handout* found = state.handouts.find(id);
    if (!found || !may_see(state, *found, staff_of)) return std::nullopt;
    return SeenHandout{id, *found, first_place_of(state, found->terms.organization)};
}

std::vector<SeenHandout>
see_handouts(const ledger::State& state, PlaceId staff_of, HandoutId before, std::size_t most) {
    std::vector<SeenHandout> seen;
    const std::int64_t newest = before ? before.value - 1 : state.handouts.size();
    for (std::int64_t n = newest; n >= 1 && seen.size() < most; --n) {
        const ledger::Handout* found = state.handouts.find({n});
        if (!found || !may_see(state, *found, staff_of)) continue;
        seen.push_back({{n}, *found, first_place_of(state, found->terms.organization)});
    }
    return seen;
}

ledger::Stay stay_in(const ledger::Wallet* wallet, HandoutId handout) {
    if (!wallet) return {};
    const auto found =
        std::find_if(wallet->stays.begin(), wallet->stays.end(), [&](const ledger::Stay& stay) {
            return stay.handout == handout;
        });
    return found == wallet->stays.end() ? ledger::Stay{} : *found;
}

Refusal refuse_staff(const ledger::State& state, PlaceId staff_of) {
    if (!staff_of) return Refusal::none;
    return ledger::refuse_place(state.places.find(staff_of), ledger::Capabilities::gives);
}

Giver see_giver(const ledger::State& state, const Opening& opening) {
    const PlaceId through = opening.by_operator ? opening.organization : opening.staff_of;
    const ledger::Place* at = state.places.find(opening.only_at);
    if (opening.only_at && !at) return {Refusal::place_unknown, "place", {}};
    if (!through) return {}; // the city itself
    const ledger::Place* place = state.places.find(through);
    if (!opening.by_operator) {
        if (const Refusal no = refuse_staff(state, opening.staff_of); no != Refusal::none)
            return {no, "", {}};
    }
    if (!place) return {Refusal::organization_unknown, "organization", {}};
    if (at && at->organization != place->organization) return {Refusal::place_unknown, "place", {}};
    if (!gives(state, place->organization, opening)) return {Refusal::place_not_capable, "", {}};
    return {Refusal::none, "", place->organization};
}

} // namespace meguri::features

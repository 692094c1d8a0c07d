// What the ledger knows about handouts, as their pages need it. Pure looks at the state; each runs
// inside the core and is bounded by the number of handouts, and of the organization's places.
#pragma once

#include "ledger/state.hpp"

#include <optional>
#include <vector>

namespace meguri::features {

struct SeenHandout {
    HandoutId number;
    ledger::Handout handout;
    PlaceId
        organization_place; // some place of its organization, for the name; none: the city gives
};

// None when there is no such organization.
PlaceId first_place_of(const ledger::State& state, OrganizationId organization);

// `staff_of`: the caller's place, none for an operator, who sees all. Another organization's
// handout is nothing, as if it did not exist.
std::optional<SeenHandout> see_handout(const ledger::State& state, HandoutId id, PlaceId staff_of);
// The newest first, at most `most`; with `before`, only older ones than that.
std::vector<SeenHandout>
see_handouts(const ledger::State& state, PlaceId staff_of, HandoutId before, std::size_t most);

// May people of this place do anything about its organization's handouts: it is open and gives.
// None, for an operator, may.
Refusal refuse_staff(const ledger::State& state, PlaceId staff_of);

// How long the wallet has been in; empty when it never was, or there is no such wallet.
ledger::Stay stay_in(const ledger::Wallet* wallet, HandoutId handout);

// Whose budget a new handout spends (PNT-d), and whether that organization may give at all.
struct Opening {
    bool by_operator = false;
    PlaceId staff_of;     // the caller's place; none for an operator
    PlaceId organization; // an operator's choice: any place of the organization; none: the city
    PlaceId only_at;      // the only place where it gives; none: anywhere
};
struct Giver {
    // place_unknown, place_closed, organization_unknown, place_not_capable
    Refusal refusal = Refusal::none;
    std::string_view field{};    // the field at fault
    OrganizationId organization; // none: the city itself, without a budget
};
Giver see_giver(const ledger::State& state, const Opening& opening);

} // namespace meguri::features

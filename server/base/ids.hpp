// Opaque numbers. The ledger knows people, places and money only by these; names live in the
// registry. Each kind is a type of its own, so that a place can never be passed where a wallet is
// meant. 0 means "none".
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace meguri {

template <class Tag> struct Id {
    std::int64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using ProgramId = Id<struct ProgramTag>; // 事業
using WalletId = Id<struct WalletTag>;   // 財布: belongs to a person, opened by instruments
using PlaceId = Id<struct PlaceTag>;     // 店舗・場所
using OrganizationId = Id<struct OrganizationTag>; // 団体・事業者
using PersonId = Id<struct PersonTag>;             // somebody: resident, staff or operator
using ProposalId = Id<struct ProposalTag>;
using CardId = Id<struct CardTag>;           // a printed card: an instrument that opens a wallet
using HandoutId = Id<struct HandoutTag>;     // one way in which value is given: a code, a check-in
using JobId = Id<struct JobTag>;             // a grant to many, row by row
using HoldId = Id<struct HoldTag>;           // something reserved, to be posted or voided
using HouseholdId = Id<struct HouseholdTag>; // 世帯: people whose limits are added up
using Seq = Id<struct SeqTag>;               // position of an entry in the journal, gapless from 1

} // namespace meguri

template <class Tag> struct std::hash<meguri::Id<Tag>> {
    std::size_t operator()(meguri::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};

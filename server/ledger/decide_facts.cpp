// Facts about wallets and places: what the rules must know of them, and nothing more (no names, no
// texts).
#include "ledger/decide.hpp"

namespace meguri::ledger {

Outcome decide_open_wallet(const State& state, const OpenWallet& open, Now) {
    const WalletId wallet = state.wallets.next();
    Entry entry{.kind = EntryKind::open_wallet, .wallet = wallet};
    entry.facts = {WalletOpened{wallet, open.owner}};
    entry.legs = {{Account::wallet_note(wallet), {}, {}}};
    return entry;
}

Outcome decide_wallet_status(const State& state, const SetWalletStatus& set, Now) {
    if (!state.wallets.find(set.wallet)) return refuse(Refusal::wallet_unknown);
    Entry entry{.kind = EntryKind::set_wallet_status, .wallet = set.wallet};
    entry.facts = {WalletStatusSet{set.wallet, set.status}};
    entry.legs = {{Account::wallet_note(set.wallet), {}, {}}};
    return entry;
}

Outcome decide_register_place(const State& state, const RegisterPlace& reg, Now) {
    if (reg.organization && !state.organizations.find(reg.organization))
        return refuse(Refusal::place_unknown);
    const bool nothing = reg.capabilities.bits == 0,
               unheard_of = reg.capabilities.bits & ~Capabilities::all;
    if (nothing || unheard_of) return refuse(Refusal::place_not_capable);
    const PlaceId place = state.places.next();
    Entry entry{.kind = EntryKind::register_place, .place = place};
    OrganizationId organization = reg.organization;
    if (!organization) {
        organization = state.organizations.next();
        entry.facts.push_back(OrganizationRegistered{organization});
    }
    entry.facts.push_back(PlaceRegistered{place, organization, reg.capabilities});
    entry.legs = {{Account::place_note(place), {}, {}}};
    return entry;
}

Outcome decide_place_status(const State& state, const SetPlaceStatus& set, Now) {
    if (!state.places.find(set.place)) return refuse(Refusal::place_unknown);
    Entry entry{.kind = EntryKind::set_place_status, .place = set.place};
    entry.facts = {PlaceStatusSet{set.place, set.status}};
    entry.legs = {{Account::place_note(set.place), {}, {}}};
    return entry;
}

Outcome decide_wallet_marks(const State& state, const SetWalletMarks& set, Now) {
    if (!state.wallets.find(set.wallet)) return refuse(Refusal::wallet_unknown);
    Entry entry{.kind = EntryKind::set_wallet_marks, .wallet = set.wallet};
    entry.facts = {WalletMarksSet{set.wallet, set.marks}};
    entry.legs = {{Account::wallet_note(set.wallet), {}, {}}};
    return entry;
}

Outcome decide_place_traits(const State& state, const SetPlaceTraits& set, Now) {
    if (!state.places.find(set.place)) return refuse(Refusal::place_unknown);
    Entry entry{.kind = EntryKind::set_place_traits, .place = set.place};
    entry.facts = {PlaceTraitsSet{set.place, set.traits}};
    entry.legs = {{Account::place_note(set.place), {}, {}}};
    return entry;
}

// A household is named after the entry that makes it, so no number is used twice. Cards belong to
// nobody: whoever holds one may live anywhere.
Outcome decide_household(const State& state, const SetHousehold& set, Now) {
    const Wallet *wallet = state.wallets.find(set.wallet), *with = state.wallets.find(set.with);
    const auto somebody = [](const Wallet* w) { return w && w->owner; };
    if (!somebody(wallet) || (set.with && !somebody(with))) return refuse(Refusal::wallet_unknown);
    if (set.wallet == set.with) return refuse(Refusal::same_wallet);
    Entry entry{.kind = EntryKind::set_household, .wallet = set.wallet};
    HouseholdId household = with ? with->household : HouseholdId{};
    const bool there = household && household == wallet->household;
    if (!there && members_of(state, household).size() >= most_in_household)
        return refuse(Refusal::household_full);
    if (with && !household) {
        household = {state.last.value + 1};
        entry.facts.push_back(HouseholdSet{set.with, household});
        entry.legs.push_back({Account::wallet_note(set.with), {}, {}});
    }
    entry.facts.push_back(HouseholdSet{set.wallet, household});
    entry.legs.push_back({Account::wallet_note(set.wallet), {}, {}});
    return entry;
}

Outcome decide_policy(const State&, const SetPolicy& set, Now) {
    Entry entry{.kind = EntryKind::set_policy};
    entry.facts = {PolicySet{set.limited_first}};
    return entry;
}

} // namespace meguri::ledger

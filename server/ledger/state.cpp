#include "ledger/state.hpp"

#include <algorithm>
#include <cstring>

namespace meguri::ledger {

std::size_t KeyHash::operator()(const KeyOf& key) const noexcept {
    std::size_t h;
    std::memcpy(&h, key.id.data(), sizeof h);
    return h ^ static_cast<std::size_t>(key.actor.person.value);
}

ShardId shard_of(const SourceRef& ref) { return {(ref[0] << 4 | ref[1] >> 4) + 1}; }

const Source* find_source(const State& state, const SourceRef& ref) {
    const SourceShard* shard = state.sources.find(shard_of(ref));
    if (!shard) return nullptr;
    const auto before = [](const Source& s, const SourceRef& wanted) { return s.ref < wanted; };
    const auto at = std::lower_bound(shard->all.begin(), shard->all.end(), ref, before);
    return at != shard->all.end() && at->ref == ref ? &*at : nullptr;
}

Amount counted(
    const std::vector<Tally>& tallies, Counter counter, std::int64_t of, Period period, Date today
) {
    for (const Tally& t : tallies) {
        if (t.counter == counter && t.of == of && t.period == period)
            return t.since == period_start(period, today) ? t.total : Amount{};
    }
    return {};
}

std::span<const WalletId> members_of(const State& state, HouseholdId household) {
    const auto found = state.households.find(household);
    return found == state.households.end() ? std::span<const WalletId>{} : found->second;
}

std::span<const PlaceId> places_of(const State& state, OrganizationId organization) {
    const auto found = state.places_of.find(organization);
    return found == state.places_of.end() ? std::span<const PlaceId>{} : found->second;
}

void join_organization(State& state, PlaceId place, OrganizationId organization) {
    if (!organization) return;
    std::vector<PlaceId>& places = state.places_of[organization];
    const auto at = std::lower_bound(places.begin(), places.end(), place);
    if (at == places.end() || *at != place) places.insert(at, place);
}

void count_open_top_up(State& state, const Hold& hold, std::int32_t by) {
    if (hold.content.purpose != HoldPurpose::top_up) return;
    const auto open = state.open_top_ups.try_emplace(hold.content.wallet, 0).first;
    open->second += by;
    if (open->second == 0) state.open_top_ups.erase(open);
}

void join_household(State& state, WalletId wallet, HouseholdId household) {
    if (!household) return;
    std::vector<WalletId>& members = state.households[household];
    if (std::find(members.begin(), members.end(), wallet) == members.end())
        members.push_back(wallet);
}

void leave_household(State& state, WalletId wallet, HouseholdId household) {
    const auto found = state.households.find(household);
    if (found == state.households.end()) return;
    std::erase(found->second, wallet);
    if (found->second.empty()) state.households.erase(found);
}

Amount usable_money(const State& state, const Wallet& wallet, Date today) {
    Amount sum;
    for (const Lot& lot : wallet.lots) {
        const Program* program = state.programs.find(lot.program);
        const bool money = program && program->terms.unit == Unit::money;
        if (money && (!lot.expires_on || lot.expires_on >= today)) sum += lot.balance;
    }
    return sum;
}

} // namespace meguri::ledger

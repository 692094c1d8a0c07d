#include "views/origin.hpp"

#include <algorithm>
#include <array>

namespace meguri::views {

namespace {

constexpr std::size_t accounts = account::last + 1, origins = 3;
using Sums = std::array<std::array<std::int64_t, origins>, accounts>; // by account and origin

constexpr std::size_t bought = 1, given = 2;

bool in_wallet(std::int64_t kind) { return kind == account::lot || kind == account::hold; }

struct Wallets { // of one origin, both positive
    std::int64_t left = 0, came = 0;
};

// Moves between lots and holds need no other account. They are what left more than the others
// gained; given value is taken to have moved first, as it is what transfers and holds bring back.
void leave_out_moves(std::array<Wallets, origins>& wallets, std::int64_t gained) {
    std::int64_t moved = wallets[bought].left + wallets[given].left - gained;
    for (const std::size_t origin : {given, bought}) {
        Wallets& of = wallets[origin];
        const std::int64_t inside = std::clamp<std::int64_t>(moved, 0, std::min(of.left, of.came));
        of.left -= inside, of.came -= inside, moved -= inside;
    }
}

} // namespace

std::vector<OriginLeg> by_origin(std::span<const ValueLeg> legs) {
    Sums sums{};
    std::array<std::int64_t, accounts> others{};
    std::array<Wallets, origins> wallets;
    for (const ValueLeg& leg : legs) {
        const auto kind = static_cast<std::size_t>(leg.account);
        if (!in_wallet(leg.account)) {
            others[kind] += leg.amount;
            continue;
        }
        const std::size_t origin = leg.granted ? given : bought;
        sums[kind][origin] += leg.amount;
        (leg.amount < 0 ? wallets[origin].left : wallets[origin].came) += std::abs(leg.amount);
    }
    std::int64_t gained = 0;
    for (const std::int64_t amount : others)
        gained += std::max<std::int64_t>(amount, 0);
    leave_out_moves(wallets, gained);
    for (std::size_t kind = 1; kind < accounts; ++kind) {
        std::int64_t rest = others[kind];
        for (const std::size_t origin : {bought, given}) {
            Wallets& of = wallets[origin];
            const std::int64_t part =
                rest > 0 ? std::min(rest, of.left) : -std::min(-rest, of.came);
            (rest > 0 ? of.left : of.came) -= std::abs(part);
            sums[kind][origin] += part, rest -= part;
        }
        sums[kind][0] += rest;
    }
    std::vector<OriginLeg> found;
    for (std::size_t kind = 1; kind < accounts; ++kind) {
        for (std::size_t origin = 0; origin < origins; ++origin) {
            if (sums[kind][origin] != 0)
                found.push_back(
                    {static_cast<std::int64_t>(kind), static_cast<Origin>(origin),
                     sums[kind][origin]}
                );
        }
    }
    return found;
}

} // namespace meguri::views

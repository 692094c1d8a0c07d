#include "features/expiring/expiring.hpp"

namespace meguri::features {

using access::Operation;
using http::JsonOut;
using http::problem;
using http::Request;

void Expiring::add_routes(http::Router& router) {
    router.on(Operation::getExpiring, [this](Request& r) { return own(r); });
    router.on(Operation::getCityExpiring, [this](Request& r) { return city(r); });
}

void Expiring::add(Sums& sums, const ledger::Wallet& wallet, Date today) {
    std::map<ProgramId, std::size_t> soonest; // each wallet counts once for a program and a warning
    for (const ledger::Lot& lot : wallet.lots) {
        const std::int32_t days = lot.expires_on.days - today.days;
        if (!lot.expires_on || days < 0 || days > within_days.back()) continue;
        Sum& sum = sums[lot.program];
        if (!sum.first || lot.expires_on < sum.first) sum.first = lot.expires_on;
        std::size_t& counted = soonest.try_emplace(lot.program, within_days.size()).first->second;
        for (std::size_t i = within_days.size(); i-- > 0 && days <= within_days[i];) {
            sum.amount[i] += lot.balance.value;
            if (i < counted) sum.wallets[i] += 1, counted = i;
        }
    }
}

void Expiring::write(JsonOut& out, ProgramId program, const Sum& sum) const {
    json_.program(out, "program", program);
    out.field("in_1_day", sum.amount[0]);
    out.field("in_7_days", sum.amount[1]);
    out.field("in_30_days", sum.amount[2]);
    out.field("first_day", sum.first);
}

Expiring::Reply Expiring::own(Request& request) {
    const auto look_at = [id = request.session->wallet,
                          today = jst_date(request.at)](const ledger::State& state) {
        Sums sums;
        if (const ledger::Wallet* wallet = state.wallets.find(id)) add(sums, *wallet, today);
        return sums;
    };
    const auto sums = co_await service::look(p_.engine, look_at);
    if (!sums) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("programs", *sums, [&](const auto& each) {
            out.object([&] { write(out, each.first, each.second); });
        });
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

namespace {

constexpr std::int64_t wallets_a_look = 5'000; // what a payment may have to wait for
constexpr std::int64_t good_for_ms = ms_per_minute;

struct Slice {
    Expiring::Sums sums;
    std::int64_t next = 0; // 0: all were looked at
};

Slice look_through(const ledger::State& state, std::int64_t from, Date today) {
    Slice slice;
    const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
    for (std::int64_t n = from; n < to; ++n) {
        if (const ledger::Wallet* wallet = state.wallets.find({n}))
            Expiring::add(slice.sums, *wallet, today);
    }
    slice.next = to > state.wallets.size() ? 0 : to;
    return slice;
}

void add(Expiring::Sums& to, const Expiring::Sums& more) {
    for (const auto& [program, sum] : more) {
        Expiring::Sum& all = to[program];
        if (!all.first || sum.first < all.first) all.first = sum.first;
        for (std::size_t i = 0; i < sum.amount.size(); ++i)
            all.amount[i] += sum.amount[i], all.wallets[i] += sum.wallets[i];
    }
}

} // namespace

Expiring::Reply Expiring::city(Request& request) {
    const bool fresh = counted_at_.ms > 0 && request.at - counted_at_ < good_for_ms &&
                       jst_date(request.at) == jst_date(counted_at_);
    const bool none_yet = counted_at_.ms == 0;
    if (!fresh && (none_yet || !counting_)) { // while one counts, others get the figures before
        counting_ = true;
        const Instant at = request.at;
        Sums sums;
        for (std::int64_t next = 1; next != 0;) {
            const auto walk = [next, today = jst_date(at)](const ledger::State& state) {
                return look_through(state, next, today);
            };
            const auto slice = co_await service::look(p_.engine, walk);
            if (!slice) {
                counting_ = false;
                co_return problem(Refusal::paused);
            }
            features::add(sums, slice->sums);
            next = slice->next;
        }
        city_ = std::move(sums), counted_at_ = at, counting_ = false;
    }
    JsonOut out;
    out.object([&] {
        out.array("programs", city_, [&](const auto& each) {
            out.object([&] {
                out.object("sum", [&] { write(out, each.first, each.second); });
                out.field("wallets_in_1_day", each.second.wallets[0]);
                out.field("wallets_in_7_days", each.second.wallets[1]);
                out.field("wallets_in_30_days", each.second.wallets[2]);
            });
        });
        out.field("as_of", counted_at_);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features

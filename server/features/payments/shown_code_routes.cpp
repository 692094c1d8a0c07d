// The resident shows a code, the till scans it and enters the amount (CPM). The code is used up
// when it is scanned, for the one key that the till brings; the payment itself carries what was
// sealed for that key. So a lost answer is asked for with the same key, two tills cannot both have
// the code, and scanning again can never charge again.
#include "features/payments/payments.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

using ledger::Capabilities;

// Before the code is used up: whether this place takes anything now.
Refusal refuse_till(const ledger::State& state, PlaceId id) {
    const ledger::Place* place = state.places.find(id);
    if (!place) return Refusal::place_unknown;
    if (place->status != ledger::PlaceStatus::open) return Refusal::place_closed;
    const bool takes = place->capabilities.has(Capabilities::takes_money) ||
                       place->capabilities.has(Capabilities::takes_points);
    return takes ? Refusal::none : Refusal::place_not_capable;
}

Refusal refuse_code_here(const ledger::State& state, PlaceId id, const access::CodeOf& of) {
    const ledger::Wallet* wallet = state.wallets.find(of.wallet);
    if (!wallet) return Refusal::wallet_unknown;
    if (wallet->status == ledger::WalletStatus::blocked) return Refusal::wallet_blocked;
    const ledger::Place* place = state.places.find(id);
    const auto needed = of.points ? Capabilities::takes_points : Capabilities::takes_money;
    const bool takes = place && place->capabilities.has(needed);
    return takes ? Refusal::none : Refusal::place_not_capable;
}

} // namespace

Payments::Reply Payments::open_shown_code(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const PlaceId here = request.caller().place;
    const auto till = [here](const ledger::State& state) { return refuse_till(state, here); };
    const auto no_till = co_await service::look(p_.engine, till);
    if (!no_till) co_return problem(Refusal::paused);
    if (*no_till != Refusal::none) co_return problem(*no_till);
    const access::Scanning clerk{request.caller().person, here};
    const auto use_code = [this, scanned, clerk, id = key->id, at = request.at](store::Database& db
                          ) { return p_.wallet_codes.redeem_to_pay(db, scanned, clerk, id, at); };
    const auto code = co_await service::transact(p_.registry, use_code);
    if (!code) co_return problem(code.error());
    if (!*code) co_return problem(code->error(), {.field = "code"});
    const access::CodeOf of = **code;
    const auto look_at = [here, of](const ledger::State& state) {
        return refuse_code_here(state, here, of);
    };
    const auto no = co_await service::look(p_.engine, look_at);
    if (!no) co_return problem(Refusal::paused);
    if (*no != Refusal::none) co_return problem(*no);
    JsonOut out;
    out.object([&] {
        out.field(
            "wallet",
            references_.seal_to_pay({of.wallet, of.points}, request.caller(), key->id, p_.random)
        );
        if (of.points) json_.program(out, "points", of.points);
        out.field("key_expires_at", key->issued_at + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

Payments::Reply Payments::pay_by_shown_code(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string reference = in.text("wallet", 1, 200);
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto what = references_.open_to_pay(reference, request.caller(), key->id);
    if (!what) co_return problem(Refusal::wallet_code_expired, {.field = "wallet"});
    ledger::Payment payment{what->wallet, request.caller().place, {amount}};
    payment.points = what->points;
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, payment});
    co_return json_.response(answer, service::Side::place);
}

} // namespace meguri::features

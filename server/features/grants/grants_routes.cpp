#include "features/grants/grants.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/resident_wallets.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::problem;
using http::Request;
using service::actor_of;
using service::Side;

void Grants::add_routes(http::Router& router) {
    router.on(Operation::createGrant, [this](Request& r) { return grant(r); });
    router.on(Operation::createAdjustment, [this](Request& r) { return adjust(r); });
}

namespace {

// Not inside the coroutine: g++ 12 cannot keep an initializer list in a coroutine's frame.
ledger::AdjustReason read_reason(Fields& in) {
    using enum ledger::AdjustReason;
    return in.choice<ledger::AdjustReason>(
        "reason", {{"correction", correction},
                   {"city_error", city_error},
                   {"compensation", compensation},
                   {"misuse", misuse},
                   {"other", other}}
    );
}

bool read_adding(Fields& in) {
    return in.choice<bool>("direction", {{"add", true}, {"take", false}});
}

} // namespace

Grants::Asked Grants::read(Fields& in) {
    Asked asked;
    asked.key = in.token("key");
    asked.resident = in.id("resident");
    asked.program = in.id("program");
    asked.amount = {in.amount("amount")};
    return asked;
}

http::Async<std::expected<Grants::Found, http::Response>>
Grants::find(const Request& request, const Asked& asked) {
    const auto key = p_.keys.open(asked.key, actor_of(request));
    if (!key) co_return std::unexpected(problem(Refusal::key_unknown, {.field = "key"}));
    const auto* program = p_.directory.program(asked.program);
    if (!program)
        co_return std::unexpected(problem(Refusal::program_unknown, {.field = "program"}));
    const auto look_up = [id = asked.resident](store::Database& db) {
        return service::resident_wallets::find(db, id);
    };
    const auto wallet = co_await service::transact(p_.registry, look_up);
    if (!wallet) co_return std::unexpected(problem(wallet.error()));
    if (!*wallet)
        co_return std::unexpected(problem(Refusal::wallet_unknown, {.field = "resident"}));
    co_return Found{*key, **wallet, program->number};
}

Grants::Reply Grants::grant(Request& request) {
    Fields in(request.body);
    const Asked asked = read(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto found = co_await find(request, asked);
    if (!found) co_return std::move(found.error());
    const ledger::Command command{
        actor_of(request), found->key, ledger::Grant{found->wallet, found->program, asked.amount}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::wallet);
}

Grants::Reply Grants::adjust(Request& request) {
    Fields in(request.body);
    const Asked asked = read(in);
    const bool adding = read_adding(in);
    const ledger::AdjustReason reason = read_reason(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto found = co_await find(request, asked);
    if (!found) co_return std::move(found.error());
    const ledger::Adjust adjust{
        found->wallet, found->program, adding ? asked.amount : -asked.amount, reason
    };
    const ledger::Command command{actor_of(request), found->key, adjust};
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::wallet);
}

} // namespace meguri::features

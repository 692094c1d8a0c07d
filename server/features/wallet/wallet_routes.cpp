#include "features/wallet/wallet.hpp"
#include "http/fields.hpp"
#include "service/wallet_view.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

void Wallets::add_routes(http::Router& router) {
    router.on(Operation::getWallet, [this](Request& r) { return wallet(r); });
    router.on(Operation::getWalletHistory, [this](Request& r) { return history(r); });
    router.on(Operation::createWalletCode, [this](Request& r) { return create_code(r); });
    router.on(Operation::listTopUpChoices, [this](Request& r) { return top_up_choices(r); });
}

namespace {

auto copy_wallet(WalletId id) {
    return [id](const ledger::State& state) {
        const ledger::Wallet* found = state.wallets.find(id);
        return found ? std::optional(*found) : std::nullopt;
    };
}

} // namespace

Wallets::Reply Wallets::wallet(Request& request) {
    co_return co_await service::whole_wallet(p_.engine, json_, request.session->wallet, request.at);
}

Wallets::Reply Wallets::history(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto before = in.optional_integer("before", 1, INT64_C(1) << 53);
    const auto limit = in.optional_integer("limit", 1, 100);
    if (auto refused = in.refused()) co_return std::move(*refused);
    co_return co_await service::history_page(
        p_.engine, json_, request.session->wallet, {before.value_or(0)},
        static_cast<std::size_t>(limit.value_or(20)), request.at
    );
}

Wallets::Reply Wallets::create_code(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto seen = co_await service::look(p_.engine, copy_wallet(request.session->wallet));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    if ((*seen)->status == ledger::WalletStatus::blocked)
        co_return problem(Refusal::wallet_blocked);
    const auto code = co_await service::transact(
        p_.registry, [this, wallet = request.session->wallet, at = request.at](store::Database& db
                     ) { return p_.codes.issue(db, {wallet, 0}, at, p_.random); }
    );
    if (!code) co_return problem(code.error());
    JsonOut out;
    out.object([&] {
        out.field("payload", code->url);
        out.field("number", code->digits);
        out.field("expires_at", code->expires_at);
    });
    co_return http::created(std::move(out));
}

} // namespace meguri::features

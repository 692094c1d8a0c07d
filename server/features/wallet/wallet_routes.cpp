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
    router.on(Operation::getWalletHistoryChoices, [this](Request& r) {
        return history_choices(r);
    });
    router.on(Operation::createWalletCode, [this](Request& r) { return create_code(r); });
    router.on(Operation::listTopUpChoices, [this](Request& r) { return top_up_choices(r); });
}

namespace {

Refusal refuse_code(const ledger::State& state, const access::CodeOf& of) {
    const ledger::Wallet* wallet = state.wallets.find(of.wallet);
    if (!wallet) return Refusal::wallet_unknown;
    if (wallet->status == ledger::WalletStatus::blocked) return Refusal::wallet_blocked;
    if (!of.points) return Refusal::none;
    const ledger::Program* program = state.programs.find(of.points);
    const bool points = program && program->terms.unit == ledger::Unit::point;
    return points ? Refusal::none : Refusal::program_unknown;
}

} // namespace

Wallets::Reply Wallets::wallet(Request& request) {
    co_return co_await service::whole_wallet(p_.engine, json_, request.session->wallet, request.at);
}

Wallets::Reply Wallets::create_code(Request& request) {
    Fields in(request.body);
    const std::string points_id = in.optional_id("points").value_or("");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* points = p_.directory.program(points_id);
    if (!points && !points_id.empty())
        co_return problem(Refusal::program_unknown, {.field = "points"});
    access::CodeOf of{request.session->wallet, 0, {}};
    if (points) of.points = points->number;
    const auto refuse = [of](const ledger::State& state) { return refuse_code(state, of); };
    const auto no = co_await service::look(p_.engine, refuse);
    if (!no) co_return problem(Refusal::paused);
    if (*no != Refusal::none) co_return problem(*no);
    const auto issue = [this, of, at = request.at](store::Database& db) {
        return p_.codes.issue(db, of, at, p_.random);
    };
    const auto code = co_await service::transact(p_.registry, issue);
    if (!code) co_return problem(code.error());
    JsonOut out;
    out.object([&] {
        out.field("payload", code->payload);
        out.field("number", code->digits);
        out.field("expires_at", code->expires_at);
    });
    co_return http::created(std::move(out));
}

} // namespace meguri::features

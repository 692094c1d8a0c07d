#include "features/wallet/wallet.hpp"
#include "http/fields.hpp"
#include "ledger/spend_order.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::Side;

void Wallets::add_routes(http::Router& router) {
    router.on(Operation::getWallet, [this](Request& r) { return wallet(r); });
    router.on(Operation::getWalletHistory, [this](Request& r) { return history(r); });
    router.on(Operation::createWalletCode, [this](Request& r) { return create_code(r); });
}

namespace {

bool moves_value(const ledger::Entry& entry) {
    switch (entry.kind) {
    case ledger::EntryKind::payment:
    case ledger::EntryKind::top_up:
    case ledger::EntryKind::cancel:
    case ledger::EntryKind::expiry: return entry.refusal == Refusal::none;
    default: return false;
    }
}

Seq cancelled_by(const std::vector<ledger::Cancelled>& cancelled, Seq payment) {
    for (const ledger::Cancelled& c : cancelled) {
        if (c.payment == payment) return c.by;
    }
    return {};
}

auto copy_wallet(WalletId id) {
    return [id](const ledger::State& state) {
        const ledger::Wallet* found = state.wallets.find(id);
        return found ? std::optional(*found) : std::nullopt;
    };
}

} // namespace

http::Async<std::optional<std::vector<engine::EntryPtr>>>
Wallets::page(WalletId wallet, Seq before, std::size_t limit) {
    std::vector<engine::EntryPtr> entries;
    for (;;) {
        const auto more = co_await service::read_chain(
            p_.engine, ledger::HolderKind::wallet, wallet.value, before, limit
        );
        if (!more) co_return std::nullopt;
        for (const auto& entry : *more) {
            if (entries.size() < limit && moves_value(*entry)) entries.push_back(entry);
        }
        if (entries.size() >= limit || more->size() < limit) co_return entries;
        before = more->back()->seq;
    }
}

Wallets::Reply Wallets::wallet(Request& request) {
    const WalletId id = request.session->wallet;
    const auto seen = co_await service::look(p_.engine, copy_wallet(id));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    ledger::Wallet wallet = **seen;
    std::sort(wallet.lots.begin(), wallet.lots.end(), ledger::spent_before);
    const auto recent = co_await page(id, {}, 3);
    if (!recent) co_return problem(Refusal::paused);
    const Date today = jst_date(request.at);
    JsonOut out;
    out.object([&] {
        out.field("balance", ledger::usable_balance(wallet, today).value);
        out.array("lots", wallet.lots, [&](const ledger::Lot& lot) {
            if (lot.expires_on && lot.expires_on < today)
                return; // dead, waiting for the nightly job
            out.object([&] {
                json_.program(out, "program", lot.program);
                out.field("amount", lot.balance.value);
                out.field("expires_on", lot.expires_on);
                out.field("origin", lot.rights.granted() ? "granted" : "paid");
            });
        });
        out.field("status", wallet.status == ledger::WalletStatus::active ? "active" : "blocked");
        out.array("recent", *recent, [&](const auto& e) {
            json_.write(out, *e, Side::wallet, cancelled_by(wallet.cancelled, e->seq));
        });
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

Wallets::Reply Wallets::history(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto before = in.optional_integer("before", 1, INT64_C(1) << 53);
    const auto limit = in.optional_integer("limit", 1, 100);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const WalletId id = request.session->wallet;
    const auto wallet = co_await service::look(p_.engine, copy_wallet(id));
    if (!wallet) co_return problem(Refusal::paused);
    if (!*wallet) co_return problem(Refusal::wallet_unknown);
    const auto wanted = static_cast<std::size_t>(limit.value_or(20));
    const auto entries = co_await page(id, {before.value_or(0)}, wanted);
    if (!entries) co_return problem(Refusal::paused);
    // `before` must be of this chain: following somebody else's entry leads nowhere.
    for (const auto& entry : *entries) {
        if (entry->wallet != id) co_return problem(Refusal::invalid_request, {.field = "before"});
    }
    JsonOut out;
    out.object([&] {
        out.array("entries", *entries, [&](const auto& e) {
            json_.write(out, *e, Side::wallet, cancelled_by((*wallet)->cancelled, e->seq));
        });
        if (entries->size() == wanted)
            out.field("next_before", std::to_string(entries->back()->seq.value));
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
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
                     ) { return p_.codes.issue(db, wallet, at, p_.random); }
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

#include "features/wallet/wallet.hpp"
#include "http/fields.hpp"
#include "ledger/spending.hpp"
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
    router.on(Operation::listTopUpChoices, [this](Request& r) { return top_up_choices(r); });
}

namespace {

bool moves_value(const ledger::Entry& entry) {
    switch (entry.kind) {
    case ledger::EntryKind::payment:
    case ledger::EntryKind::top_up:
    case ledger::EntryKind::cancel:
    case ledger::EntryKind::expiry:
    case ledger::EntryKind::grant:
    case ledger::EntryKind::adjustment:
    case ledger::EntryKind::transfer:
    case ledger::EntryKind::move_card:
    case ledger::EntryKind::hold_dues:
    case ledger::EntryKind::void_hold:
    case ledger::EntryKind::claim:
    case ledger::EntryKind::check_out:
    case ledger::EntryKind::correct_stay:
    case ledger::EntryKind::grant_rows: return entry.refusal == Refusal::none;
    case ledger::EntryKind::post_hold: // a tax is shown when it is held
        return entry.refusal == Refusal::none &&
               entry.legs.front().account.kind == ledger::AccountKind::reserved;
    default: return false;
    }
}

Seq cancelled_by(const std::vector<ledger::Cancelled>& cancelled, Seq payment) {
    for (const ledger::Cancelled& c : cancelled) {
        if (c.payment == payment) return c.by;
    }
    return {};
}

bool is_about(const ledger::Entry& entry, WalletId wallet) {
    return std::any_of(entry.legs.begin(), entry.legs.end(), [&](const ledger::Leg& leg) {
        return ledger::holder_kind(leg.account.kind) == ledger::HolderKind::wallet &&
               leg.account.holder == wallet.value;
    });
}

struct Seen {
    ledger::Wallet wallet; // its lots in the order of spending
    ledger::Amount money;
};
auto see_wallet(WalletId id, Date today) {
    return [=](const ledger::State& state) -> std::optional<Seen> {
        const ledger::Wallet* found = state.wallets.find(id);
        if (!found) return std::nullopt;
        Seen seen{*found, ledger::usable_money(state, *found, today)};
        seen.wallet.lots = ledger::in_order_of_spending(state, *found);
        return seen;
    };
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
    const Date today = jst_date(request.at);
    const auto seen = co_await service::look(p_.engine, see_wallet(id, today));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    const ledger::Wallet& wallet = (*seen)->wallet;
    const auto recent = co_await page(id, {}, 3);
    if (!recent) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.field("balance", (*seen)->money.value);
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
            json_.write(out, *e, Side::wallet, cancelled_by(wallet.cancelled, e->seq), id);
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
        if (!is_about(*entry, id)) co_return problem(Refusal::invalid_request, {.field = "before"});
    }
    JsonOut out;
    out.object([&] {
        out.array("entries", *entries, [&](const auto& e) {
            json_.write(out, *e, Side::wallet, cancelled_by((*wallet)->cancelled, e->seq), id);
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

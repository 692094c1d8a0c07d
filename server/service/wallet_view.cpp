#include "service/wallet_view.hpp"

#include "ledger/spending.hpp"

#include <algorithm>

namespace meguri::service {

using http::JsonOut;
using http::problem;

namespace {

bool is_history(const ledger::Entry& entry) {
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
    case ledger::EntryKind::check_in:
    case ledger::EntryKind::check_out:
    case ledger::EntryKind::correct_stay:
    case ledger::EntryKind::grant_rows: return entry.refusal == Refusal::none;
    case ledger::EntryKind::post_hold: // a tax is shown when it is held
        return entry.refusal == Refusal::none &&
               entry.legs.front().account.kind == ledger::AccountKind::reserved;
    default: return false;
    }
}

bool is_about(const ledger::Entry& entry, WalletId wallet) {
    return std::any_of(entry.legs.begin(), entry.legs.end(), [&](const ledger::Leg& leg) {
        return ledger::holder_kind(leg.account.kind) == ledger::HolderKind::wallet &&
               leg.account.holder == wallet.value;
    });
}

auto look_at(WalletId id, Date today) {
    return [=](const ledger::State& state) { return see(state, id, today); };
}

http::Response page_of(
    const EntryJson& json, const ledger::Wallet& wallet, WalletId id,
    const std::vector<engine::EntryPtr>& entries, std::size_t limit, Instant at
) {
    JsonOut out;
    out.object([&] {
        out.array("entries", entries, [&](const auto& e) {
            json.write(out, *e, Side::wallet, cancelled_of(&wallet, e->seq), id);
        });
        if (entries.size() == limit)
            out.field("next_before", std::to_string(entries.back()->seq.value));
        out.field("as_of", at);
    });
    return http::ok(std::move(out));
}

} // namespace

std::optional<SeenWallet> see(const ledger::State& state, WalletId id, Date today) {
    const ledger::Wallet* found = state.wallets.find(id);
    if (!found) return std::nullopt;
    SeenWallet seen{
        *found, ledger::usable_money(state, *found, today),
        ledger::members_of(state, found->household).size()
    };
    seen.wallet.lots = ledger::in_order_of_spending(state, *found);
    return seen;
}

void write_value(JsonOut& out, const EntryJson& json, const SeenWallet& seen, Date today) {
    out.field("balance", seen.money.value);
    out.array("lots", seen.wallet.lots, [&](const ledger::Lot& lot) {
        if (lot.expires_on && lot.expires_on < today) return;
        out.object([&] {
            json.program(out, "program", lot.program);
            out.field("amount", lot.balance.value);
            out.field("expires_on", lot.expires_on);
            out.field("origin", lot.rights.granted() ? "granted" : "paid");
        });
    });
}

Async<std::optional<std::vector<engine::EntryPtr>>>
wallet_page(engine::Engine& engine, WalletId wallet, Seq before, std::size_t limit) {
    std::vector<engine::EntryPtr> entries;
    for (;;) {
        const auto more =
            co_await read_chain(engine, ledger::HolderKind::wallet, wallet.value, before, limit);
        if (!more) co_return std::nullopt;
        for (const auto& entry : *more) {
            if (entries.size() < limit && is_history(*entry)) entries.push_back(entry);
        }
        if (entries.size() >= limit || more->size() < limit) co_return entries;
        before = more->back()->seq;
    }
}

Async<http::Response> history_page(
    engine::Engine& engine, const EntryJson& json, WalletId id, Seq before, std::size_t limit,
    Instant at
) {
    const auto seen = co_await look(engine, look_at(id, jst_date(at)));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    const auto entries = co_await wallet_page(engine, id, before, limit);
    if (!entries) co_return problem(Refusal::paused);
    // `before` must be of this chain: following somebody else's entry leads nowhere.
    for (const auto& entry : *entries) {
        if (!is_about(*entry, id)) co_return problem(Refusal::invalid_request, {.field = "before"});
    }
    co_return page_of(json, (*seen)->wallet, id, *entries, limit, at);
}

Async<http::Response> history_of(
    engine::Engine& engine, const EntryJson& json, WalletId id, std::vector<Seq> seqs,
    std::size_t limit, Instant at
) {
    const auto seen = co_await look(engine, look_at(id, jst_date(at)));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    const auto entries = co_await read_entries(engine, std::move(seqs));
    if (!entries) co_return problem(Refusal::paused);
    co_return page_of(json, (*seen)->wallet, id, *entries, limit, at);
}

Async<http::Response>
whole_wallet(engine::Engine& engine, const EntryJson& json, WalletId id, Instant at) {
    const Date today = jst_date(at);
    const auto seen = co_await look(engine, look_at(id, today));
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::wallet_unknown);
    const ledger::Wallet& wallet = (*seen)->wallet;
    const auto recent = co_await wallet_page(engine, id, {}, 3);
    if (!recent) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        write_value(out, json, **seen, today);
        out.field("status", wallet.status == ledger::WalletStatus::active ? "active" : "blocked");
        if ((*seen)->household > 1)
            out.field("household_size", static_cast<std::int64_t>((*seen)->household));
        out.array("recent", *recent, [&](const auto& e) {
            json.write(out, *e, Side::wallet, cancelled_of(&wallet, e->seq), id);
        });
        out.field("as_of", at);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::service

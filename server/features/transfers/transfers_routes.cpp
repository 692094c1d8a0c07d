#include "features/transfers/transfers.hpp"
#include "ledger/decide.hpp"
#include "ledger/giving.hpp"
#include "ledger/spending.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"

#include <algorithm>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;
using service::Side;

void Transfers::add_routes(http::Router& router) {
    router.on(Operation::openTransfer, [this](Request& r) { return open(r); });
    router.on(Operation::previewTransfer, [this](Request& r) { return preview(r); });
    router.on(Operation::createTransfer, [this](Request& r) { return create(r); });
}

namespace {

struct Offer {
    ProgramId program;
    ledger::Amount available;
};
struct Seen {
    Refusal refusal = Refusal::none;
    PersonId receiver;
    std::vector<Offer> offers;
};

// What the giver holds that may go to another resident today, by program.
auto see_offers(WalletId from, WalletId to, Instant at) {
    return [=](const ledger::State& state) {
        const ledger::Wallet* giver = state.wallets.find(from);
        const ledger::Wallet* receiver = state.wallets.find(to);
        if (const Refusal no = ledger::refuse_wallet(state, giver); no != Refusal::none)
            return Seen{no, {}, {}};
        if (const Refusal no = ledger::refuse_wallet(state, receiver); no != Refusal::none)
            return Seen{no, {}, {}};
        if (from == to) return Seen{Refusal::same_wallet, {}, {}};
        Seen seen{Refusal::none, receiver->owner, {}};
        const Date today = jst_date(std::max(state.last_at, at));
        for (const ledger::Lot& lot : giver->lots) {
            const bool over = lot.expires_on && lot.expires_on < today;
            if (over || !lot.rights.to_residents()) continue;
            const auto known =
                std::find_if(seen.offers.begin(), seen.offers.end(), [&](const Offer& o) {
                    return o.program == lot.program;
                });
            if (known == seen.offers.end())
                seen.offers.push_back({lot.program, lot.balance});
            else
                known->available += lot.balance;
        }
        for (Offer& offer : seen.offers) {
            const ledger::Limits limits(
                state, offer.program, *state.programs.find(offer.program), from, *giver, today
            );
            offer.available = std::min(offer.available, limits.room(ledger::Counted::sent));
        }
        return seen;
    };
}

struct Label {
    std::optional<std::string> name, phone;
};

// The masked name where the city knows one, else the end of the telephone number.
std::string label_of(const Label& label) {
    if (label.name && !label.name->empty()) return masked_name(*label.name);
    if (!label.phone || label.phone->size() < 3) return "··";
    return "··" + label.phone->substr(label.phone->size() - 2);
}

} // namespace

// Whom the giver is about to give to. The look is noted.
http::Async<Try<std::string>> Transfers::name_of(const Request& request, PersonId receiver) {
    if (!receiver) co_return label_of({}); // a card's wallet
    const auto read_label = [this, receiver, giver = request.caller().person,
                             at = request.at](store::Database& db) -> Try<Label> {
        if (auto noted =
                service::note_look(db, p_.vault, {giver, receiver, "wallet_code", "transfer"}, at);
            !noted)
            return std::unexpected(noted.error());
        const auto name = p_.vault.get(db, receiver, vault::field::name);
        if (!name) return std::unexpected(name.error());
        const auto phone = p_.vault.get(db, receiver, vault::field::phone);
        if (!phone) return std::unexpected(phone.error());
        return Label{*name, *phone};
    };
    const auto label = co_await service::transact(p_.registry, read_label);
    if (!label) co_return std::unexpected(label.error());
    co_return label_of(*label);
}

Transfers::Reply Transfers::open(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto use_code = [this, scanned, giver = request.caller().person,
                           at = request.at](store::Database& db) {
        return p_.codes.redeem(db, scanned, {giver}, at);
    };
    const auto shown = co_await service::transact(p_.registry, use_code);
    if (!shown) co_return problem(shown.error());
    if (!*shown) co_return problem(shown->error(), {.field = "code"});
    const WalletId to = (*shown)->wallet;
    const auto seen =
        co_await service::look(p_.engine, see_offers(request.session->wallet, to, request.at));
    if (!seen) co_return problem(Refusal::paused);
    if (seen->refusal != Refusal::none) co_return problem(seen->refusal);
    const auto name = co_await name_of(request, seen->receiver);
    if (!name) co_return problem(name.error());
    const Instant now = p_.engine.now();
    JsonOut out;
    out.object([&] {
        out.field("to", references_.seal(to, request.caller(), request.at, p_.random));
        out.field("name", *name);
        out.array("programs", seen->offers, [&](const Offer& offer) {
            out.object([&] {
                json_.program(out, "program", offer.program);
                out.field("available", offer.available.value);
            });
        });
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

Transfers::Asked Transfers::read(Fields& in) {
    Asked asked;
    asked.to = in.text("to", 1, 200);
    asked.program = in.id("program");
    asked.amount = {in.amount("amount")};
    return asked;
}

std::expected<ledger::Transfer, std::pair<Refusal, std::string_view>>
Transfers::transfer_of(const Request& request, const Asked& asked, Instant since) const {
    using No = std::pair<Refusal, std::string_view>;
    const auto* program = p_.directory.program(asked.program);
    if (!program) return std::unexpected(No{Refusal::program_unknown, "program"});
    const auto to = references_.open(asked.to, request.caller(), since);
    if (!to) return std::unexpected(No{Refusal::wallet_code_expired, "to"});
    return ledger::Transfer{request.session->wallet, *to, program->number, asked.amount};
}

Transfers::Reply Transfers::preview(Request& request) {
    Fields in(request.body);
    const Asked asked = read(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto transfer = transfer_of(request, asked, request.at);
    if (!transfer) co_return problem(transfer.error().first, {.field = transfer.error().second});
    const auto try_it = [transfer = *transfer, at = request.at](const ledger::State& state) {
        return ledger::decide_transfer(
            state, transfer, ledger::Now::of(std::max(state.last_at, at))
        );
    };
    const auto outcome = co_await service::look(p_.engine, try_it);
    if (!outcome) co_return problem(Refusal::paused);
    co_return json_.tried(*outcome);
}

Transfers::Reply Transfers::create(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const Asked asked = read(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto transfer = transfer_of(request, asked, key->issued_at);
    if (!transfer) co_return problem(transfer.error().first, {.field = transfer.error().second});
    const ledger::Command command{actor_of(request), *key, *transfer};
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::wallet, request.session->wallet);
}

} // namespace meguri::features

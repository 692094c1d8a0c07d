#include "features/top_ups/top_ups.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"
#include "service/top_up_offers.hpp"

#include <algorithm>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

void TopUps::add_routes(http::Router& router) {
    router.on(Operation::openWalletCode, [this](Request& r) { return open_wallet_code(r); });
    router.on(Operation::createTopUp, [this](Request& r) { return create(r); });
}

namespace {

struct Seen {
    Refusal refusal = Refusal::none;
    PersonId owner;
    std::vector<service::TopUpOffer> offers;
};

// A code made on a mandate opens nothing any more once the mandate was revoked or is over.
bool still_holds(const ledger::Wallet& wallet, std::int64_t mandate, Date today) {
    const auto gives = [&](const ledger::Mandate& each) {
        return each.number == mandate && each.gives(ledger::MandateRights::top_up, today);
    };
    return mandate == 0 || std::ranges::any_of(wallet.mandates, gives);
}

// What this wallet could be topped up with today.
auto see_offers(access::CodeOf of, Instant at) {
    return [of, at](const ledger::State& state) {
        const ledger::Wallet* wallet = state.wallets.find(of.wallet);
        if (!wallet) return Seen{Refusal::wallet_unknown, {}, {}};
        if (!still_holds(*wallet, of.mandate, jst_date(at)))
            return Seen{Refusal::wallet_code_expired, {}, {}};
        if (wallet->status == ledger::WalletStatus::blocked)
            return Seen{Refusal::wallet_blocked, {}, {}};
        return Seen{Refusal::none, wallet->owner, service::top_up_offers(state, at)};
    };
}

access::Scanning scanning(const Request& request) {
    return {request.caller().person, request.caller().place};
}

} // namespace

TopUps::Reply TopUps::open_wallet_code(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    // Before the code is used up: it is good only once.
    const auto able = co_await service::look(
        p_.engine,
        [id = request.caller().place](const ledger::State& state) {
            const ledger::Place* place = state.places.find(id);
            return place && place->capabilities.has(ledger::Capabilities::tops_up);
        }
    );
    if (!able) co_return problem(Refusal::paused);
    if (!*able) co_return problem(Refusal::place_not_capable);
    const auto use_code = [this, scanned, clerk = scanning(request),
                           at = request.at](store::Database& db) {
        return p_.codes.redeem_for_top_up(db, scanned, clerk, at);
    };
    const auto code = co_await service::transact(p_.registry, use_code);
    if (!code) co_return problem(code.error());
    if (!*code) co_return problem(code->error(), {.field = "code"});
    const auto seen = co_await service::look(p_.engine, see_offers(**code, request.at));
    if (!seen) co_return problem(Refusal::paused);
    if (seen->refusal == Refusal::wallet_code_expired)
        co_return problem(seen->refusal, {.field = "code"});
    if (seen->refusal != Refusal::none) co_return problem(seen->refusal);
    const auto read_phone = [this, owner = seen->owner, clerk = request.caller().person,
                             at = request.at](store::Database& db
                            ) -> Try<std::optional<std::string>> {
        if (auto noted =
                service::note_look(db, p_.vault, {clerk, owner, "wallet_code", "top_up"}, at);
            !noted)
            return std::unexpected(noted.error());
        return p_.vault.get(db, owner, vault::field::phone);
    };
    const auto phone = co_await service::transact(p_.registry, read_phone);
    if (!phone) co_return problem(phone.error());

    // Enough to ask "does your number end in 78?", no more.
    const std::string label =
        *phone && (*phone)->size() > 2 ? "··" + (*phone)->substr((*phone)->size() - 2) : "";
    const Instant now = p_.engine.now(); // of both: one's age is judged by the other's
    JsonOut out;
    out.object([&] {
        out.field("wallet", references_.seal((**code).wallet, request.caller(), now, p_.random));
        out.field("label", label);
        service::write_offers(out, json_, p_.directory, seen->offers);
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

TopUps::Reply TopUps::create(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string reference = in.text("wallet", 1, 200);
    const std::string program_id = in.id("program");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const auto wallet = references_.open(reference, request.caller(), key->issued_at);
    if (!wallet) co_return problem(Refusal::wallet_code_expired, {.field = "wallet"});
    const ledger::TopUp top_up{*wallet, request.caller().place, program->number, {amount}};
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, top_up});
    co_return json_.response(answer, service::Side::place);
}

} // namespace meguri::features

// The holder's side: sees, tops up and pays from the owner's wallet, as far as the mandate goes.
#include "features/mandates/mandates.hpp"
#include "service/actor.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::MandateRights;
using service::actor_of;
using service::Side;

namespace {

// Whoever may not see the wallet must not find its balance by asking for more and more: only these
// words say nothing about what is in it. A payment says any word, and stands in the books.
bool is_no_secret(Refusal word) {
    return word == Refusal::mandate_unknown || word == Refusal::mandate_exceeded ||
           word == Refusal::place_closed || word == Refusal::place_not_capable ||
           word == Refusal::amount_out_of_range;
}

// Without the right to see, a holder learns why the mandate says no, and nothing else: what would
// be used, and also whether a limit is told, would say whether the amount is there.
ledger::Explanation told(const ledger::Explanation& why, bool sees, Refusal no) {
    if (sees) return why;
    ledger::Explanation some;
    for (const ledger::LimitLeft& left : why.limits) {
        if (is_no_secret(no) && left.limit == ledger::Limit::mandate) some.limits.push_back(left);
    }
    return some;
}

// Without it a payment is amount, place, time and number: not which kinds of money the owner has,
// until when, nor what the payment was rewarded with.
engine::EntryPtr shown_to_holder(ledger::Entry entry, bool sees) {
    if (!sees) {
        entry.legs.clear();
        entry.explanation = {};
    }
    return std::make_shared<const ledger::Entry>(std::move(entry));
}

} // namespace

Mandates::Reply Mandates::wallet(Request& request) {
    const auto found = co_await one(request, As::holder);
    if (!found) co_return found.error();
    if (!allows(*found, MandateRights::see, jst_date(request.at)))
        co_return problem(Refusal::mandate_unknown);
    co_return co_await service::whole_wallet(p_.engine, json_, found->wallet, request.at);
}

// The code carries the mandate: a counter that tops up takes it while the mandate is in force, and
// nobody else does. A transfer, a mandate or a handout would be in the owner's name.
Mandates::Reply Mandates::create_code(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto found = co_await one(request, As::holder);
    if (!found) co_return found.error();
    if (!allows(*found, MandateRights::top_up, jst_date(request.at)))
        co_return problem(Refusal::mandate_unknown);
    const auto issue = [this, of = access::CodeOf{found->wallet, found->mandate.number},
                        at = request.at](store::Database& db) {
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

Mandates::Reply Mandates::preview(Request& request) {
    Fields in(request.body);
    const std::string place_id = in.id("place");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto found = co_await one(request, As::holder);
    if (!found) co_return found.error();
    const auto* place = p_.directory.place(place_id);
    if (!place) co_return problem(Refusal::place_unknown, {.field = "place"});
    const ledger::Payment payment{found->wallet,        place->number, {amount}, {}, {},
                                  found->mandate.number};
    const auto try_it = [payment, payer = request.caller().person,
                         at = request.at](const ledger::State& state) {
        const auto now = ledger::Now::of(std::max(state.last_at, at));
        return ledger::decide_payment(state, payment, payer, now);
    };
    const auto outcome = co_await service::look(p_.engine, try_it);
    if (!outcome) co_return problem(Refusal::paused);
    const bool sees = allows(*found, MandateRights::see, jst_date(request.at));
    const bool done = outcome->has_value();
    const Refusal no = done ? Refusal::none : outcome->error().word;
    const auto why = told(done ? (**outcome).explanation : outcome->error().explanation, sees, no);
    co_return json_.tried(why, sees || is_no_secret(no) ? no : Refusal::none);
}

Mandates::Reply Mandates::pay(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string place_id = in.id("place");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto found = co_await one(request, As::holder);
    if (!found) co_return found.error();
    const auto* place = p_.directory.place(place_id);
    if (!place) co_return problem(Refusal::place_unknown, {.field = "place"});
    const ledger::Payment payment{found->wallet,        place->number, {amount}, {}, {},
                                  found->mandate.number};
    auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, payment});
    const bool sees = allows(*found, MandateRights::see, jst_date(request.at));
    if (!answer.done())
        co_return json_.refused(answer.refusal, told(answer.explanation(), sees, answer.refusal));
    answer.entry = shown_to_holder(*answer.entry, sees);
    co_return json_.response(answer, Side::wallet);
}

// As closeKey, but the answer stands in the owner's chain, where closeKey would not find it once
// the key is old. It must work after the mandate ended, too.
Mandates::Reply Mandates::close_key(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto found = co_await one(request, As::holder);
    if (!found) co_return found.error();
    const ledger::CloseKey close{found->wallet, {}};
    auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, close});
    const bool sees = allows(*found, MandateRights::see, jst_date(request.at));
    if (answer.done()) answer.entry = shown_to_holder(*answer.entry, sees);
    co_return json_.closed(answer, Side::wallet);
}

} // namespace meguri::features
